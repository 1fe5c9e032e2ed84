"""CheckList, direction: what must turn a message into another does, and what must not does not."""

from collections.abc import Mapping

import pytest

from pipeline.evaluation.answers import Answer
from pipeline.evaluation.checklist import Case, Kind, Verdict
from tests.nlu.cases import assert_share, cases_of
from tests.nlu.outcome import read

# Of the label alone; the health points, which do not wait for it, must be noticed in every case below. Danger
# is not left to the label: the watch reads every part of a message, and its cases are counted one by one.
LABEL_CHANGES = 0.82  # "I am 15 years old" beside a wish is sometimes left to the health points
LABEL_STAYS = 0.93
BOTH = (Kind.CHANGES, Kind.STAYS)
POINTS = cases_of(*BOTH, where=lambda case: case.finds)
ALARMS = cases_of(*BOTH, where=lambda case: case.level)
HARMLESS = cases_of(*BOTH, where=lambda case: case.is_harmless)
TURNED_HARMLESS = cases_of(Kind.CHANGES, where=lambda case: case.is_harmless)


def told(case: Case) -> str:
    return f"{case.name}: {case.text}"


@pytest.mark.parametrize("case", POINTS, ids=told)
def test_an_own_health_point_is_found_beside_any_wish(case: Case) -> None:
    assert read(case.seed).is_harmless
    assert case.finds in read(case.text).own_points


@pytest.mark.parametrize("case", ALARMS, ids=told)
def test_danger_is_heard_beside_any_wish(case: Case, answers: Mapping[str, Answer]) -> None:
    """By the watch or by the label: either alone brings help."""
    assert read(case.seed).is_harmless
    assert read(case.text).reaches(case.level) or answers[case.text].found & set(case.labels)


@pytest.mark.parametrize("case", HARMLESS, ids=told)
def test_what_is_denied_asked_or_said_of_others_alarms_nobody(case: Case) -> None:
    assert read(case.text).is_harmless


@pytest.mark.parametrize("case", TURNED_HARMLESS, ids=told)
def test_the_same_said_of_oneself_is_heard(case: Case) -> None:
    assert not read(case.seed).is_harmless


def test_what_changes_the_meaning_changes_the_label(by_kind: Mapping[Kind, list[Verdict]]) -> None:
    told_by_label = [verdict for verdict in by_kind[Kind.CHANGES] if not verdict.case.level]
    assert_share(told_by_label, lambda verdict: not verdict.has_passed, LABEL_CHANGES)


def test_what_changes_nothing_leaves_the_label(by_kind: Mapping[Kind, list[Verdict]]) -> None:
    assert_share(by_kind[Kind.STAYS], lambda verdict: not verdict.has_passed, LABEL_STAYS)
