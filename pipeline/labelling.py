"""What a message means, in labels: ranking, gates, and a second question where there is one.

The classifier component, the report and the command line all ask here. Knows nothing of Rasa.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from pipeline.gates import Gates
from pipeline.label_model import LabelModel
from pipeline.parse_data import FALLBACK, Also, Ranking
from pipeline.questions import Cut, cuts
from pipeline.two_questions import TwoQuestions, rank

BATCH_SIZE: Final = 64  # texts that are scored at once, with all their parts


@dataclass(frozen=True)
class Labelled:
    """One message: `label` is `nlu_fallback` when the gates refused; `also` is a second question."""

    label: str
    confidence: float
    ranking: Ranking
    second: Also | None = None

    @property
    def also(self) -> tuple[str, ...]:
        return (self.second.label,) if self.second else ()


@dataclass(frozen=True)
class Labeller:
    model: LabelModel
    gates: Gates
    two_questions: TwoQuestions

    @classmethod
    def of(cls, model: LabelModel, config: Mapping[str, Any]) -> Labeller:
        """Read gates and bounds from the component's own part of config.yml."""
        return cls(model, Gates.of(config), TwoQuestions(**config["two_questions"]))

    def label(self, texts: Sequence[str]) -> list[Labelled]:
        """Label each text, in the order given."""
        batches = (texts[start : start + BATCH_SIZE] for start in range(0, len(texts), BATCH_SIZE))
        return [found for batch in batches for found in self._batch(batch)]

    def _batch(self, texts: Sequence[str]) -> Iterator[Labelled]:
        possible = [cuts(text) for text in texts]
        sides = [side for found in possible for cut in found for side in (cut.left, cut.right)]
        scores = iter(self.model.probabilities([*texts, *sides]))
        wholes = [next(scores) for _ in texts]
        for whole, found in zip(wholes, possible, strict=True):
            yield self._label(whole, found, np.array([next(scores) for _ in range(2 * len(found))]))

    def _label(self, probabilities: np.ndarray, possible: Sequence[Cut], sides: np.ndarray) -> Labelled:
        ranking = self._ranking(probabilities)
        whole = dict(ranking)
        asked = self._asked(possible, sides, whole)
        if asked:
            # Safety, then what is to be done; of two topics the one that the whole text is about.
            first, second = sorted(asked, key=lambda label: (rank(label), -whole[label]))
            return Labelled(first, asked[first], ranking, Also(second, is_first=next(iter(asked)) == second))
        label, confidence = ranking[0]
        return Labelled(label if self.gates.let_through(ranking) else FALLBACK, confidence, ranking)

    def _asked(
        self, possible: Sequence[Cut], sides: np.ndarray, whole: Mapping[str, float]
    ) -> dict[str, float]:
        """Return the labels of two questions in one text, in the order asked; empty when it holds but one."""
        if not possible:
            return {}
        best = sides.argmax(axis=1).reshape(-1, 2)
        sure = sides.max(axis=1).reshape(-1, 2)
        for place in np.argsort(-sure.min(axis=1), kind="stable"):
            labels = [self.model.labels[column] for column in best[place]]
            if self.two_questions.believe(possible[place], labels, float(sure[place].min()), whole):
                return dict(zip(labels, map(float, sure[place]), strict=True))
        return {}

    def _ranking(self, probabilities: np.ndarray) -> Ranking:
        order = np.argsort(-probabilities, kind="stable")
        return [(self.model.labels[place], float(probabilities[place])) for place in order]
