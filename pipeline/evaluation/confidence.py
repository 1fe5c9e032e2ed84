"""Whether the confidence means what it says, and what answering more would cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.evaluation.answers import Judged

BINS: Final = 10


@dataclass(frozen=True)
class Bin:
    """Rows whose confidence lies between two tenths: what was said on average, and what was true."""

    low: float
    rows: int
    said: float
    right: float


@dataclass(frozen=True)
class RiskPoint:
    """Were this share of the rows answered, the surest first, this share of those would be wrong."""

    answered: float
    wrong: float
    threshold: float


def calibration(judged: Sequence[Judged]) -> list[Bin]:
    """Return the tenths of confidence that hold a row."""
    tenths: dict[int, list[Judged]] = {}
    for one in judged:
        tenths.setdefault(min(BINS - 1, int(one.answer.confidence * BINS)), []).append(one)
    return [_bin(tenth, tenths[tenth]) for tenth in sorted(tenths)]


def calibration_error(judged: Sequence[Judged]) -> float | None:
    """Return by how much confidence and truth differ on average over all rows."""
    if not judged:
        return None
    return sum(one.rows * abs(one.said - one.right) for one in calibration(judged)) / len(judged)


def risk_curve(judged: Sequence[Judged]) -> list[RiskPoint]:
    """Return the curve from answering only the surest row to answering all; equal confidence is one step."""
    ordered = sorted(judged, key=lambda one: -one.answer.confidence)
    points, wrong = [], 0
    for count, one in enumerate(ordered, start=1):
        wrong += not one.is_right
        at_step_end = count == len(ordered) or ordered[count].answer.confidence < one.answer.confidence
        if at_step_end:
            points.append(RiskPoint(count / len(ordered), wrong / count, one.answer.confidence))
    return points


def area_under(curve: Sequence[RiskPoint]) -> float | None:
    """Return the mean share of wrong answers over the curve: the lower, the better confidence sorts."""
    if not curve:
        return None
    before = [0.0, *(point.answered for point in curve)]
    return sum(point.wrong * (point.answered - start) for point, start in zip(curve, before, strict=False))


def _bin(tenth: int, rows: list[Judged]) -> Bin:
    said = sum(one.answer.confidence for one in rows) / len(rows)
    right = sum(one.is_right for one in rows) / len(rows)
    return Bin(tenth / BINS, len(rows), said, right)
