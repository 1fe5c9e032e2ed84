"""The figures: counted by hand on a few rows, and bounded on any."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.answers import Answer, Judged, Pipeline
from pipeline.evaluation.confidence import area_under, calibration, calibration_error, risk_curve
from pipeline.evaluation.confusion_grid import MOST_PAIRS, confusion_grid
from pipeline.evaluation.figures import by_file, by_voice, main_figures
from pipeline.evaluation.labels import Confusion, confusions, label_lines, macro_f1
from pipeline.evaluation.rows import Row
from pipeline.evaluation.shares import Share, share
from pipeline.evaluation.two_questions import two_questions
from pipeline.parse_data import FALLBACK

LABELS = ("faq/pain", "faq/cost", "greet", "out_of_scope")


def judged(
    label: str, best: str, confidence: float = 0.9, held: bool = False, second: str = "", **row: Any
) -> Judged:
    answer = Answer(best, second, confidence, FALLBACK if held else best)
    return Judged(Row("words", label, **row), answer)


FEW = [
    judged("faq/pain", "faq/pain", 0.95),
    judged("faq/pain", "faq/cost", 0.85, alt=("faq/cost",)),
    judged("faq/pain", "greet", 0.8),
    judged("faq/cost", "faq/pain", 0.4, held=True, second="faq/cost"),
    judged("faq/cost", "out_of_scope", 0.7),
    judged("out_of_scope", "out_of_scope", 0.9),
    judged("out_of_scope", "greet", 0.3, held=True),
    judged("out_of_scope", "greet", 0.9),
]


def test_the_main_figures_are_what_one_counts_by_hand() -> None:
    found = main_figures(FEW)

    assert found.accuracy == Share(3, 8)
    assert found.answered == Share(6, 8)
    assert found.right_of_answered == Share(3, 6)
    assert found.answered_wrongly == Share(3, 8)
    assert found.right_offered == Share(1, 2)
    assert found.scope_refused == Share(2, 3)  # named, and asked back
    assert found.scope_named == Share(1, 3)
    assert found.kept == Share(4, 5)  # one was refused; the one asked back is kept
    assert found.kept_answered == Share(3, 5)


def test_without_rows_no_figure_has_a_value() -> None:
    found = main_figures([])

    assert (found.accuracy.value, found.macro_f1, found.kept.interval) == (None, None, None)
    assert (risk_curve([]), area_under([]), calibration([]), calibration_error([])) == ([], None, [], None)


def test_a_neighbour_that_would_do_counts_for_the_label_of_its_row() -> None:
    pain = next(line for line in label_lines(FEW) if line.label == "faq/pain")

    assert (pain.rows, pain.recall, pain.precision) == (3, 2 / 3, 2 / 3)
    assert pain.taken_for == (("greet", 1),)


def test_a_label_that_was_never_given_has_no_precision() -> None:
    cost = next(line for line in label_lines(FEW) if line.label == "faq/cost")

    assert (cost.precision, cost.recall, cost.f1) == (None, 0.0, 0.0)


def test_macro_f1_counts_only_labels_that_the_rows_have() -> None:
    rows = [judged("faq/pain", "faq/pain"), judged("faq/pain", "greet")]

    assert macro_f1(rows) == pytest.approx(2 / 3)


def test_the_most_frequent_mistake_comes_first() -> None:
    assert confusions(FEW)[0] == Confusion("out_of_scope", "greet", 2)
    assert sum(pair.count for pair in confusions(FEW)) == 5


def test_the_grid_holds_the_frequent_pairs_and_counts_the_rest() -> None:
    pairs = [Confusion(f"a{number:03}", "b", 2) for number in range(MOST_PAIRS)] + [Confusion("c", "b", 1)]

    grid = confusion_grid(pairs)

    assert grid is not None
    assert (len(grid.labels), grid.taken_for, grid.left_out) == (MOST_PAIRS, ("b",), 1)
    assert confusion_grid([]) is None


def test_rows_are_sliced_by_voice_and_file_when_they_have_one() -> None:
    rows = [
        judged("greet", "greet", voice="terse", place="a.jsonl:1"),
        judged("greet", "faq/pain", voice="terse", place="b:c.jsonl:1"),
        judged("greet", "greet", held=True),
    ]

    (terse,) = by_voice(rows)

    assert (terse.name, terse.accuracy, terse.answered, terse.answered_wrongly) == (
        "terse",
        Share(1, 2),
        Share(2, 2),
        Share(1, 2),
    )
    assert [part.name for part in by_file(rows)] == ["a.jsonl", "b:c.jsonl"]


def test_wilson_is_what_the_books_say() -> None:
    assert Share(8, 10).interval == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert Share(0, 10).interval == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert share([]).plain == {"hits": 0, "of": 0, "share": None, "low": None, "high": None}


def test_the_risk_curve_takes_rows_of_equal_confidence_in_one_step() -> None:
    rows = [judged("greet", "greet", 0.9), judged("greet", "faq/pain", 0.5), judged("greet", "greet", 0.5)]

    assert [(point.answered, point.wrong) for point in risk_curve(rows)] == [
        (pytest.approx(1 / 3), 0.0),
        (1.0, pytest.approx(1 / 3)),
    ]
    assert area_under(risk_curve(rows)) == pytest.approx(2 / 9)


def test_confidence_that_means_what_it_says_has_no_error() -> None:
    rows = [judged("greet", "greet", 0.75)] * 3 + [judged("greet", "faq/pain", 0.75)]

    assert calibration_error(rows) == pytest.approx(0)
    assert [(part.low, part.rows) for part in calibration([*rows, judged("greet", "greet", 1.0)])] == [
        (0.7, 4),
        (0.9, 1),
    ]


def test_two_questions_are_found_both_one_or_none() -> None:
    asked = [Row("words", labels=("faq/pain", "faq/cost"))] * 3
    single = [
        Row("words", "greet"),
        Row("words", "greet", labels=("greet",)),
        Row("words", "greet"),
        Row("words", "greet", ("thanks",)),
    ]
    answers = [
        Answer("faq/pain", "", 0.9, "faq/pain", ("faq/cost",)),
        Answer("faq/cost", "", 0.9, "faq/cost", ("greet",)),
        Answer("faq/pain", "", 0.2, FALLBACK),
        Answer("greet", "", 0.9, "greet"),
        Answer("greet", "", 0.9, "greet", ("faq/cost",)),
        Answer("greet", "", 0.9, "faq/cost", ("greet",)),
        Answer("greet", "", 0.9, "thanks", ("greet",)),
    ]

    found = two_questions(Pipeline("ours", "", tuple(asked + single), tuple(answers)))

    assert (found.both_found, found.one_found, found.none_found) == (Share(1, 3), Share(1, 3), Share(1, 3))
    assert found.something_else == Share(1, 3)
    assert (found.split_wrongly, found.split_though_alike) == (Share(2, 4), Share(1, 1))


ANY = st.lists(
    st.builds(
        judged,
        st.sampled_from(LABELS),
        st.sampled_from(LABELS),
        st.floats(0, 1),
        st.booleans(),
        st.sampled_from(LABELS),
    ),
    min_size=1,
    max_size=40,
)


@given(ANY)
def test_whatever_is_answered_the_figures_agree_with_each_other(rows: list[Judged]) -> None:
    found, curve = main_figures(rows), risk_curve(rows)

    assert found.right_of_answered.hits + found.answered_wrongly.hits == found.answered.hits
    assert found.scope_named.hits <= found.scope_refused.hits
    assert found.kept_answered.hits <= found.kept.hits
    assert sum(line.rows for line in label_lines(rows)) == len(rows)
    assert math.isclose(1 - curve[-1].wrong, found.accuracy.hits / len(rows))
    assert curve[-1].answered == 1
    assert [point.answered for point in curve] == sorted({point.answered for point in curve})
    assert sum(part.rows for part in calibration(rows)) == len(rows)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_share_and_stays_between_nothing_and_all(hits: int, of: int) -> None:
    one = Share(min(hits, of), of)
    low, high = one.interval or (1, 0)

    assert 0 <= low <= (one.value or 0) + 1e-9
    assert (one.value or 0) - 1e-9 <= high <= 1
