"""How messages fare that ask two things, and whether one question is taken for two."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.evaluation.answers import Judged, Pipeline
from pipeline.evaluation.shares import Share, share


@dataclass(frozen=True)
class TwoQuestions:
    """Of messages with two questions: what is acted on. Of messages with one: how many are split."""

    both_found: Share
    one_found: Share
    none_found: Share
    something_else: Share  # a label is acted on that is neither of the two
    split_wrongly: Share  # messages with one question in which two are acted on, and one is wrong
    split_though_alike: Share  # the same, of those that only look like two questions


def two_questions(pipeline: Pipeline) -> TwoQuestions:
    """Return the figures about messages with two questions."""
    pairs = [(set(row.labels), answer.found) for row, answer in pipeline.two_questions]
    hits = [len(asked & found) for asked, found in pairs]
    return TwoQuestions(
        both_found=share(hit >= 2 for hit in hits),
        one_found=share(hit == 1 for hit in hits),
        none_found=share(hit == 0 for hit in hits),
        something_else=share(bool(found - asked) for asked, found in pairs),
        split_wrongly=share(_is_split_wrongly(one) for one in pipeline.judged),
        split_though_alike=share(_is_split_wrongly(one) for one in pipeline.judged if one.row.labels),
    )


def _is_split_wrongly(one: Judged) -> bool:
    """Tell whether a second label is acted on although one of the two is wrong, whichever stands first."""
    return bool(one.answer.also) and not all(one.row.accepts(label) for label in one.answer.found)
