"""Who may book what, and how a booking runs (R-05, R-10 to R-16). Denied unless everything needed stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from clinic.logic.approval import CONSULTATION, TREATMENT, RulesInForce
from clinic.logic.screening import Outcome, Refusal


class BookingStatus(StrEnum):
    HELD = "held"  # kept for one patient until the hold runs out
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    EXPIRED = "expired"  # a hold that ran out or was let go


class BookingMove(StrEnum):
    CONFIRM = "confirm"
    RUN_OUT = "run_out"
    LET_GO = "let_go"  # another time was picked, the patient stopped, or a red flag was seen
    MOVE = "move"  # to another time; reference and calendar entry stay the same
    CANCEL = "cancel"
    ATTEND = "attend"  # the patient came; only staff say so, after the start
    MISS = "miss"  # the patient did not come
    TAKE_BACK = "take_back"  # of a mark, on the day it was made


BOOKING_MOVES: Final[Mapping[tuple[BookingStatus, BookingMove], BookingStatus]] = {
    (BookingStatus.HELD, BookingMove.CONFIRM): BookingStatus.CONFIRMED,
    (BookingStatus.HELD, BookingMove.RUN_OUT): BookingStatus.EXPIRED,
    (BookingStatus.HELD, BookingMove.LET_GO): BookingStatus.EXPIRED,
    (BookingStatus.CONFIRMED, BookingMove.MOVE): BookingStatus.CONFIRMED,
    (BookingStatus.CONFIRMED, BookingMove.CANCEL): BookingStatus.CANCELLED,
    (BookingStatus.CONFIRMED, BookingMove.ATTEND): BookingStatus.ATTENDED,
    (BookingStatus.CONFIRMED, BookingMove.MISS): BookingStatus.NO_SHOW,
    (BookingStatus.ATTENDED, BookingMove.TAKE_BACK): BookingStatus.CONFIRMED,
    (BookingStatus.NO_SHOW, BookingMove.TAKE_BACK): BookingStatus.CONFIRMED,
}


class Permit(StrEnum):
    """The answer to "may this patient book?". Only GRANTED opens anything."""

    GRANTED = "granted"
    BLOCKED = "blocked"  # a red flag, a minor, or another block that staff have not lifted
    UNAVAILABLE = "unavailable"  # the questions cannot be read, so nothing can be judged
    QUESTIONS_FIRST = "questions_first"  # none answered, not all, or too long ago
    NEW_FINDING = "new_finding"  # something was said after the answers that they do not cover
    UNDER_REVIEW = "under_review"
    NOT_OFFERED = "not_offered"
    DECLINED = "declined"
    APPROVAL_EXPIRED = "approval_expired"
    TREATMENT_NEEDS_APPROVAL = "treatment_needs_approval"


@dataclass(frozen=True)
class Answers:
    """The patient's newest health answers, as far as booking needs them."""

    id: str
    outcome: Outcome
    is_complete: bool
    answered_at: datetime
    rules_version: str


@dataclass(frozen=True)
class Approval:
    """What a clinician decided for this patient, on which answers."""

    id: str
    answers_id: str
    is_approved: bool
    treatment_type: str | None
    sessions: int
    spacing_days: int
    rules_version: str
    expires_at: datetime | None
    is_revoked: bool = False
    decided_at: datetime | None = None
    granted_until: datetime | None = None  # what the clinician said; `expires_at` ends with the answers

    def is_live(self, answers: Answers, rules: RulesInForce, now: datetime) -> bool:
        """R-12: for these answers, under the rules in force, not revoked, not run out."""
        return (
            self.is_approved
            and not self.is_revoked
            and self.answers_id == answers.id
            and self.rules_version == rules.version
            and self.expires_at is not None
            and now < self.expires_at
        )


