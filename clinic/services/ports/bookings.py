"""Patients, bookings, what they reserve, and the draft of a booking that is being made."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from clinic.logic.booking import Standing
from clinic.logic.openings import Cell
from clinic.services.dialogue import Json


@dataclass(frozen=True)
class Patient:
    id: str
    conversation_id: str
    name: str
    created_at: datetime
    phone: str | None = None  # E.164
    email: str | None = None


@dataclass(frozen=True)
class Booking:
    id: str
    reference: str
    conversation_id: str
    appointment_type: str  # consultation | treatment
    clinician: str
    room: str
    starts_at: datetime
    ends_at: datetime
    status: str  # held | confirmed | attended | no_show | cancelled | expired
    calendar_uid: str
    created_at: datetime
    changed_at: datetime
    hold_expires_at: datetime | None = None
    patient_id: str | None = None
    prescreen_id: str | None = None
    approval_id: str | None = None
    calendar_sequence: int = 0
    manage_token_hash: str | None = None
    cancel_reason: str | None = None
    marked_at: datetime | None = None  # when staff said that the patient came, or did not
    uses_session: bool = False  # missed or cancelled, and used up all the same: a clinician says so


@dataclass(frozen=True)
class BookingDraft:
    """How far a booking has come in the chat."""

    conversation_id: str
    step: str
    changed_at: datetime
    data: Json = field(default_factory=dict)
    last_message_id: str | None = None  # the message taken last, so that a repeat changes nothing
    last_step: Json = field(default_factory=dict)
    bad_answers: int = 0


class BookingStore(Protocol):
    def lock(self, conversation_id: str) -> None:
        """Hold the conversation's row: blocks, approvals and bookings of one patient happen one by one."""
        ...

    def queue_up(self) -> None:
        """Wait until nobody else is reserving: who frees one time to take another must not lock others."""
        ...

    def standing(self, conversation_id: str) -> Standing:
        """All that decides whether this patient may book."""
        ...

    def draft(self, conversation_id: str) -> BookingDraft | None: ...

    def keep_draft(self, draft: BookingDraft) -> None:
        """Store it in place of the one before."""
        ...

    def patient(self, conversation_id: str) -> Patient | None: ...

    def keep_patient(self, patient: Patient) -> None:
        """Store it in place of the one before."""
        ...

    def get(self, booking_id: str) -> Booking | None: ...

    def by_manage_token_hash(self, token_hash: str) -> Booking | None: ...

    def of(self, conversation_id: str) -> tuple[Booking, ...]:
        """The conversation's bookings in every status, by time."""
        ...

    def between(self, start: datetime, end: datetime, now: datetime) -> tuple[Booking, ...]:
        """Bookings and living holds of a stretch of time, by time."""
        ...

    def taken(self, start: datetime, end: datetime, now: datetime, *, but_held_for: str) -> tuple[Cell, ...]:
        """What is reserved now; a hold of the conversation `but_held_for` does not stand in its own way."""
        ...

    def reserve(self, booking: Booking, cells: Iterable[Cell]) -> bool:
        """Store the booking with what it takes, all or nothing: False when somebody else has part of it."""
        ...

    def run_out(self, now: datetime) -> int:
        """Free what expired holds reserve; how many holds that ended."""
        ...

    def let_go(self, conversation_id: str, now: datetime) -> int:
        """End the conversation's holds and free what they reserve."""
        ...

    def confirm(self, booking_id: str, now: datetime, **values: object) -> bool:
        """Turn a living hold into a booking; False when it has run out or is not there any more."""
        ...

    def move(self, booking_id: str, hold_id: str, now: datetime) -> bool:
        """Give a confirmed booking the time of a living hold, and free its old time; False as `confirm`."""
        ...

    def mark(self, booking_id: str, expected: str, to: str, marked_at: datetime | None) -> bool:
        """Compare and swap of a visit's status; its time stays reserved. False when it was not `expected`."""
        ...

    def count_session(self, booking_id: str, *, uses_session: bool) -> bool:
        """Say whether a missed or cancelled session is used up; False when it says so already."""
        ...

    def unmarked(self, since: datetime, now: datetime) -> tuple[Booking, ...]:
        """Visits that are over and of which nobody has said whether the patient came, by time."""
        ...

    def of_contact(self, phone: str | None, email: str | None) -> tuple[str, ...]:
        """The conversations in which this phone or e-mail was left."""
        ...

    def cancel(self, booking_id: str, now: datetime, reason: str) -> bool:
        """Free the time of a confirmed booking; False when it is not confirmed any more."""
        ...
