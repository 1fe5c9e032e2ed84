"""What a stored decision permits later: how long it holds, what it lets somebody book, who may lower it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clinic.logic.screening.decision import Decision
from clinic.logic.screening.questions import Ending, Outcome

CONSULTATION = "consultation"


class Refusal(StrEnum):
    """Why nothing may be booked on these answers."""

    UNAVAILABLE = "unavailable"  # the questions or the record cannot be read
    BLOCKED = "blocked"  # the conversation is blocked: emergency, minor, reaction
    NOT_ANSWERED = "not_answered"
    INCOMPLETE = "incomplete"
    EXPIRED = "expired"
    EMERGENCY = "emergency"
    STOPPED = "stopped"
    NEEDS_CLINICIAN = "needs_clinician"
    NEEDS_APPROVAL = "needs_approval"


class LoweringRefusal(StrEnum):
    """Why a class stays as it is."""

    NOT_A_CLINICIAN = "not_a_clinician"
    NO_REASON = "no_reason"
    OTHER_RULES = "other_rules"
    FINAL = "final"


@dataclass(frozen=True)
class Lowering:
    """A named clinician's wish to lower a class (R-19)."""

    by_name: str
    is_clinician: bool
    reason: str
    rules_version: str


def has_expired(
    answered_at: datetime, now: datetime, valid_days: int, rules_version: str, current_version: str
) -> bool:
    """R-10: too old, from other rules, or from the future."""
    is_too_old = now - answered_at > timedelta(days=valid_days)
    return is_too_old or answered_at > now or rules_version != current_version


def booking_refusal(decision: Decision, appointment_type: str, *, is_expired: bool) -> Refusal | None:
    """None only for a consultation on a complete, living class C (R-05, R-10, R-11, R-13).

    Answers alone never open a treatment: that takes an approval (R-12), which is not looked at here.
    """
    by_outcome = {
        Outcome.E: Refusal.EMERGENCY,
        Outcome.A: Refusal.STOPPED,
        Outcome.B: Refusal.NEEDS_CLINICIAN,
        Outcome.INCOMPLETE: Refusal.INCOMPLETE,
    }
    if decision.outcome in by_outcome:
        return by_outcome[decision.outcome]
    if is_expired:
        return Refusal.EXPIRED
    if decision.ending is not Ending.DONE:
        return Refusal.INCOMPLETE
    return None if appointment_type == CONSULTATION else Refusal.NEEDS_APPROVAL


def lowering_refusal(decision: Decision, lowering: Lowering, current_version: str) -> LoweringRefusal | None:
    """R-19: only a named clinician, with a reason, under the rules in force; never a final answer."""
    if not lowering.is_clinician or not lowering.by_name.strip():
        return LoweringRefusal.NOT_A_CLINICIAN
    if not lowering.reason.strip():
        return LoweringRefusal.NO_REASON
    if lowering.rules_version != current_version:
        return LoweringRefusal.OTHER_RULES
    return LoweringRefusal.FINAL if decision.is_final else None
