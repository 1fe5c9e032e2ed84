"""What is asked at the desk, and why it may be refused."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from clinic.logic.booking import Permit
from clinic.services.contact import Contact, read_contact, read_name
from clinic.services.errors import Refused

DESK: Final = "desk"  # the channel of a conversation that somebody at the desk made: nobody chats in it
AT_ONCE: Final = timedelta(0)  # the desk needs no notice: a person answers for it
LONGEST_REASON: Final = 500  # of a cancellation, in characters


class BookingUnknown(Refused):
    """There is no such booking, or it went with its conversation."""


class BookingChanged(Refused):
    """A colleague or the patient was quicker: it stands otherwise than the page showed."""


class BookingRefused(Refused):
    """The gate says no; `elsewhere` is the conversation of the same contact that holds the reason."""

    def __init__(self, permit: Permit, elsewhere: str | None = None) -> None:
        super().__init__(permit)
        self.permit, self.elsewhere = permit, elsewhere


class AlreadyBooked(Refused):
    """The patient has an appointment of this kind that is still to come: move it instead."""


class OffCourse(Refused):
    """The session is one too many, too early, or after the end of the approval."""


class CallerProblem(StrEnum):
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    NO_CONTACT = "no_contact"


class CallerRefused(Refused):
    """Who the booking is for cannot be kept as it was typed; `problem` says why."""

    def __init__(self, problem: CallerProblem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Wanted:
    """One opening, as it was offered."""

    starts_at: datetime
    clinician: str


@dataclass(frozen=True)
class Caller:
    """Who a booking is for, when no chat has told."""

    name: str
    contact: Contact

    @classmethod
    def typed(cls, name: str, phone: str, email: str, country: str) -> Self:
        """Raises CallerRefused with what is wrong first."""
        known = read_name(name)
        by_phone = read_contact(phone, country) if phone.strip() else Contact()
        by_mail = read_contact(email, country) if email.strip() else Contact()
        problems = {
            CallerProblem.NAME: known is None,
            CallerProblem.PHONE: by_phone is None or (bool(phone.strip()) and by_phone.phone is None),
            CallerProblem.EMAIL: by_mail is None or (bool(email.strip()) and by_mail.email is None),
            CallerProblem.NO_CONTACT: not phone.strip() and not email.strip(),
        }
        problem = next((problem for problem, applies in problems.items() if applies), None)
        if problem is not None or known is None or by_phone is None or by_mail is None:
            raise CallerRefused(problem or CallerProblem.NAME)
        return cls(known, Contact(by_phone.phone, by_mail.email))
