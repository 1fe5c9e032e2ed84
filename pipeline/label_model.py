"""One linear model over all labels, with one calibrated confidence. Knows nothing of Rasa."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

FOLDS: Final = 5
MOST_ITERATIONS: Final = 500
TEMPERATURES: Final = np.geomspace(0.25, 4.0, 81)


@dataclass(frozen=True)
class LabelModel:
    """Scores a message for each label; `temperature` makes the best score mean what it says."""

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    temperature: float

    @classmethod
    def fit(cls, vectors: np.ndarray, labels: list[str], strength: float) -> LabelModel:
        """Train on all examples; the confidence is calibrated on examples the model has not seen."""
        names = tuple(sorted(set(labels)))
        targets = np.array([names.index(label) for label in labels])
        unseen = _unseen_scores(vectors, targets, len(names), strength)
        weights, bias = _fitted(vectors, targets, strength)
        return cls(names, weights, bias, _best_temperature(unseen, targets))

    def probabilities(self, vectors: np.ndarray) -> np.ndarray:
        """Return one row for each vector, one column for each label, each row adding up to 1."""
        return _softmax((vectors @ self.weights.T + self.bias) / self.temperature)

    def save(self, folder: Path) -> None:
        np.savez(folder / "weights.npz", weights=self.weights, bias=self.bias)
        described = {"labels": self.labels, "temperature": self.temperature}
        (folder / "labels.json").write_text(json.dumps(described, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LabelModel:
        described = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            return cls(
                tuple(described["labels"]), arrays["weights"], arrays["bias"], described["temperature"]
            )


def _fitted(vectors: np.ndarray, targets: np.ndarray, strength: float) -> tuple[np.ndarray, np.ndarray]:
    # lbfgs starts from zero and draws nothing at random: the same data gives the same model.
    linear = LogisticRegression(C=strength, max_iter=MOST_ITERATIONS, solver="lbfgs")
    linear.fit(vectors, targets)
    return linear.coef_.astype(np.float32), linear.intercept_.astype(np.float32)


def _unseen_scores(vectors: np.ndarray, targets: np.ndarray, width: int, strength: float) -> np.ndarray:
    scores = np.zeros((len(targets), width), dtype=np.float32)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for seen, unseen in folds.split(vectors, targets):
        weights, bias = _fitted(vectors[seen], targets[seen], strength)
        scores[unseen] = vectors[unseen] @ weights.T + bias
    return scores


def _best_temperature(scores: np.ndarray, targets: np.ndarray) -> float:
    rows = np.arange(len(targets))
    losses = [-np.log(_softmax(scores / t)[rows, targets] + 1e-12).mean() for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(losses))])


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
