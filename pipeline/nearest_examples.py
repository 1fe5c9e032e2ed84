"""The training lines that are most like a text, and what they say its label is.

Their vectors come from the published encoder, which has not learned our labels: it errs in other places than
the tuned one, so the two together know better when to doubt (docs/adr/0005-ask-the-nearest-examples.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

NEIGHBOURS: Final = 12  # 6 to 40 gave the same within half a point
WIDTH: Final = 0.08  # of cosine: how fast a neighbour counts less; 0.08 to 0.12 were best
FLOOR: Final = 1e-3  # what a label without any neighbour gets


@dataclass(frozen=True)
class NearestExamples:
    """`vectors` has one row of length 1 for each line, `targets` the number of its label."""

    vectors: np.ndarray
    targets: np.ndarray
    labels: int

    def shares(self, vectors: np.ndarray) -> np.ndarray:
        """Return how much each label is among the neighbours of each row (of length 1); rows add up to 1."""
        cosines = vectors @ self.vectors.T
        count = min(NEIGHBOURS, len(self.targets))
        nearest = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        weights = np.exp((np.take_along_axis(cosines, nearest, axis=1) - 1.0) / WIDTH)
        found = np.full((len(vectors), self.labels), FLOOR)
        np.add.at(found, (np.arange(len(vectors))[:, None], self.targets[nearest]), weights)
        return found / found.sum(axis=1, keepdims=True)

    def save(self, file: Path) -> None:
        np.savez(file, vectors=self.vectors.astype(np.float16), targets=self.targets, labels=self.labels)

    @classmethod
    def load(cls, file: Path) -> NearestExamples:
        with np.load(file, allow_pickle=False) as kept:
            return cls(kept["vectors"].astype(np.float32), kept["targets"], int(kept["labels"]))
