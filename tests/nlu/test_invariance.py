"""CheckList, invariance: slips, case, marks, names and politeness lead to no other answer."""

from collections.abc import Mapping

import pytest

from pipeline.evaluation.answers import Answer
from pipeline.evaluation.checklist import Case, Kind, Verdict
from pipeline.evaluation.perturbations import PERTURBATIONS
from tests.nlu.cases import assert_share, cases_of
from tests.nlu.outcome import read

SAME_ANSWER = 0.97  # of all pairs; being asked back is no other answer
SAME_ANSWER_EACH = 0.9  # of the pairs of one perturbation
STILL_ANSWERED = 0.97  # of all pairs: whoever slips is not asked back for it
FEWEST = 80  # pairs from which a share of one perturbation says something
PAIRS = cases_of(Kind.INVARIANCE)
NEEDS_HELP = cases_of(
    Kind.INVARIANCE, where=lambda case: set(case.labels) & {"emergency", "crisis"} and case.text != case.seed
)


def test_every_perturbation_is_used() -> None:
    assert {case.name for case in PAIRS} == set(PERTURBATIONS)


def test_a_change_without_meaning_leads_to_no_other_answer(by_kind: Mapping[Kind, list[Verdict]]) -> None:
    assert_share(by_kind[Kind.INVARIANCE], lambda verdict: not verdict.has_passed, SAME_ANSWER)


def test_a_change_without_meaning_is_seldom_asked_back(by_kind: Mapping[Kind, list[Verdict]]) -> None:
    assert_share(by_kind[Kind.INVARIANCE], lambda verdict: verdict.is_asked_back, STILL_ANSWERED)


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_no_perturbation_is_worse_than_the_others(name: str, by_kind: Mapping[Kind, list[Verdict]]) -> None:
    of_this = [verdict for verdict in by_kind[Kind.INVARIANCE] if verdict.case.name == name]
    allowed = SAME_ANSWER_EACH if len(of_this) >= FEWEST else 0.7

    assert_share(of_this, lambda verdict: not verdict.has_passed, allowed)


@pytest.mark.parametrize("case", NEEDS_HELP, ids=lambda case: f"{case.name}: {case.seed}")
def test_whoever_needs_help_gets_it_however_it_is_typed(case: Case, answers: Mapping[str, Answer]) -> None:
    level = "L4" if case.labels == ("crisis",) else "L1"

    assert read(case.text).reaches(level) or answers[case.text].decided in case.labels
