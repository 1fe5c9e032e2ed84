"""Conversations, messages, buttons, and what the safety watch saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clinic.services.dialogue import Json


@dataclass(frozen=True)
class Conversation:
    id: str
    channel: str
    locale: str
    owner: str  # assistant | waiting | staff | closed
    sequence: int
    created_at: datetime
    last_message_at: datetime
    external_id: str | None = None
    token_hash: str | None = None
    open_form: str | None = None
    misses: int = 0
    alert_level: str | None = None
    booking_block: str | None = None
    no_contact: bool = False
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Button:
    id: str
    conversation_id: str
    message_id: str
    position: int
    token: str
    title: str
    intent: str
    data: Json


@dataclass(frozen=True)
class Message:
    id: str
    conversation_id: str
    sequence: int
    sender: str  # patient | assistant | staff | system
    kind: str  # text | choices | notice | emergency
    text: str
    state: str  # received | answered | failed | sent
    created_at: datetime
    response: str | None = None
    sources: tuple[Json, ...] = ()
    level: str = "none"
    client_id: str | None = None
    reply_to_id: str | None = None
    button_id: str | None = None
    staff_user_id: str | None = None
    label: str | None = None
    confidence: float | None = None
    ranking: tuple[tuple[str, float], ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class SeenRedFlag:
    id: str
    conversation_id: str
    message_id: str
    flag: str
    level: str
    words: str
    rule: str
    created_at: datetime


@dataclass(frozen=True)
class SeenFinding:
    id: str
    conversation_id: str
    message_id: str
    concept: str
    assertion: str
    words: str
    is_noted: bool
    created_at: datetime


@dataclass(frozen=True)
class Incident:
    id: str
    conversation_id: str
    message_id: str
    kind: str
    level: str
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by_id: str | None = None


class ConversationStore(Protocol):
    def add(self, conversation: Conversation) -> None: ...

    def get(self, conversation_id: str) -> Conversation | None: ...

    def by_token_hash(self, token_hash: str) -> Conversation | None: ...

    def by_external_id(self, channel: str, external_id: str) -> Conversation | None: ...

    def change(self, conversation_id: str, **values: object) -> None:
        """Set columns by name."""
        ...

    def swap_owner(self, conversation_id: str, *, expected: Sequence[str], to: str) -> bool:
        """Compare and swap: False when the owner was none of `expected`, and nothing changed."""
        ...

    def lease_turn(self, conversation_id: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take the conversation's turn if nobody holds it or the holder's lease ran out."""
        ...

    def release_turn(self, conversation_id: str, holder: str) -> None: ...

    def next_sequence(self, conversation_id: str, now: datetime) -> int:
        """Count the conversation's sequence up by one and return it; also touches `last_message_at`."""
        ...

    def recent(
        self, limit: int, *, owner: str = "", only_alerts: bool = False, words: str = ""
    ) -> tuple[Conversation, ...]:
        """The newest that fit; `words` stand in a message, a patient's name or a booking's reference."""
        ...

    def erase(self, conversation_id: str) -> int:
        """Delete the conversation and every row that hangs on it; how many messages went."""
        ...


class MessageStore(Protocol):
    def add(self, message: Message) -> None:
        """Store with its buttons. Raises AlreadyStored when (conversation, client_id) exists."""
        ...

    def get(self, message_id: str) -> Message | None: ...

    def by_client_id(self, conversation_id: str, client_id: str) -> Message | None: ...

    def replies_to(self, message_id: str) -> tuple[Message, ...]: ...

    def after(self, conversation_id: str, sequence: int) -> tuple[Message, ...]: ...

    def change(self, message_id: str, **values: object) -> None: ...

    def claim(self, message_id: str) -> bool:
        """Mark a received message answered; False when somebody else did it first."""
        ...

    def unanswered(self, conversation_id: str) -> tuple[Message, ...]:
        """The patient's messages in state `received`, in order."""
        ...

    def received_before(self, moment: datetime, limit: int) -> tuple[Message, ...]:
        """Messages of any conversation that arrived before `moment` and were never answered."""
        ...

    def button(self, token: str) -> Button | None: ...

    def button_by_id(self, button_id: str) -> Button | None: ...


class WatchStore(Protocol):
    def add_red_flag(self, seen: SeenRedFlag) -> None: ...

    def red_flags(self, conversation_id: str) -> tuple[SeenRedFlag, ...]: ...

    def add_finding(self, finding: SeenFinding) -> None: ...

    def findings(self, conversation_id: str) -> tuple[SeenFinding, ...]: ...

    def note_findings(self, conversation_id: str) -> int:
        """Mark the conversation's findings as passed on with the patient's consent; how many."""
        ...

    def add_incident(self, incident: Incident) -> None: ...

    def incidents(
        self, *, since: datetime | None = None, only_open: bool = False
    ) -> tuple[Incident, ...]: ...

    def raise_incident(self, incident_id: str, level: str) -> None:
        """Set how grave it is known to be by now."""
        ...

    def close_incident(self, incident_id: str, by: str, at: datetime) -> bool:
        """False when there is no such incident, or somebody has closed it."""
        ...


class AlreadyStored(Exception):
    """A message with that client id stands already: the repeat gets the first answer."""
