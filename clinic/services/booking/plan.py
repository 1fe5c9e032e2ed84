"""How far a booking has come: the step, what was picked and told so far, and its stored form."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, Self

from pydantic import TypeAdapter

from clinic.logic.approval import CONSULTATION
from clinic.logic.dates import Wish
from clinic.services.contact import Contact
from clinic.services.dialogue import Json, Reply, Taken


class BookingStep(StrEnum):
    DAY = "day"
    TIME = "time"
    NAME = "name"
    CONTACT = "contact"
    CONFIRM = "confirm"
    CHANGE = "change"  # what shall be different?
    CANCEL = "cancel"  # shall the booking be cancelled?
    WHICH = "which"  # which booking, made elsewhere, is meant?
    CODE = "code"  # the code that was sent
    WAIT = "wait"  # shall the patient be put on the waitlist?
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    WAITING = "waiting"  # on the waitlist
    LEFT = "left"


class Then(StrEnum):
    """What a patient wants who has shown that a booking is theirs."""

    CHECK = "check"
    CANCEL = "cancel"
    MOVE = "move"


ASKED_OTHERWISE: Final = "otherwise"  # the reply to a slip was the question itself
ENDED = (
    BookingStep.BOOKED,
    BookingStep.MOVED,
    BookingStep.CANCELLED,
    BookingStep.WAITING,
    BookingStep.LEFT,
)
PROVING = (BookingStep.WHICH, BookingStep.CODE)
NO_GATE = (BookingStep.CANCEL, *PROVING)  # nothing can be booked there


@dataclass(frozen=True)
class Plan:
    """One booking in the making."""

    step: BookingStep = BookingStep.DAY
    kind: str = CONSULTATION
    wish: Wish | None = None
    day: date | None = None
    from_day: date | None = None  # the first day worth showing
    page: int = 0
    booking_id: str | None = None  # the hold; the booking once it is made
    doubted: str = ""  # words that may have been a name; said twice they are one
    changes_id: str | None = None  # the booking that is moved or cancelled
    name: str | None = None
    contact: Contact | None = None
    asked: str = ""  # what was asked last: the same is not said twice in the same words
    then: Then | None = None  # what follows a proof
    owner_id: str | None = None  # the conversation that made the booking, when it is another one
    unmet: Wish | None = None  # a wish that no opening met: it may be waited for
    waits: bool = False  # a place on the waitlist is what is being made
    until: date | None = None  # the last day worth waiting for
    clinician: str | None = None  # the only one waited for
    offer_id: str | None = None  # the place on the waitlist whose offer this is

    @property
    def has_ended(self) -> bool:
        return self.step in ENDED

    @property
    def may_wait(self) -> bool:
        """A wish of this conversation's own patient was not met."""
        return self.unmet is not None and self.owner_id is None

    def fresh(self, kind: str) -> "Plan":
        """A new plan for the same patient: who they are is not asked again."""
        return Plan(kind=kind, name=self.name, contact=self.contact)

    def to_next(self) -> Self:
        """On to the first thing that is missing."""
        if self.booking_id is None and not self.waits:
            return replace(self, step=BookingStep.TIME if self.day else BookingStep.DAY)
        if self.owner_id is not None:  # who it is for is on file
            return replace(self, step=BookingStep.CONFIRM)
        if self.name is None:
            return replace(self, step=BookingStep.NAME)
        if self.contact is None:
            return replace(self, step=BookingStep.CONTACT)
        return replace(self, step=BookingStep.WAITING if self.waits else BookingStep.CONFIRM)

    def stored(self) -> Json:
        stored: Json = _PLAN.dump_python(self, mode="json")
        return stored

    @classmethod
    def load(cls, stored: Json) -> "Plan":
        return _PLAN.validate_python(stored)


@dataclass(frozen=True)
class Turned:
    """The plan after the message, and what is said at once; the next question follows by itself."""

    plan: Plan
    taken: Taken = Taken.KEPT
    replies: tuple[Reply, ...] = ()
    is_miss: bool = False


def stored_wish(wish: Wish | None) -> Json:
    stored: Json = _WISH.dump_python(wish or Wish(), mode="json")
    return stored


def load_wish(stored: Json) -> Wish:
    return _WISH.validate_python(stored)


_PLAN = TypeAdapter(Plan)
_WISH = TypeAdapter(Wish)
