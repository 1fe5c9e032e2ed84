"""The main figures of one pipeline, for all rows and for slices of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.evaluation.answers import Judged
from pipeline.evaluation.labels import macro_f1
from pipeline.evaluation.rows import OUT_OF_SCOPE
from pipeline.evaluation.shares import Share, share


@dataclass(frozen=True)
class Main:
    """What a reader wants to know first. Every share says of how many it is one."""

    accuracy: Share  # the best label is right, whatever the gates say
    macro_f1: float | None
    answered: Share  # the gates let a label through
    right_of_answered: Share
    answered_wrongly: Share  # of all rows
    right_offered: Share  # of those held back: "Did you mean …?" holds the right one
    scope_refused: Share  # out-of-scope rows that get no answer of another label
    scope_named: Share  # out-of-scope rows that are told so outright
    kept: Share  # in-scope rows not refused as out of scope; "Did you mean …?" keeps them
    kept_answered: Share  # in-scope rows that get an answer at once


@dataclass(frozen=True)
class Slice:
    """The figures of some of the rows."""

    name: str
    accuracy: Share
    answered: Share
    answered_wrongly: Share


def main_figures(judged: list[Judged]) -> Main:
    """Return the main figures."""
    given = [one for one in judged if one.answer.is_given]
    held = [one for one in judged if not one.answer.is_given]
    outside = [one.answer for one in judged if one.row.label == OUT_OF_SCOPE]
    inside = [one.answer for one in judged if one.row.label != OUT_OF_SCOPE]
    return Main(
        accuracy=share(one.is_right for one in judged),
        macro_f1=macro_f1(judged),
        answered=Share(len(given), len(judged)),
        right_of_answered=share(one.is_answered_rightly for one in given),
        answered_wrongly=Share(sum(one.is_answered_wrongly for one in given), len(judged)),
        right_offered=share(_is_offered(one) for one in held),
        scope_refused=share(not answer.is_given or answer.decided == OUT_OF_SCOPE for answer in outside),
        scope_named=share(answer.decided == OUT_OF_SCOPE for answer in outside),
        kept=share(answer.decided != OUT_OF_SCOPE for answer in inside),
        kept_answered=share(answer.is_given and answer.decided != OUT_OF_SCOPE for answer in inside),
    )


def by_voice(judged: Iterable[Judged]) -> list[Slice]:
    """Return the figures of each voice, for rows that name one."""
    return _slices(judged, lambda one: one.row.voice)


def by_file(judged: Iterable[Judged]) -> list[Slice]:
    """Return the figures of each file that was asked."""
    return _slices(judged, lambda one: one.row.place.rpartition(":")[0])


def _slices(judged: Iterable[Judged], name_of: Callable[[Judged], str]) -> list[Slice]:
    parts: dict[str, list[Judged]] = {}
    for one in judged:
        parts.setdefault(name_of(one), []).append(one)
    return [_slice(name, parts[name]) for name in sorted(parts) if name]


def _slice(name: str, part: list[Judged]) -> Slice:
    return Slice(
        name,
        accuracy=share(one.is_right for one in part),
        answered=share(one.answer.is_given for one in part),
        answered_wrongly=share(one.is_answered_wrongly for one in part),
    )


def _is_offered(one: Judged) -> bool:
    return one.row.accepts(one.answer.best) or one.row.accepts(one.answer.second)
