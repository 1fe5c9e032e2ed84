"""Who may decide on a case, what no software lifts, and how long a decision lives."""

from datetime import datetime, timedelta, timezone

import pytest

from clinic.logic.approval import (
    CASE_MOVES,
    UNDECIDED,
    CaseMove,
    CaseStatus,
    DecisionRefusal,
    Grant,
    Review,
    RulesInForce,
    approval_end,
    approval_refusal,
    decision_refusal,
)
from clinic.logic.screening import Outcome

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone.utc)
RULES = RulesInForce("rules-1", valid_days=30)


def review(**changes) -> Review:
    values = {
        "status": CaseStatus.OPEN,
        "outcome": Outcome.B,
        "is_final": False,
        "is_blocked": False,
        "answered_at": NOW - timedelta(days=1),
        "rules_version": "rules-1",
    }
    return Review(**(values | changes))


def grant(**changes) -> Grant:
    values = {
        "treatment_type": "treatment",
        "sessions": 4,
        "spacing_days": 14,
        "expires_at": NOW + timedelta(days=9),
    }
    return Grant(**(values | changes))


def ask(stands: Review, wish: Grant | None = None, *, clinician: bool = True, reason: str = "seen"):
    return approval_refusal(
        stands, wish or grant(), is_clinician=clinician, reason=reason, rules=RULES, now=NOW
    )


@pytest.mark.parametrize("outcome", [Outcome.A, Outcome.B, Outcome.C, Outcome.INCOMPLETE])
def test_a_clinician_with_a_reason_may_approve(outcome):
    assert ask(review(outcome=outcome)) is None


@pytest.mark.parametrize(
    ("stands", "refusal"),
    [
        pytest.param(review(is_final=True), DecisionRefusal.FINAL, id="R-19"),
        pytest.param(review(is_blocked=True), DecisionRefusal.BLOCKED, id="red flag stands"),
        pytest.param(review(outcome=Outcome.E), DecisionRefusal.BLOCKED, id="class E"),
        pytest.param(
            review(answered_at=NOW - timedelta(days=31)), DecisionRefusal.ANSWERS_EXPIRED, id="R-10"
        ),
        pytest.param(review(rules_version="rules-0"), DecisionRefusal.ANSWERS_EXPIRED, id="other rules"),
        pytest.param(review(status=CaseStatus.APPROVED), DecisionRefusal.DECIDED_ALREADY, id="approved"),
        pytest.param(review(status=CaseStatus.DECLINED), DecisionRefusal.DECIDED_ALREADY, id="declined"),
        pytest.param(review(status=CaseStatus.EXPIRED), DecisionRefusal.DECIDED_ALREADY, id="expired"),
    ],
)
def test_what_stands_in_the_way_is_named(stands, refusal):
    assert ask(stands) is refusal


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (grant(treatment_type="surgery"), DecisionRefusal.BAD_COURSE),
        (grant(sessions=0), DecisionRefusal.BAD_COURSE),
        (grant(sessions=13), DecisionRefusal.BAD_COURSE),
        (grant(spacing_days=-1), DecisionRefusal.BAD_COURSE),
        (grant(sessions=2, spacing_days=0), DecisionRefusal.BAD_COURSE),
        (grant(expires_at=NOW), DecisionRefusal.BAD_EXPIRY),
    ],
)
def test_a_course_that_makes_no_sense_is_not_approved(wish, refusal):
    assert ask(review(), wish) is refusal


def test_nobody_else_decides_and_nobody_without_words():
    assert ask(review(), clinician=False) is DecisionRefusal.NOT_A_CLINICIAN
    assert ask(review(), reason="  ") is DecisionRefusal.NO_REASON
    for move in (CaseMove.DECLINE, CaseMove.ASK_BACK):
        assert decision_refusal(CaseStatus.OPEN, move, is_clinician=False, reason="x") is not None
        assert decision_refusal(CaseStatus.OPEN, move, is_clinician=True, reason="") is not None
        assert decision_refusal(CaseStatus.OPEN, move, is_clinician=True, reason="x") is None


def test_an_approval_never_outlives_the_answers():
    long = grant(expires_at=NOW + timedelta(days=365))
    short = grant(expires_at=NOW + timedelta(days=2))

    assert approval_end(long, review(), RULES) == NOW + timedelta(days=29)
    assert approval_end(short, review(), RULES) == NOW + timedelta(days=2)


def test_every_case_can_end_and_an_undecided_one_can_be_decided():
    for status in UNDECIDED:
        assert (status, CaseMove.APPROVE) in CASE_MOVES
        assert (status, CaseMove.DECLINE) in CASE_MOVES
    for status in set(CaseStatus) - {CaseStatus.EXPIRED}:
        assert CASE_MOVES[status, CaseMove.EXPIRE] is CaseStatus.EXPIRED
