"""Cases for a clinician, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clinic.logic.booking import Answers


@dataclass(frozen=True)
class Case:
    id: str
    conversation_id: str
    prescreen_id: str
    outcome: str
    status: str  # open | asked_back | approved | declined | expired
    flags: tuple[str, ...]
    opened_at: datetime
    question: str | None = None
    answer: str | None = None
    promised_at: datetime | None = None
    decided_at: datetime | None = None
    escalated_at: datetime | None = None


@dataclass(frozen=True)
class Decision:
    """What a named clinician decided, on which rules, until when."""

    id: str
    case_id: str
    conversation_id: str
    decision: str  # approved | declined
    reason: str
    decided_by_id: str
    rules_version: str
    decided_at: datetime
    treatment_type: str | None = None
    sessions: int | None = None
    spacing_days: int | None = None
    expires_at: datetime | None = None
    granted_until: datetime | None = None  # what the clinician chose; `expires_at` ends with the answers
    renewed_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_reason: str | None = None


@dataclass(frozen=True)
class GivenAnswer:
    """One answer to a health question, as it was given. Later answers stand beside it."""

    question_id: str
    value: str
    words: str
    given_by: str
    sequence: int
    answered_at: datetime


class CaseStore(Protocol):
    def add(self, case: Case) -> None: ...

    def get(self, case_id: str) -> Case | None: ...

    def for_prescreen(self, prescreen_id: str) -> Case | None: ...

    def of(self, conversation_id: str) -> tuple[Case, ...]:
        """The conversation's cases, newest first."""
        ...

    def change(self, case_id: str, **values: object) -> None: ...

    def swap_status(self, case_id: str, *, expected: str, to: str, **values: object) -> bool:
        """Compare and swap, with what else changes: False when the status was not `expected`."""
        ...

    def with_status(self, statuses: Sequence[str]) -> tuple[Case, ...]:
        """Oldest first."""
        ...

    def add_decision(self, decision: Decision) -> None: ...

    def decisions(self, conversation_id: str) -> tuple[Decision, ...]:
        """Newest first."""
        ...

    def renew(self, decision_id: str, prescreen_id: str, at: datetime, expires_at: datetime) -> bool:
        """Rest a living decision on the same answers, given again; False when it was revoked meanwhile."""
        ...

    def overdue(self, now: datetime) -> tuple[Case, ...]:
        """Undecided cases whose promised time is over and that nobody was told of, oldest first."""
        ...

    def escalate(self, case_id: str, at: datetime) -> bool:
        """Note that everybody was told; False when somebody was quicker, or it is decided."""
        ...

    def revoke(self, case_id: str, at: datetime, reason: str) -> int:
        """End what was decided on the case; how many decisions that ended."""
        ...

    def answers(self, prescreen_id: str) -> Answers | None:
        """The health answers a case is about, as far as deciding needs them."""
        ...

    def newest_answers(self, conversation_id: str) -> Answers | None: ...

    def given(self, prescreen_id: str) -> tuple[GivenAnswer, ...]:
        """Every answer ever given, in order."""
        ...

    def lower(self, prescreen_id: str, by_id: str, at: datetime, reason: str) -> None:
        """Note that a named clinician took responsibility for the outcome (R-19)."""
        ...
