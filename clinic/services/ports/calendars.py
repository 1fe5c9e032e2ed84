"""The clinic's own calendars: visits for its feeds, events for its webhook, busy times of its clinicians."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clinic.logic.hours import Stretch
from clinic.services.ports.bookings import Booking


@dataclass(frozen=True)
class WebhookEvent:
    """One change of one booking, as the clinic's own system is told."""

    id: str
    booking_id: str
    sequence: int
    body: str
    created_at: datetime
    delivered_at: datetime | None = None
    given_up_at: datetime | None = None
    problem: str | None = None


@dataclass(frozen=True)
class CalendarSource:
    """How reading one clinician's own calendar went."""

    clinician: str
    tried_at: datetime
    read_at: datetime | None = None
    problem: str | None = None


@dataclass(frozen=True, order=True)
class BusyTime:
    clinician: str
    starts_at: datetime
    ends_at: datetime


class CalendarStore(Protocol):
    def visits(self, start: datetime, end: datetime, clinician: str | None) -> tuple[Booking, ...]:
        """Bookings that take place or took place, of one clinician or of all, by time."""
        ...

    def changed_at(self) -> datetime | None:
        """When any booking or blocked time changed last."""
        ...

    def next_sequence(self, booking_id: str) -> int:
        """The number of the booking's next event; the booking's row is locked by the change itself."""
        ...

    def add_event(self, event: WebhookEvent) -> None: ...

    def event(self, event_id: str) -> WebhookEvent | None: ...

    def change_event(self, event_id: str, **values: object) -> None: ...

    def given_up(self) -> tuple[WebhookEvent, ...]:
        """Events that could not be delivered, the oldest first."""
        ...

    def forget_events(self, booking_id: str) -> None: ...

    def sources(self) -> tuple[CalendarSource, ...]: ...

    def claim(self, clinician: str, now: datetime, tried_before: datetime) -> bool:
        """Take the next attempt on a calendar; False when it was tried since, or somebody is at it."""
        ...

    def note_attempt(self, clinician: str, **values: object) -> None: ...

    def replace_busy(self, clinician: str, stretches: Iterable[Stretch]) -> None:
        """Keep these busy times of the clinician and no others; they do not overlap."""
        ...

    def forget_sources(self, but: Collection[str]) -> None:
        """Drop calendars that are read no more, with their busy times."""
        ...

    def busy(self, start: datetime, end: datetime) -> tuple[BusyTime, ...]:
        """What touches this stretch of time."""
        ...
