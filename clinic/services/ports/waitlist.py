"""Who waits for a time, and what was offered to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from clinic.services.dialogue import Json


@dataclass(frozen=True)
class WaitEntry:
    id: str
    conversation_id: str
    appointment_type: str  # consultation | treatment
    clinician: str | None  # None: any
    wish: Json
    until: date  # the last day that helps
    status: str  # waiting | offered | taken | left | over
    created_at: datetime
    changed_at: datetime
    changes_id: str | None = None  # the booking that would be moved
    hold_id: str | None = None  # what is offered now
    passed: tuple[str, ...] = ()  # starts that were offered and not taken


class WaitlistStore(Protocol):
    def add(self, entry: WaitEntry) -> None: ...

    def get(self, entry_id: str) -> WaitEntry | None: ...

    def of(self, conversation_id: str) -> tuple[WaitEntry, ...]:
        """The conversation's entries that still wait or have an offer, oldest first."""
        ...

    def with_status(self, *statuses: str) -> tuple[WaitEntry, ...]:
        """Everybody's entries in these states: who has waited longest first."""
        ...

    def swap(self, entry_id: str, *, expected: Iterable[str], **values: object) -> bool:
        """Change an entry that is in one of these states; False when it is not any more."""
        ...
