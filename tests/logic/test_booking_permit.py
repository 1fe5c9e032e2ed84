"""The gate is closed unless everything that opens it stands: tried over every combination of facts."""

from datetime import datetime, timedelta, timezone
from itertools import product

import pytest

from clinic.logic.approval import RulesInForce
from clinic.logic.booking import (
    Answers,
    Approval,
    BookingMove,
    MarkProblem,
    Permit,
    Standing,
    is_late_to_change,
    mark_problem,
    permit,
)
from clinic.logic.screening import Outcome, Refusal

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone.utc)
RULES = RulesInForce("rules-1", valid_days=30)
REFUSALS = {
    Outcome.C: None,
    Outcome.B: Refusal.NEEDS_CLINICIAN,
    Outcome.A: Refusal.STOPPED,
    Outcome.E: Refusal.EMERGENCY,
    Outcome.INCOMPLETE: Refusal.INCOMPLETE,
}


def answers(outcome: Outcome = Outcome.C, days_ago: float = 1, version: str = "rules-1", **more) -> Answers:
    return Answers(
        "answers-1", outcome, more.get("is_complete", True), NOW - timedelta(days=days_ago), version
    )


def approval(**changes) -> Approval:
    values = {
        "id": "approval-1",
        "answers_id": "answers-1",
        "is_approved": True,
        "treatment_type": "consultation",
        "sessions": 1,
        "spacing_days": 0,
        "rules_version": "rules-1",
        "expires_at": NOW + timedelta(days=10),
    }
    return Approval(**(values | changes))


def standing(outcome: Outcome | None = Outcome.C, **changes) -> Standing:
    values = {
        "is_blocked": False,
        "answers": None if outcome is None else answers(outcome),
        "refusal": Refusal.NOT_ANSWERED if outcome is None else REFUSALS[outcome],
        "approval": None,
        "last_finding_at": None,
    }
    return Standing(**(values | changes))


def ask(stands: Standing, kind: str = "consultation") -> Permit:
    return permit(stands, kind, RULES, NOW)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        pytest.param(Outcome.C, Permit.GRANTED, id="R-11"),
        pytest.param(Outcome.B, Permit.UNDER_REVIEW, id="R-15"),
        pytest.param(Outcome.A, Permit.NOT_OFFERED, id="R-14"),
        pytest.param(Outcome.E, Permit.BLOCKED, id="R-01"),
        pytest.param(Outcome.INCOMPLETE, Permit.QUESTIONS_FIRST, id="R-05"),
        pytest.param(None, Permit.QUESTIONS_FIRST, id="nothing answered"),
    ],
)
def test_only_class_c_books_a_consultation_by_itself(outcome, expected):
    assert ask(standing(outcome)) is expected


@pytest.mark.parametrize("outcome", [*Outcome, None])
def test_no_answers_alone_ever_open_a_treatment(outcome):
    assert ask(standing(outcome), "treatment") is not Permit.GRANTED


def test_answers_of_other_rules_or_too_old_are_asked_again():
    assert ask(standing(answers=answers(version="rules-0"))) is Permit.QUESTIONS_FIRST
    assert ask(standing(answers=answers(days_ago=30.01))) is Permit.QUESTIONS_FIRST
    assert ask(standing(answers=answers(days_ago=-1))) is Permit.QUESTIONS_FIRST
    assert ask(standing(answers=answers(days_ago=30))) is Permit.GRANTED


def test_a_block_outweighs_everything():
    approved = standing(Outcome.B, approval=approval(), is_blocked=True)

    assert ask(approved) is Permit.BLOCKED
    assert ask(standing(is_blocked=True)) is Permit.BLOCKED


def test_questions_that_cannot_be_read_book_nothing():
    assert ask(standing(refusal=Refusal.UNAVAILABLE, approval=approval())) is Permit.UNAVAILABLE


def test_something_said_after_the_answers_is_asked_about_first():
    later = NOW - timedelta(hours=1)

    assert ask(standing(last_finding_at=later)) is Permit.NEW_FINDING
    assert ask(standing(Outcome.B, approval=approval(), last_finding_at=later)) is Permit.NEW_FINDING
    assert ask(standing(last_finding_at=NOW - timedelta(days=2))) is Permit.GRANTED


@pytest.mark.parametrize("outcome", [Outcome.A, Outcome.B, Outcome.INCOMPLETE])
def test_a_living_approval_opens_a_consultation(outcome):
    assert ask(standing(outcome, approval=approval())) is Permit.GRANTED


def test_a_declined_case_stays_closed():
    assert ask(standing(Outcome.B, approval=approval(is_approved=False))) is Permit.DECLINED
    assert ask(standing(Outcome.C, approval=approval(is_approved=False))) is Permit.DECLINED


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"is_revoked": True}, id="revoked"),
        pytest.param({"expires_at": NOW}, id="run out"),
        pytest.param({"expires_at": None}, id="without an end"),
        pytest.param({"rules_version": "rules-0"}, id="under other rules"),
    ],
)
def test_an_approval_that_does_not_live_opens_nothing(changes):
    for kind in ("consultation", "treatment"):
        dead = approval(treatment_type="treatment", **changes)
        assert ask(standing(Outcome.B, approval=dead), kind) is Permit.APPROVAL_EXPIRED


