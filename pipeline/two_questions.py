"""When a cut through a message is believed to part two questions.

Knows neither the model nor Rasa: it is told what the labels of the whole text and of both sides are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.parse_data import is_topic
from pipeline.questions import Cut

# Safety first, in this order (docs/label-guide.md); everything else stays as it was asked.
SAFETY_FIRST: Final = (
    "emergency",
    "crisis",
    "report_reaction",
    "disclose_condition",
    "medical_question_other",
)
REPORTS: Final = "report_reaction"  # its story asks much that is no topic ("ought it to be so?")
# "PRP or finasteride": one question that names two things, unless the whole text says both.
NAMES_TWO: Final = ("faq/compare_", "faq/combination", "faq/men", "faq/women")
NEVER_TOGETHER: Final = frozenset({"faq/men", "faq/women"})  # "is it for ladies, or a gentlemen's affair?"
NEVER: Final = 2.0  # no label is so sure
# A greeting beside a request counts for nothing; what is out of scope is no second question. And danger is
# told by the whole text or seen by the watch: half of "these prices are killing me" sounds like it.
NEVER_A_PART: Final = frozenset(
    {"greet", "goodbye", "thanks", "affirm", "deny", "unsure", "out_of_scope", "emergency", "crisis"}
)


@dataclass(frozen=True)
class TwoQuestions:
    """When a cut is believed, all 0 to 1. The first four say how sure each side must be."""

    asked: float  # where both sides ask, and the whole text leaves a trace of both labels
    acted: float  # the same, when the cut would change what is done
    joined: float  # where both ask and it leaves none, or where one side only tells and it does
    bare: float  # with nothing between two sides that ask, or anywhere when the whole text says both
    trace: float  # what the whole text must leave for each label to count as a trace of it
    shared: float  # the same, to count as said by the whole text

    def believe(self, cut: Cut, labels: Sequence[str], sure: float, whole: Mapping[str, float]) -> bool:
        """Tell whether a cut parts two questions; its sides have these labels, the weaker is so `sure`."""
        if labels[0] == labels[1] or NEVER_A_PART.intersection(labels) or NEVER_TOGETHER.issuperset(labels):
            return False
        main = max(whole, key=whole.__getitem__)
        if main in SAFETY_FIRST and main not in labels:  # no cut may lose what the whole text says of health
            return False
        left = min(whole[label] for label in labels)
        if sure >= self.joined and _adds_a_topic(cut, labels, main):
            return True
        if all(label.startswith(NAMES_TWO) for label in labels) and left < self.shared:
            return False
        return sure >= self._needed(cut, left, is_acted=_changes_what_is_done(labels, main))

    def _needed(self, cut: Cut, left: float, *, is_acted: bool) -> float:
        """Return how sure both sides must be; `left` is what the whole text leaves for the weaker label."""
        enough = [NEVER]
        if cut.is_asked and left >= self.trace:
            enough.append(self.acted if is_acted else self.asked)
        elif cut.is_asked or (cut.has_joint and left >= self.trace):
            enough.append(self.joined)
        elif left >= self.trace and all(cut.asks):
            enough.append(self.bare)
        if left >= self.shared:
            enough.append(self.bare)
        return min(enough)


def _adds_a_topic(cut: Cut, labels: Sequence[str], main: str) -> bool:
    """ "I take warfarin, does it hurt?": what the whole is about stays, a topic comes beside it."""
    topics = [is_topic(label) for label in labels]
    if not cut.has_joint or all(topics) or not any(topics):
        return False
    place = topics.index(True)
    other = labels[1 - place]
    return cut.asks[place] and other != REPORTS and other == main


def _changes_what_is_done(labels: Sequence[str], main: str) -> bool:
    """Tell whether another label would come first than the one that the whole text is about."""
    first, second = sorted(labels, key=rank)
    return rank(first) != rank(second) and first != main


def rank(label: str) -> int:
    """Safety, then what is to be done, then topics: a form that opens must have the last word."""
    if label in SAFETY_FIRST:
        return SAFETY_FIRST.index(label)
    return len(SAFETY_FIRST) + is_topic(label)
