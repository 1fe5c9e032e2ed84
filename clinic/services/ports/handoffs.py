"""Handoffs to a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Handoff:
    id: str
    conversation_id: str
    reason: str
    level: str  # none | non_urgent | urgent | emergency | crisis
    status: str  # waiting | assigned | resolved | expired | returned
    opened_at: datetime
    promised_at: datetime | None = None
    assigned_to_id: str | None = None
    assigned_at: datetime | None = None
    ended_at: datetime | None = None


class HandoffStore(Protocol):
    def add(self, handoff: Handoff) -> None: ...

    def get(self, handoff_id: str) -> Handoff | None: ...

    def open_for(self, conversation_id: str) -> Handoff | None:
        """The conversation's handoff that is waiting or assigned; there is never more than one."""
        ...

    def of(self, conversation_id: str) -> tuple[Handoff, ...]:
        """Every handoff of the conversation, oldest first."""
        ...

    def change(self, handoff_id: str, **values: object) -> None: ...

    def swap_status(self, handoff_id: str, *, expected: str, to: str, **values: object) -> bool:
        """Compare and swap, with what else changes: False when the status was not `expected`."""
        ...

    def with_status(self, statuses: Sequence[str]) -> tuple[Handoff, ...]:
        """Oldest first."""
        ...
