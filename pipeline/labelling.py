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
from pipeline.parse_data import FALLBACK, Also, Ranking, is_topic
from pipeline.questions import Cut, cuts

BATCH_SIZE: Final = 64  # texts that are scored at once, with all their parts
# Safety first, in this order (docs/label-guide.md); everything else stays as it was asked.
SAFETY_FIRST: Final = (
    "emergency",
    "crisis",
    "report_reaction",
    "disclose_condition",
    "medical_question_other",
)
REPORTS: Final = "report_reaction"  # its story asks much that is no topic ("ought it to be so?")
# "PRP or mesotherapy", "men and women": one question that names two things.
NAMES_TWO: Final = ("faq/compare_", "faq/combination", "faq/men", "faq/women")
# A greeting beside a request counts for nothing; what is out of scope is no second question. And danger is
# told by the whole text or seen by the watch: half of "these prices are killing me" sounds like it.
NEVER_A_PART: Final = frozenset(
    {"greet", "goodbye", "thanks", "affirm", "deny", "unsure", "out_of_scope", "emergency", "crisis"}
)


@dataclass(frozen=True)
class TwoQuestions:
    """When a cut is believed, all 0 to 1. The first three say how sure each side must be."""

    asked: float  # where both sides look like something that is asked
    joined: float  # at any other mark or joining word
    bare: float  # with nothing between
    trace: float  # what the whole text must leave for each label, when one of them changes what is done
    shared: float  # the same with nothing between


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
            first, second = sorted(asked, key=lambda label: (_rank(label), -whole[label]))
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
            if self._is_believed(possible[place], labels, float(sure[place].min()), whole):
                return dict(zip(labels, map(float, sure[place]), strict=True))
        return {}

    def _is_believed(self, cut: Cut, labels: Sequence[str], sure: float, whole: Mapping[str, float]) -> bool:
        if labels[0] == labels[1] or NEVER_A_PART.intersection(labels):
            return False
        bound, left = self.two_questions, min(whole[label] for label in labels)
        if sure >= bound.bare and left >= bound.shared:
            return True
        if sure >= bound.joined and _adds_a_topic(cut, labels, whole):
            return True
        if any(label.startswith(NAMES_TWO) for label in labels) and not cut.is_asked:
            return False
        enough = bound.asked if cut.is_asked else bound.joined
        changes_what_is_done = _rank(labels[0]) != _rank(labels[1])
        return cut.has_joint and sure >= enough and (left >= bound.trace or not changes_what_is_done)

    def _ranking(self, probabilities: np.ndarray) -> Ranking:
        order = np.argsort(-probabilities, kind="stable")
        return [(self.model.labels[place], float(probabilities[place])) for place in order]


def _adds_a_topic(cut: Cut, labels: Sequence[str], whole: Mapping[str, float]) -> bool:
    """ "I take warfarin, does it hurt?": what the whole is about stays, a topic comes beside it."""
    topics = [is_topic(label) for label in labels]
    if not cut.has_joint or all(topics) or not any(topics):
        return False
    place = topics.index(True)
    other = labels[1 - place]
    return cut.asks[place] and other != REPORTS and other == max(whole, key=whole.__getitem__)


def _rank(label: str) -> int:
    """Safety, then what is to be done, then topics: a form that opens must have the last word."""
    if label in SAFETY_FIRST:
        return SAFETY_FIRST.index(label)
    return len(SAFETY_FIRST) + is_topic(label)
