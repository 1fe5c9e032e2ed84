"""From red flags and known facts to a level, one response and its consequences."""

from dataclasses import replace

import pytest

from clinic.logic.red_flags import Alert, KnownFacts, Level, RedFlag, judge


def make_flag(flag: str = "RF-01", level: Level = Level.L1, response: str = "utter_x") -> RedFlag:
    return RedFlag(id=flag, level=level, words="words", rule="rule", response=response)


def test_nothing_found_changes_nothing() -> None:
    verdict = judge([])

    assert (verdict.level, verdict.response, verdict.blocks_booking, verdict.alerts) == (
        Level.NONE,
        None,
        False,
        (),
    )


def test_levels_rise_to_crisis() -> None:
    assert sorted(Level, key=lambda level: level.rank) == [Level.NONE, Level.L3, Level.L2, Level.L1, Level.L4]


def test_the_gravest_flag_speaks() -> None:
    verdict = judge(
        [make_flag("RF-09", Level.L3, "utter_lumps"), make_flag("RF-04", Level.L1, "utter_heart")]
    )

    assert (verdict.level, verdict.response) == (Level.L1, "utter_heart")


@pytest.mark.parametrize("level", [Level.L1, Level.L2, Level.L3, Level.L4])
def test_every_flag_blocks_booking(level: Level) -> None:
    assert judge([make_flag(level=level)]).blocks_booking


@pytest.mark.parametrize(
    ("level", "stops", "alerts"),
    [
        (Level.L1, True, (Alert.ON_CALL,)),
        (Level.L4, True, (Alert.ON_CALL,)),
        (Level.L2, False, (Alert.ON_CALL,)),
        (Level.L3, False, (Alert.CLINICIAN,)),
    ],
)
def test_emergency_and_crisis_stop_everything_else(
    level: Level, stops: bool, alerts: tuple[Alert, ...]
) -> None:
    verdict = judge([make_flag(level=level)])

    assert (verdict.stops_everything, verdict.alerts) == (stops, alerts)


def test_infection_with_weak_defences_is_an_emergency() -> None:
    infection = make_flag("RF-07", Level.L2, "utter_infection")

    assert judge([infection]).level is Level.L2
    assert judge([infection], KnownFacts(findings=frozenset({"diabetes"}))).level is Level.L1


def test_danger_to_life_in_a_crisis_puts_the_emergency_number_first() -> None:
    crisis, danger = make_flag("RF-17", Level.L4, "utter_crisis_self_harm"), make_flag("RF-16", Level.L1)

    assert judge([crisis]).response == "utter_crisis_self_harm"
    assert judge([crisis, danger]).response == "utter_crisis_self_harm_danger"
    assert judge([replace(crisis, id="RF-18"), danger]).response == "utter_crisis_violence_danger"


@pytest.mark.parametrize("flag", ["RF-17", "RF-18"])
def test_a_child_in_crisis_reaches_safeguarding(flag: str) -> None:
    verdict = judge([make_flag(flag, Level.L4)], KnownFacts(is_minor=True))

    assert verdict.response == "utter_crisis_child"
    assert Alert.SAFEGUARDING in verdict.alerts


def test_after_a_sign_of_violence_nobody_is_contacted() -> None:
    assert judge([make_flag()]).contact_allowed
    assert not judge([make_flag("RF-18", Level.L4)]).contact_allowed


@pytest.mark.parametrize(
    ("days", "level"),
    [(None, Level.NONE), (-1, Level.NONE), (0, Level.L3), (365, Level.L3), (366, Level.NONE)],
)
def test_a_vague_sign_counts_within_a_year_of_a_session(days: int | None, level: Level) -> None:
    vague = replace(make_flag("RF-09", Level.L3), after_session_only=True)

    assert judge([vague], KnownFacts(days_since_last_session=days)).level is level


@pytest.mark.parametrize(
    ("flag", "opens"), [("RF-07", True), ("RF-09", True), ("RF-10", True), ("RF-04", False)]
)
def test_possible_harm_of_treatment_opens_an_incident(flag: str, opens: bool) -> None:
    assert judge([make_flag(flag)]).opens_incident is opens
