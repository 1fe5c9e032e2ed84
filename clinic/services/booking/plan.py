"""How far a booking has come: the step, what was picked and told so far, and its stored form."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, Self

from pydantic import TypeAdapter

from clinic.logic.approval import CONSULTATION
from clinic.logic.dates import Wish
from clinic.services.booking.contact import Contact
from clinic.services.dialogue import Json, Reply, Taken


class BookingStep(StrEnum):
    DAY = "day"
    TIME = "time"
    NAME = "name"
    CONTACT = "contact"
    CONFIRM = "confirm"
    CHANGE = "change"  # what shall be different?
    CANCEL = "cancel"  # shall the booking be cancelled?
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    LEFT = "left"


ASKED_OTHERWISE: Final = "otherwise"  # the reply to a slip was the question itself
ENDED = (BookingStep.BOOKED, BookingStep.MOVED, BookingStep.CANCELLED, BookingStep.LEFT)


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

    @property
    def has_ended(self) -> bool:
        return self.step in ENDED

    def fresh(self, kind: str) -> "Plan":
        """A new plan for the same patient: who they are is not asked again."""
        return Plan(kind=kind, name=self.name, contact=self.contact)

    def to_next(self) -> Self:
        """On to the first thing that is missing."""
        if self.booking_id is None:
            return replace(self, step=BookingStep.TIME if self.day else BookingStep.DAY)
        if self.name is None:
            return replace(self, step=BookingStep.NAME)
        return replace(self, step=BookingStep.CONFIRM if self.contact else BookingStep.CONTACT)

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


_PLAN = TypeAdapter(Plan)
