"""What a clinician may decide on a case, and how long the decision lives (R-12, R-15, R-19)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from clinic.logic.screening import Outcome, has_expired


class CaseStatus(StrEnum):
    OPEN = "open"
    ASKED_BACK = "asked_back"
    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"


class CaseMove(StrEnum):
    ASK_BACK = "ask_back"
    ANSWER = "answer"  # the patient's answer comes back to the case
    APPROVE = "approve"
    DECLINE = "decline"
    EXPIRE = "expire"  # the answers ran out, or new ones came


CASE_MOVES: Final[Mapping[tuple[CaseStatus, CaseMove], CaseStatus]] = {
    (CaseStatus.OPEN, CaseMove.ASK_BACK): CaseStatus.ASKED_BACK,
    (CaseStatus.OPEN, CaseMove.APPROVE): CaseStatus.APPROVED,
    (CaseStatus.OPEN, CaseMove.DECLINE): CaseStatus.DECLINED,
    (CaseStatus.OPEN, CaseMove.EXPIRE): CaseStatus.EXPIRED,
    (CaseStatus.ASKED_BACK, CaseMove.ANSWER): CaseStatus.OPEN,
    (CaseStatus.ASKED_BACK, CaseMove.APPROVE): CaseStatus.APPROVED,
    (CaseStatus.ASKED_BACK, CaseMove.DECLINE): CaseStatus.DECLINED,
    (CaseStatus.ASKED_BACK, CaseMove.EXPIRE): CaseStatus.EXPIRED,
    (CaseStatus.APPROVED, CaseMove.EXPIRE): CaseStatus.EXPIRED,
    (CaseStatus.DECLINED, CaseMove.EXPIRE): CaseStatus.EXPIRED,
}
UNDECIDED: Final = (CaseStatus.OPEN, CaseStatus.ASKED_BACK)

CONSULTATION: Final = "consultation"
TREATMENT: Final = "treatment"
MOST_SESSIONS: Final = 12  # of one course, then a clinician looks again
MOST_SPACING_DAYS: Final = 180


class DecisionRefusal(StrEnum):
    """Why a decision is not taken. Each has its own line in the console."""

    NOT_A_CLINICIAN = "not_a_clinician"
    DECIDED_ALREADY = "decided_already"
    NO_REASON = "no_reason"
    FINAL = "final"  # pregnancy, possible pregnancy, under 18: no software lifts it
    BLOCKED = "blocked"  # a red flag that nobody has lifted
    ANSWERS_EXPIRED = "answers_expired"
    BAD_COURSE = "bad_course"
    BAD_EXPIRY = "bad_expiry"


@dataclass(frozen=True)
class RulesInForce:
    """Which rules count now, and for how long answers given under them hold."""

    version: str
    valid_days: int

    def have_expired(self, answered_at: datetime, version: str, now: datetime) -> bool:
        """R-10."""
        return has_expired(answered_at, now, self.valid_days, version, self.version)

    def end_of(self, answered_at: datetime) -> datetime:
        return answered_at + timedelta(days=self.valid_days)


@dataclass(frozen=True)
class Review:
    """A case as it stands at the moment of the decision."""

    status: CaseStatus
    outcome: Outcome
    is_final: bool
    is_blocked: bool
    answered_at: datetime
    rules_version: str


@dataclass(frozen=True)
class Grant:
    """What a clinician approves: one kind of appointment, how often, how far apart, until when."""

    treatment_type: str
    sessions: int
    spacing_days: int
    expires_at: datetime


def approval_refusal(
    review: Review, grant: Grant, *, is_clinician: bool, reason: str, rules: RulesInForce, now: datetime
) -> DecisionRefusal | None:
    """None only for a named clinician, with a reason, on living answers that software may lift."""
    refusals = {
        DecisionRefusal.FINAL: review.is_final,
        DecisionRefusal.BLOCKED: review.is_blocked or review.outcome is Outcome.E,
        DecisionRefusal.ANSWERS_EXPIRED: rules.have_expired(review.answered_at, review.rules_version, now),
        DecisionRefusal.BAD_COURSE: not _is_course(grant),
        DecisionRefusal.BAD_EXPIRY: grant.expires_at <= now,
    }
    refused = decision_refusal(review.status, CaseMove.APPROVE, is_clinician=is_clinician, reason=reason)
    return refused or next((refusal for refusal, applies in refusals.items() if applies), None)


def decision_refusal(
    status: CaseStatus, move: CaseMove, *, is_clinician: bool, reason: str
) -> DecisionRefusal | None:
    """What declining and asking back need too: a clinician, an undecided case, and words."""
    if not is_clinician:
        return DecisionRefusal.NOT_A_CLINICIAN
    if (status, move) not in CASE_MOVES:
        return DecisionRefusal.DECIDED_ALREADY
    return None if reason.strip() else DecisionRefusal.NO_REASON


def approval_end(grant: Grant, review: Review, rules: RulesInForce) -> datetime:
    """An approval never outlives the answers it rests on."""
    return min(grant.expires_at, rules.end_of(review.answered_at))


def _is_course(grant: Grant) -> bool:
    return (
        grant.treatment_type in (CONSULTATION, TREATMENT)
        and 1 <= grant.sessions <= MOST_SESSIONS
        and 0 <= grant.spacing_days <= MOST_SPACING_DAYS
        and (grant.sessions == 1 or grant.spacing_days > 0)
    )
