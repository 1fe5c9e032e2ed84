"""The labels that are mixed up most, as a grid small enough to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.evaluation.labels import Confusion

MOST_PAIRS: Final = 150


@dataclass(frozen=True)
class Grid:
    """`counts[row][column]`: how many rows of a label were taken for another."""

    labels: tuple[str, ...]
    taken_for: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    left_out: int  # mistakes of rarer pairs


def confusion_grid(pairs: Sequence[Confusion]) -> Grid | None:
    """Return the grid of the most frequent pairs, or nothing when there is no mistake."""
    if not pairs:
        return None
    shown = {(pair.label, pair.taken_for): pair.count for pair in pairs[:MOST_PAIRS]}
    labels = tuple(sorted({label for label, _ in shown}))
    taken_for = tuple(sorted({label for _, label in shown}))
    counts = tuple(tuple(shown.get((label, other), 0) for other in taken_for) for label in labels)
    return Grid(labels, taken_for, counts, sum(pair.count for pair in pairs[MOST_PAIRS:]))
