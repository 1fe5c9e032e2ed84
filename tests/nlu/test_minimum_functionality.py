"""CheckList, minimum functionality: plain messages of every label get that label."""

from collections import Counter
from collections.abc import Mapping

import pytest

from clinic.criteria.label_titles import load_labels
from pipeline.evaluation.answers import Answer
from pipeline.evaluation.checklist import Case, Kind, Verdict
from tests.nlu.cases import assert_share, cases_of
from tests.nlu.outcome import read

FEWEST = 6
ANSWERED_RIGHTLY = 0.94
NOT_ANSWERED_WRONGLY = 0.97
HELP = ("emergency", "crisis")
PLAIN = cases_of(Kind.MINIMUM)
NEEDS_HELP = cases_of(Kind.MINIMUM, where=lambda case: set(case.labels) & set(HELP))


def test_every_label_has_enough_plain_messages() -> None:
    counts = Counter(label for case in PLAIN for label in case.labels)

    assert set(counts) == load_labels()
    assert min(counts.values()) >= FEWEST
    assert len({case.text.lower() for case in PLAIN}) == len(PLAIN)


def test_plain_messages_are_answered_with_their_label(by_kind: Mapping[Kind, list[Verdict]]) -> None:
    assert_share(by_kind[Kind.MINIMUM], lambda verdict: not verdict.has_passed, ANSWERED_RIGHTLY)


def test_plain_messages_get_no_other_answer(by_kind: Mapping[Kind, list[Verdict]]) -> None:
    assert_share(
        by_kind[Kind.MINIMUM],
        lambda verdict: not verdict.has_passed and not verdict.is_asked_back,
        NOT_ANSWERED_WRONGLY,
    )


def test_no_label_is_lost(by_kind: Mapping[Kind, list[Verdict]]) -> None:
    """A share over all labels would hide one that is never understood."""
    right = Counter(verdict.case.labels[0] for verdict in by_kind[Kind.MINIMUM] if verdict.has_passed)

    assert {label: right[label] for label in load_labels() if right[label] < FEWEST / 2} == {}


@pytest.mark.parametrize("case", NEEDS_HELP, ids=lambda case: case.text)
def test_whoever_needs_help_gets_it(case: Case, answers: Mapping[str, Answer]) -> None:
    """By the watch or by the label: either alone is enough."""
    level = "L4" if case.labels == ("crisis",) else "L1"

    assert read(case.text).reaches(level) or answers[case.text].decided in case.labels