@dataclass(frozen=True)
class Standing:
    """All that decides whether one patient may book, read in the transaction that books."""

    is_blocked: bool
    answers: Answers | None
    refusal: Refusal | None  # what the answers alone say, decided from the record (clinic.logic.screening)
    approval: Approval | None  # the newest decision on these answers
    last_finding_at: datetime | None  # when the patient last said something of their own health in passing
    last_session_at: datetime | None = None  # the latest treatment session that has begun


def permit(standing: Standing, appointment_type: str, rules: RulesInForce, now: datetime) -> Permit:
    """Whether this patient may book this kind of appointment now, and if not, why not."""
    answers, approval = standing.answers, standing.approval
    if standing.is_blocked or standing.refusal in (Refusal.BLOCKED, Refusal.EMERGENCY):
        return Permit.BLOCKED
    if standing.refusal is Refusal.UNAVAILABLE:
        return Permit.UNAVAILABLE
    if answers is None or standing.refusal is Refusal.NOT_ANSWERED:
        return Permit.QUESTIONS_FIRST
    if answers.outcome is Outcome.E:
        return Permit.BLOCKED
    if rules.have_expired(answers.answered_at, answers.rules_version, now):
        return Permit.APPROVAL_EXPIRED if approval and approval.is_approved else Permit.QUESTIONS_FIRST
    if standing.last_finding_at is not None and standing.last_finding_at > answers.answered_at:
        return Permit.NEW_FINDING
    if approval is not None and approval.answers_id == answers.id:
        return _on_decision(approval, answers, standing.last_session_at, appointment_type, rules, now)
    return _on_answers(answers, standing.refusal, appointment_type)


def _on_decision(
    approval: Approval,
    answers: Answers,
    last_session_at: datetime | None,
    appointment_type: str,
    rules: RulesInForce,
    now: datetime,
) -> Permit:
    if not approval.is_approved:
        return Permit.DECLINED
    if not approval.is_live(answers, rules, now):
        return Permit.APPROVAL_EXPIRED
    if appointment_type == CONSULTATION:
        return Permit.GRANTED
    if not appointment_type == TREATMENT == approval.treatment_type:
        return Permit.TREATMENT_NEEDS_APPROVAL
    is_asked = last_session_at is None or last_session_at < answers.answered_at
    return Permit.GRANTED if is_asked else Permit.QUESTIONS_FIRST  # before each session


def _on_answers(answers: Answers, refusal: Refusal | None, appointment_type: str) -> Permit:
    if not answers.is_complete or refusal is Refusal.INCOMPLETE:
        return Permit.QUESTIONS_FIRST
    if answers.outcome is Outcome.A or refusal is Refusal.STOPPED:
        return Permit.NOT_OFFERED
    if answers.outcome is not Outcome.C or refusal not in (None, Refusal.NEEDS_APPROVAL):
        return Permit.UNDER_REVIEW
    if appointment_type != CONSULTATION or refusal is not None:
        return Permit.TREATMENT_NEEDS_APPROVAL
    return Permit.GRANTED


def is_late_to_change(starts_at: datetime, now: datetime, late_change: timedelta) -> bool:
    """From the cut-off on, moving and cancelling take a person."""
    return now > starts_at - late_change


class MarkProblem(StrEnum):
    """Why a visit is not marked, or a mark not taken back."""

    NOT_BEGUN = "not_begun"
    OTHERWISE = "otherwise"  # a colleague was quicker, or the booking was moved or cancelled
    TOO_LATE = "too_late"  # the day of the mark is over


def mark_problem(
    status: str, move: BookingMove, *, has_begun: bool, marked_on: date | None, today: date
) -> MarkProblem | None:
    """None for a visit that has begun, and for a mark of today that is taken back."""
    if (status, move) not in BOOKING_MOVES:
        return MarkProblem.OTHERWISE
    if not has_begun:
        return MarkProblem.NOT_BEGUN
    return MarkProblem.TOO_LATE if move is BookingMove.TAKE_BACK and marked_on != today else None
