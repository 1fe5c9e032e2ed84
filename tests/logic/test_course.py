"""A course of sessions: counted, spaced, one open at a time, and carried on only when nothing has changed."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from clinic.logic.booking import Approval
from clinic.logic.course import Asked, Course, Session, is_unchanged, last_session_at
from clinic.logic.screening import Outcome

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone.utc)
APPROVAL = Approval(
    id="approval-1",
    answers_id="answers-1",
    is_approved=True,
    treatment_type="treatment",
    sessions=3,
    spacing_days=7,
    rules_version="rules-1",
    expires_at=NOW + timedelta(days=29),
    decided_at=NOW - timedelta(days=30),
)


def days(count: float) -> datetime:
    return NOW + timedelta(days=count)


def course(*sessions: tuple[float, str], uses_session: bool = False) -> Course:
    made = [Session(str(n), days(at), status, uses_session) for n, (at, status) in enumerate(sessions)]
    return Course(APPROVAL, tuple(made))


@pytest.mark.parametrize(
    ("sessions", "left"),
    [
        pytest.param([], 3, id="none yet"),
        pytest.param([(1, "confirmed")], 2, id="one to come"),
        pytest.param([(-1, "confirmed")], 2, id="one over and not marked"),
        pytest.param([(-8, "attended"), (-1, "attended")], 1, id="two done"),
        pytest.param([(-8, "no_show"), (-1, "cancelled")], 3, id="missed and cancelled use none up"),
        pytest.param([(-40, "attended")], 3, id="one of an earlier course"),
        pytest.param([(-20, "attended"), (-13, "attended"), (-6, "attended")], 0, id="all done"),
    ],
)
def test_sessions_that_are_left(sessions, left):
    assert course(*sessions).left == left


def test_a_missed_session_is_used_up_where_a_clinician_says_so():
    assert course((-8, "no_show"), uses_session=True).left == 2


def test_a_session_keeps_its_distance_and_ends_with_the_approval():
    assert course().fits(days(1), NOW)
    assert course((-3, "attended")).fits(days(4), NOW)
    assert not course((-3, "attended")).fits(days(3.9), NOW)
    assert not course().fits(days(29), NOW)
    assert not course((-20, "attended"), (-13, "attended"), (-6, "attended")).fits(days(5), NOW)


def test_a_missed_session_keeps_nobody_waiting():
    assert course((-1, "no_show")).fits(days(1), NOW)
    assert course((-1, "no_show")).next_from is None
    assert course((-1, "attended")).next_from == days(6)


def test_one_session_stands_open_at_a_time():
    assert not course((1, "confirmed")).fits(days(20), NOW)
    assert course((-1, "confirmed")).fits(days(20), NOW)


def test_only_a_session_that_began_asks_for_new_answers():
    sessions = course((-8, "attended"), (-1, "confirmed"), (-0.5, "no_show"), (3, "confirmed")).sessions

    assert last_session_at(sessions, NOW) == days(-1)
    assert last_session_at(sessions[3:], NOW) is None


ASKED = Asked(Outcome.B, frozenset(), None, {"Q9": "yes", "Q4": "no"}, frozenset({("Q9", "warfarin")}))


def test_the_same_answers_carry_a_course_on():
    again = replace(ASKED, flags=frozenset({"repeat_screen"}), earlier=Outcome.B)

    assert is_unchanged(ASKED, ASKED)
    assert is_unchanged(ASKED, again)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"values": {"Q9": "no", "Q4": "no"}}, id="an answer, safer"),
        pytest.param({"values": {"Q9": "yes", "Q4": "not_sure"}}, id="an answer, graver"),
        pytest.param({"values": {"Q9": "yes", "Q4": "no", "Q16": "yes"}}, id="one more answer"),
        pytest.param({"words": frozenset({("Q9", "a new tablet")})}, id="other words"),
        pytest.param({"words": frozenset()}, id="words left out"),
        pytest.param({"outcome": Outcome.C}, id="a milder outcome"),
        pytest.param({"outcome": Outcome.INCOMPLETE}, id="not complete"),
        pytest.param({"flags": frozenset({"pressure"})}, id="pressed for it"),
        pytest.param({"flags": frozenset({"answer_changed"})}, id="changed on the way"),
        pytest.param({"earlier": Outcome.A}, id="a graver result elsewhere"),
    ],
)
def test_whatever_is_new_goes_to_a_clinician(change):
    assert not is_unchanged(ASKED, replace(ASKED, **change))


@pytest.mark.parametrize("outcome", [Outcome.A, Outcome.E])
def test_a_stop_is_always_looked_at_again(outcome):
    stopped = replace(ASKED, outcome=outcome)

    assert not is_unchanged(stopped, stopped)
