"""Asks the pipelines: labelled files, or every training line while it is unseen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from pipeline.evaluation.answers import Answer, Pipeline
from pipeline.evaluation.checklist import Case, checked
from pipeline.evaluation.lines import Lines
from pipeline.evaluation.progress import Steps, tell
from pipeline.evaluation.rows import Row


class Contestant(Protocol):
    """A pipeline that can be trained on lines and then be asked."""

    name: str

    def trained_on(self, lines: Lines) -> Path: ...

    def ask(self, model: Path, texts: Sequence[str]) -> list[Answer]: ...

    def about(self, model: Path, lines: Lines) -> str: ...


def train_and_ask(
    contestant: Contestant, lines: Lines, rows: Sequence[Row], cases: Sequence[Case] = ()
) -> Pipeline:
    """Return what a contestant answers to these rows after learning these lines."""
    tell(f"{contestant.name}: learning {len(lines):,} lines")
    model = contestant.trained_on(lines)
    tell(f"{contestant.name}: asked {len(rows):,} rows")
    answers = contestant.ask(model, [row.text for row in rows])
    found = checked(cases, lambda texts: contestant.ask(model, texts))
    return Pipeline(contestant.name, contestant.about(model, lines), tuple(rows), tuple(answers), found)


def cross_validate(
    contestant: Contestant, lines: Lines, folds: int, only: int | None, cases: Sequence[Case] = ()
) -> Pipeline:
    """Return what a contestant answers to each line after learning the other folds.

    `only` asks the first few folds and leaves the others out. CheckList is in none of the lines; the
    first fold is asked.
    """
    count = min(only or folds, folds)
    steps = Steps(f"{contestant.name}: fold", count)
    parts = []
    for number, (seen, unseen) in zip(range(1, count + 1), lines.folds(folds), strict=False):
        parts.append(train_and_ask(contestant, seen, _rows(unseen), cases if number == 1 else ()))
        tell(steps.reached(number))
    return _joined(parts)


def _rows(lines: Lines) -> list[Row]:
    return [Row(text, label) for text, label in zip(lines.texts, lines.labels, strict=True)]


def _joined(parts: Iterable[Pipeline]) -> Pipeline:
    first, *others = parts
    rows, answers = first.rows, first.answers
    for part in others:
        rows, answers = rows + part.rows, answers + part.answers
    about = first.about if not others else f"{first.about} (the first of {1 + len(others)} folds)"
    return Pipeline(first.name, about, rows, answers, first.checklist)
