"""Health answers: one prescreen for each time the questions are asked, every answer ever given, consent.

Also what the questions need from others: to read free text, to open a case, to take a reaction report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from clinic.logic.course import Renewal
from clinic.services.dialogue import Json, Reply
from clinic.services.ports.cases import Case
from clinic.services.ports.conversations import Conversation

if TYPE_CHECKING:  # the unit of work names this store
    from clinic.services.ports.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Prescreen:
    id: str
    conversation_id: str
    status: str  # asking | completed | left | withdrawn | expired
    rules_version: str
    started_at: datetime
    last_activity_at: datetime
    pending: Json  # what is asked besides the next question: a read-back, the offer of an expert, …
    last_step: Json
    facts: Json  # what counts besides the answers, so that the decision can be replayed
    patient_id: str | None = None
    current_question: str | None = None  # asked already: asked again, it is worded differently
    last_message_id: str | None = None
    bad_answers: int = 0
    goes_on: bool = False
    outcome: str | None = None
    flags: tuple[str, ...] = ()
    completed_at: datetime | None = None
    lowered_by_id: str | None = None
    lowered_at: datetime | None = None
    lowered_reason: str | None = None


@dataclass(frozen=True)
class PrescreenAnswer:
    id: str
    prescreen_id: str
    sequence: int
    question_id: str
    value: str
    words: str  # the patient's own
    given_by: str  # button | text | disclosure
    rules_version: str
    message_id: str | None
    answered_at: datetime


@dataclass(frozen=True)
class Consent:
    id: str
    conversation_id: str
    purpose: str
    text_version: str
    given_at: datetime
    withdrawn_at: datetime | None = None


class PrescreenStore(Protocol):
    def add(self, prescreen: Prescreen) -> None: ...

    def get(self, prescreen_id: str) -> Prescreen | None: ...

    def newest(self, conversation_id: str) -> Prescreen | None:
        """The conversation's newest prescreen, locked until the transaction ends."""
        ...

    def of(self, conversation_id: str) -> tuple[Prescreen, ...]:
        """All of the conversation, oldest first."""
        ...

    def of_contact(self, patient_id: str, since: datetime) -> tuple[Prescreen, ...]:
        """Those of every conversation whose patient left the same phone or e-mail, active since then."""
        ...

    def change(self, prescreen_id: str, **values: object) -> None: ...

    def add_answer(self, answer: PrescreenAnswer) -> None: ...

    def answers(self, prescreen_id: str) -> tuple[PrescreenAnswer, ...]:
        """In the order they were given."""
        ...

    def drop_answers(self, prescreen_id: str) -> int: ...

    def has_case(self, prescreen_id: str) -> bool:
        """True once the answers went to a clinician: they are no longer unsent."""
        ...

    def add_consent(self, consent: Consent) -> None: ...

    def consents(self, conversation_id: str) -> tuple[Consent, ...]: ...

    def withdraw_consents(self, conversation_id: str, at: datetime) -> int: ...

    def keep_questions(self, rules_version: str, content: Json, at: datetime) -> None:
        """Store the questions of that version once, so that old answers can be replayed."""
        ...

    def questions(self, rules_version: str) -> Json | None: ...


class FoundInText(Protocol):
    """Something a patient's words mention: concept, how it is meant, and the words."""

    @property
    def concept(self) -> str: ...

    @property
    def assertion(self) -> str: ...

    @property
    def words(self) -> str: ...


class TextReader(Protocol):
    def answer(self, text: str, concepts: Sequence[str]) -> str | None:
        """yes, no, not_sure or rather_not_say, as an answer about `concepts`; None when unclear."""
        ...

    def findings(self, text: str) -> Sequence[FoundInText]: ...


class CaseOpener(Protocol):
    def open_within(
        self, uow: UnitOfWork, conversation_id: str, prescreen_id: str, outcome: str, flags: Sequence[str]
    ) -> Case:
        """Put the answers before a clinician, in the caller's transaction; the same answers once."""
        ...

    def expire_within(self, uow: UnitOfWork, conversation_id: str, reason: str) -> None:
        """End every case of the conversation and what was decided on it."""
        ...

    def promised(self, uow: UnitOfWork, case: Case) -> tuple[Reply, ...]:
        """By when the patient hears, and how."""
        ...


class CourseKeeper(Protocol):
    """Knows whether answers given again change anything about approved sessions."""

    def renew(self, uow: UnitOfWork, conversation_id: str, prescreen_id: str) -> Renewal: ...


class PersonCaller(Protocol):
    def open_within(
        self, uow: UnitOfWork, conversation: Conversation, reason: str, level: str = "none"
    ) -> object:
        """Ask for a person in the caller's transaction; one who was asked before is enough."""
        ...


class ReactionReports(Protocol):
    def report(self, conversation_id: str, message_id: str) -> tuple[Reply, ...]:
        """Take a problem after treatment, in its own transaction; once per message."""
        ...
