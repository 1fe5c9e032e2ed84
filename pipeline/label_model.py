"""The trained model: a sentence encoder tuned to our labels, and one linear model over all of them.

One confidence for topics and intents alike. Knows nothing of Rasa.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.encoder import Encoder


@dataclass(frozen=True)
class LabelModel:
    """Scores texts for each label. `temperature` makes the best score mean what it says."""

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    temperature: float
    encoder: Encoder

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row for each text, one column for each label, each row adding up to 1."""
        scores = self.encoder.encode(texts) @ self.weights.T + self.bias
        return _softmax(scores / self.temperature)

    @classmethod
    def load(cls, folder: Path, temperature: float) -> LabelModel:
        labels = tuple(json.loads((folder / "labels.json").read_text(encoding="utf-8")))
        with np.load(folder / "head.npz", allow_pickle=False) as head:
            return cls(labels, head["weights"], head["bias"], temperature, Encoder(folder / "encoder"))


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
