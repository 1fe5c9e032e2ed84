"""How each label fares, and which labels are taken for which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipeline.evaluation.answers import Judged

TAKEN_FOR_SHOWN: Final = 3


@dataclass(frozen=True)
class LabelLine:
    """One label. `taken_for` are the labels that its rows get by mistake, the most frequent first."""

    label: str
    rows: int
    precision: float | None
    recall: float | None
    f1: float | None
    taken_for: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Confusion:
    """Rows of one label that were taken for another."""

    label: str
    taken_for: str
    count: int


def label_lines(judged: list[Judged]) -> list[LabelLine]:
    """Return one line for each label that a row has or that was given to one."""
    truth = Counter(one.row.label for one in judged)
    given = Counter(one.credited for one in judged)
    right = Counter(one.row.label for one in judged if one.is_right)
    mistakes = confusions(judged)
    return [
        LabelLine(
            label,
            truth[label],
            _ratio(right[label], given[label]),
            _ratio(right[label], truth[label]),
            _ratio(2 * right[label], truth[label] + given[label]),
            tuple((one.taken_for, one.count) for one in mistakes if one.label == label)[:TAKEN_FOR_SHOWN],
        )
        for label in sorted(truth | given)
    ]


def macro_f1(judged: list[Judged]) -> float | None:
    """Return the mean F1 of the labels that the rows have: a rare label counts as much as a frequent one."""
    values = [line.f1 for line in label_lines(judged) if line.rows and line.f1 is not None]
    return sum(values) / len(values) if values else None


def confusions(judged: Iterable[Judged]) -> list[Confusion]:
    """Return every pair that was mixed up, the most frequent first."""
    pairs = Counter((one.row.label, one.answer.best) for one in judged if not one.is_right)
    ordered = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Confusion(label, taken_for, count) for (label, taken_for), count in ordered]


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
