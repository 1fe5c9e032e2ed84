"""The trained model: a tuned sentence encoder with a linear model over all labels, and the nearest examples.

The tuned encoder is right more often. The nearest examples, in the space of the published encoder, tell when
it is too sure (docs/adr/0005-ask-the-nearest-examples.md). One confidence for topics and intents alike.
Knows nothing of Rasa.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from pipeline.encoder import Encoder
from pipeline.nearest_examples import NearestExamples
from pipeline.spelling import Spelling

SURELY_NOT: Final = 1e-9  # no label is ruled out by one of the two alone


@dataclass(frozen=True)
class LabelModel:
    """Scores texts for each label.

    `temperature` makes the best score mean what it says; `say` is how much the nearest examples count:
    0 not at all, 1 as much as the linear model.
    """

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    temperature: float
    encoder: Encoder
    spelling: Spelling
    published: Encoder
    nearest: NearestExamples
    say: float

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row for each text, one column for each label, each row adding up to 1."""
        read = [self.spelling.correct(text) for text in texts]
        scores = self.encoder.encode(read) @ self.weights.T + self.bias
        learned = np.log(_softmax(scores / self.temperature) + SURELY_NOT)
        alike = np.log(self.nearest.shares(self.published.encode(read)))
        return _softmax(learned + self.say * alike)

    @classmethod
    def load(cls, folder: Path, temperature: float, say: float) -> LabelModel:
        labels = tuple(json.loads((folder / "labels.json").read_text(encoding="utf-8")))
        with np.load(folder / "head.npz", allow_pickle=False) as head:
            return cls(
                labels=labels,
                weights=head["weights"],
                bias=head["bias"],
                temperature=temperature,
                encoder=Encoder(folder / "encoder"),
                spelling=Spelling.load(folder / "words.json"),
                published=Encoder(folder / "published"),
                nearest=NearestExamples.load(folder / "examples.npz"),
                say=say,
            )


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
