"""The bars on the project's own examples. Failures of the held-back part are counted, never shown."""

import re
from collections.abc import Callable

import pytest

from tests.language.examples import (
    Count,
    Part,
    false_alarms,
    false_findings,
    lost_findings,
    missed_emergencies,
    rows,
)

# Recall on the held-back part was last measured at 0.988, 0.972, 0.981 and 0.984. An encoder that is tuned on
# another processor, which rounds otherwise, is like one of another seed: it may cost three messages.
HELD_BACK_FLOORS = {"L1": 0.975, "L2": 0.94, "L3": 0.95, "L4": 0.96}
# Words without a sign in themselves ("the year is up on Sunday") are learned, and three of 2,900 are not.
MISSED_AT_MOST = {"L1": 0.001, "L4": 0.003, "L2": 0.02, "L3": 0.02}


@pytest.mark.parametrize("level", sorted(MISSED_AT_MOST))
def test_emergencies_of_the_development_part_are_seen(level: str) -> None:
    missed = missed_emergencies("development", level)

    assert missed.share_failed <= MISSED_AT_MOST[level], f"missed {level}: {missed.listed()}"


def test_harmless_messages_of_the_development_part_raise_no_alarm() -> None:
    alarms = false_alarms("development")

    assert alarms.share_failed <= 0.02, f"false alarms: {alarms.listed()}"


def test_health_points_of_the_development_part_are_found() -> None:
    lost = lost_findings("development")

    assert lost.share_failed <= 0.01, f"lost findings: {lost.listed()}"


def test_texts_without_health_points_are_not_flagged() -> None:
    flagged = false_findings("development")

    assert flagged.share_failed <= 0.03, f"false findings: {flagged.listed()}"


@pytest.mark.parametrize("level", sorted(HELD_BACK_FLOORS))
def test_the_held_back_emergencies_do_not_fall_behind(level: str) -> None:
    missed = missed_emergencies("held_back", level)

    assert 1 - missed.share_failed >= HELD_BACK_FLOORS[level], f"missed {level}: {missed}"


def test_the_held_back_harmless_messages_do_not_fall_behind() -> None:
    alarms = false_alarms("held_back")

    assert alarms.share_failed <= 0.05, f"false alarms: {alarms}"


@pytest.mark.parametrize(("count", "at_most"), [(lost_findings, 0.01), (false_findings, 0.03)])
def test_the_held_back_disclosures_do_not_fall_behind(count: Callable[[Part], Count], at_most: float) -> None:
    found = count("held_back")

    assert found.share_failed <= at_most, f"{count.__name__}: {found}"


def test_no_example_is_in_both_parts() -> None:
    def texts(part: Part) -> set[str]:
        names = ("emergencies", "benign", "disclosures")
        return {
            re.sub(r"\W+", " ", row["text"].lower()).strip() for name in names for row in rows(part, name)
        }

    assert not texts("development") & texts("held_back"), "remove them from the held-back part"


def test_capitals_change_nothing() -> None:
    missed = missed_emergencies("development", "L1", str.upper)

    assert missed.share_failed <= MISSED_AT_MOST["L1"], f"missed in capitals: {missed.listed()}"


def test_missing_apostrophes_cost_next_to_nothing() -> None:
    missed = missed_emergencies("development", "L1", lambda text: re.sub("['’]", "", text))

    assert missed.share_failed <= 0.01, f"missed without apostrophes: {missed.listed()}"