def test_an_approval_of_other_answers_counts_for_nothing():
    swapped = approval(answers_id="answers-of-somebody-else", treatment_type="treatment")

    assert ask(standing(Outcome.B, approval=swapped)) is Permit.UNDER_REVIEW
    assert ask(standing(Outcome.C, approval=swapped), "treatment") is Permit.TREATMENT_NEEDS_APPROVAL


def test_a_treatment_takes_an_approval_for_a_treatment():
    talk_only, treatment = approval(), approval(treatment_type="treatment", sessions=3, spacing_days=14)

    assert ask(standing(Outcome.B, approval=talk_only), "treatment") is Permit.TREATMENT_NEEDS_APPROVAL
    assert ask(standing(Outcome.B, approval=treatment), "treatment") is Permit.GRANTED
    assert ask(standing(Outcome.B, approval=treatment), "consultation") is Permit.GRANTED
    assert ask(standing(Outcome.B, approval=treatment), "surgery") is Permit.TREATMENT_NEEDS_APPROVAL


def test_of_all_combinations_only_the_allowed_ones_are_granted():
    """Every known value of every fact, 40,000 and more cases: nothing but the two ways in is granted."""
    approvals = [None, approval(), approval(treatment_type="treatment"), approval(is_approved=False)]
    approvals += [approval(is_revoked=True), approval(expires_at=NOW), approval(rules_version="rules-0")]
    approvals += [approval(answers_id="others")]
    kept = [None] + [
        answers(outcome, days, version, is_complete=complete)
        for outcome, days, version, complete in product(
            Outcome, (1, 29.9, 31, -1), ("rules-1", "rules-0"), (True, False)
        )
    ]
    refusals, findings = [None, *Refusal], [None, NOW - timedelta(days=60), NOW - timedelta(minutes=1)]
    cases = product((False, True), kept, refusals, approvals, findings, ("consultation", "treatment"))
    count = 0
    for blocked, given, refusal, decided, finding, kind in cases:
        count += 1
        if permit(Standing(blocked, given, refusal, decided, finding), kind, RULES, NOW) is Permit.GRANTED:
            assert not blocked
            assert given is not None
            assert given.rules_version == "rules-1"
            assert timedelta(0) <= NOW - given.answered_at <= timedelta(days=30)
            assert finding is None or finding <= given.answered_at
            assert given.outcome is not Outcome.E
            assert refusal not in (
                Refusal.BLOCKED,
                Refusal.EMERGENCY,
                Refusal.UNAVAILABLE,
                Refusal.NOT_ANSWERED,
            )
            is_living = decided is not None and decided.is_live(given, RULES, NOW)
            by_class = given.outcome is Outcome.C and given.is_complete and refusal is None
            assert is_living or (by_class and kind == "consultation")
            assert kind == "consultation" or (decided is not None and decided.treatment_type == "treatment")
    assert count > 40_000


def test_the_questions_are_asked_again_after_each_session():
    course = approval(treatment_type="treatment", sessions=3, spacing_days=7)

    def after(hours: float) -> Permit:
        return ask(
            standing(approval=course, last_session_at=NOW - timedelta(days=1) + timedelta(hours=hours)),
            "treatment",
        )

    assert after(-1) is Permit.GRANTED
    assert after(0) is Permit.QUESTIONS_FIRST
    assert after(1) is Permit.QUESTIONS_FIRST
    assert ask(standing(approval=course, last_session_at=NOW)) is Permit.GRANTED  # a talk


@pytest.mark.parametrize(
    ("status", "move", "begun", "marked_on", "expected"),
    [
        ("confirmed", BookingMove.ATTEND, True, None, None),
        ("confirmed", BookingMove.MISS, False, None, MarkProblem.NOT_BEGUN),
        ("cancelled", BookingMove.ATTEND, True, None, MarkProblem.OTHERWISE),
        ("attended", BookingMove.MISS, True, NOW.date(), MarkProblem.OTHERWISE),
        ("no_show", BookingMove.TAKE_BACK, True, NOW.date(), None),
        ("attended", BookingMove.TAKE_BACK, True, NOW.date() - timedelta(days=1), MarkProblem.TOO_LATE),
        ("confirmed", BookingMove.TAKE_BACK, True, None, MarkProblem.OTHERWISE),
    ],
)
def test_a_visit_is_marked_after_its_start_and_put_right_the_same_day(
    status, move, begun, marked_on, expected
):
    problem = mark_problem(status, move, has_begun=begun, marked_on=marked_on, today=NOW.date())

    assert problem is expected


def test_changes_take_a_person_from_the_cut_off_on():
    visit = NOW + timedelta(hours=24)

    assert not is_late_to_change(visit, NOW, timedelta(hours=24))
    assert is_late_to_change(visit, NOW + timedelta(seconds=1), timedelta(hours=24))
