"""Messages that were not understood, and the labels that staff mark them with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from clinic.services.ports.conversations import Message

FALLBACK: Final = "nlu_fallback"
PERSON: Final = "talk_to_human"  # offered with every question back: pressing it says nothing about the words
ASKED_BACK: Final = ("utter_clarify", "utter_clarify_person")
# A form took the message as an answer: a name, a day or a yes of the health questions is no training line.
FORM_REPLIES: Final = (
    "utter_booking_",
    "utter_health_",
    "utter_outcome_",
    "utter_prescreen_",
    "utter_read_back",
)


class MarkState(StrEnum):
    OPEN = "open"
    MARKED = "marked"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Mark:
    """What one person decided about a message. Marks are replaced, never changed: `id` tells them apart."""

    id: str
    conversation_id: str
    message_id: str
    label: str | None  # None: not for training
    staff_user_id: str
    marked_at: datetime
    exported_at: datetime | None = None


@dataclass(frozen=True)
class Press:
    """The button that the patient pressed when asked what was meant."""

    title: str
    intent: str


@dataclass(frozen=True)
class Missed:
    message: Message
    mark: Mark | None = None
    pressed: Press | None = None


@dataclass(frozen=True)
class ClaimedLine:
    label: str
    text: str  # the patient's words as they were typed


class MisunderstoodStore(Protocol):
    def counts(self) -> Mapping[MarkState, int]:
        """How many messages there are of every state."""
        ...

    def listed(self, state: MarkState, *, limit: int, offset: int) -> tuple[Missed, ...]:
        """Newest first: what fell below the gates, and where the patient pressed another label or none."""
        ...

    def get(self, message_id: str) -> Missed | None:
        """None also for a message that was understood."""
        ...

    def swap(self, message_id: str, *, seen: str, to: Mark | None) -> bool:
        """Compare and swap: False when the message's mark is not the one that was seen ("": none)."""
        ...

    def claim_for_export(self, at: datetime, *, again: bool) -> tuple[ClaimedLine, ...]:
        """Remember marked messages as exported and return them by label, oldest first.

        A mark goes to one export alone, unless all are asked for again.
        """
        ...
