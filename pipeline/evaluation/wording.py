"""How figures are written and named, the same on the terminal and on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.evaluation.answers import CheckListLine
from pipeline.evaluation.figures import Main
from pipeline.evaluation.report import Measured
from pipeline.evaluation.shares import Share
from pipeline.evaluation.two_questions import TwoQuestions

NOTHING: Final = "–"
MAIN: Final = {
    "accuracy": "Best label is right",
    "answered": "Answered at once (the gates let a label through)",
    "right_of_answered": "Right, of what is answered",
    "answered_wrongly": "Answered and wrong, of all",
    "right_offered": "Asked back: the right label is one of the best two",
    "scope_refused": "Out of scope: gets no other answer",
    "scope_named": "Out of scope: told so outright",
    "kept": "In scope: not refused (“Did you mean …?” counts as kept)",
    "kept_answered": "In scope: answered at once (“Did you mean …?” does not count)",
}
TWO: Final = {
    "both_found": "Two questions: both found",
    "one_found": "Two questions: one found",
    "none_found": "Two questions: neither found",
    "something_else": "Two questions: something else answered too",
    "split_wrongly": "One question: split wrongly",
    "split_though_alike": "One question that looks like two: split wrongly",
}


def percent(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.1%}"


def decimal(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.3f}"


def interval(share: Share) -> str:
    """Return the 95 % interval as a reader wants it: from, to."""
    return NOTHING if share.interval is None else "{:.1%} to {:.1%}".format(*share.interval)


def main_rows(main: Main) -> list[tuple[str, Share]]:
    return [(title, getattr(main, name)) for name, title in MAIN.items()]


def two_rows(two: TwoQuestions) -> list[tuple[str, Share]]:
    return [(title, getattr(two, name)) for name, title in TWO.items()]


def share_rows(one: Measured) -> list[tuple[str, Share]]:
    """Return every named share of a pipeline; those of two questions only where such rows were asked."""
    return main_rows(one.main) + [row for row in two_rows(one.two_questions) if row[1].of]


def number_rows(one: Measured) -> list[tuple[str, str]]:
    """Return the figures that are no shares."""
    return [
        ("Macro F1 (every label counts the same)", decimal(one.main.macro_f1)),
        ("Calibration error (0 is best)", decimal(one.calibration_error)),
        ("Area under the risk curve (0 is best)", decimal(one.area_under_risk)),
    ]


def checklist_rows(pipelines: Sequence[Measured]) -> list[tuple[str, tuple[CheckListLine, ...]]]:
    """Return each CheckList line with its name, one line for each pipeline."""
    columns = zip(*(one.checklist for one in pipelines), strict=True)
    return [(f"{lines[0].kind}: {lines[0].name}", lines) for lines in columns]


def checklist_cells(line: CheckListLine) -> tuple[str, str, str]:
    return percent(line.passed.value), f"{line.passed.hits} of {line.passed.of}", str(line.asked_back)
