"""Reports of a problem after a session: one for each time it is told, and every answer ever given."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from clinic.services.dialogue import Json


@dataclass(frozen=True)
class ReactionReport:
    id: str
    conversation_id: str
    incident_id: str
    status: str  # asking | completed | left | alarm
    level: str  # L1 | L2 | L3, the gravest so far
    started_at: datetime
    last_activity_at: datetime
    open_question: str | None = None
    bad_answers: int = 0
    last_message_id: str | None = None
    last_step: Json = field(default_factory=dict)
    ended_at: datetime | None = None


@dataclass(frozen=True)
class ReactionAnswer:
    id: str
    reaction_report_id: str
    sequence: int
    question: str
    value: str
    words: str  # the patient's own
    given_by: str  # button | text
    message_id: str
    answered_at: datetime


class ReactionStore(Protocol):
    def add(self, report: ReactionReport) -> None: ...

    def newest(self, conversation_id: str) -> ReactionReport | None:
        """The conversation's newest report, locked until the transaction ends."""
        ...

    def of(self, conversation_id: str) -> tuple[ReactionReport, ...]:
        """All of the conversation, oldest first."""
        ...

    def for_incident(self, incident_id: str) -> ReactionReport | None: ...

    def change(self, report_id: str, **values: object) -> None: ...

    def add_answer(self, answer: ReactionAnswer) -> None: ...

    def answers(self, report_id: str) -> tuple[ReactionAnswer, ...]:
        """In the order they were given."""
        ...
