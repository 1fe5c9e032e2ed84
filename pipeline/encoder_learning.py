"""What every lesson for the encoder begins with: what the lower layers see, and a first linear head.

The labels and the red flags are learned this way, each into an encoder of its own.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from safetensors.numpy import load_file
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from pipeline.encoder import Encoder
from pipeline.encoder_manifest import verify
from pipeline.encoder_spec import LAYERS, Weights, write_encoder
from pipeline.encoder_tuning import Head, Schedule, tune

SHRINKAGE: Final = 0.1  # of the first head's covariance; 0.05 to 0.2 gave the same
PRECISION: Final = "int8"  # as good as float32 in cross-validation, a quarter of the size and of the time
WORKERS: Final = os.cpu_count() or 1

Tell = Callable[[float], None]  # is told the share that is done, 0 to 1


@dataclass(frozen=True)
class Published:
    """The encoder as it was published: its arrays by name, and its tokenizer."""

    weights: Weights
    tokenizer: Path

    @classmethod
    def of(cls, base: Path) -> Published:
        """Read it from the converted encoder's folder; raise `EncoderDamaged` where that is not whole."""
        verify(base)
        return cls(load_file(base / "weights.safetensors"), base / "tokenizer.json")

    def write(self, folder: Path, learned: Weights | None = None, layers: int = LAYERS) -> None:
        """Write an encoder into an empty folder: with what was learned in the place of the published."""
        write_encoder({**self.weights, **(learned or {})}, self.tokenizer, folder, PRECISION, layers)

    def running(self, layers: int = LAYERS) -> Encoder:
        """Return it, or its lowest layers, as the product computes it."""
        with tempfile.TemporaryDirectory() as folder:
            self.write(Path(folder), layers=layers)
            return Encoder(Path(folder), workers=WORKERS)


@dataclass(frozen=True)
class Learned:
    """The layers that learned, by their published names, with their head, and the published vectors."""

    weights: Weights
    head: Head
    vectors: np.ndarray


def learn(
    published: Published, readings: Sequence[Sequence[str]], targets: np.ndarray, how: Schedule, tell: Tell
) -> Learned:
    """Tune the upper layers and a linear head to the targets.

    Args:
        published: Where the encoder begins.
        readings: The texts as they are read; epochs take turns with the readings.
        targets: One row for each text: how much each answer is its own; rows add up to 1.
        how: How long and how strongly to learn.
        tell: Is told the share that is done.
    """
    states = _states(published, how.first_layer, {text for reading in readings for text in reading})
    vectors = published.running().encode(readings[0])
    lower = [[states[text] for text in reading] for reading in readings]
    tuned = tune(published.weights, lower, targets, _first_head(vectors, targets), how, tell)
    return Learned(tuned.weights, tuned.head, vectors)


def _states(published: Published, layers: int, texts: Set[str]) -> dict[str, np.ndarray]:
    """Return what the lower layers make of each text, as the running engine computes it: one row a token."""
    encoder = published.running(layers)
    ordered = sorted(texts)
    ids = encoder.tokens(ordered)
    return {
        ordered[row]: padded[: len(ids[row])].copy()
        for rows, states in encoder.states(ids)
        for row, padded in zip(rows, states, strict=True)
    }


def _first_head(vectors: np.ndarray, targets: np.ndarray) -> Head:
    """Where the head begins: class means under one covariance, in closed form."""
    linear = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=SHRINKAGE)
    linear.fit(vectors, targets.argmax(axis=1))
    return Head(linear.coef_.astype(np.float32), linear.intercept_.astype(np.float32))
