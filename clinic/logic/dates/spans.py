"""Parts of a week or a month: "early december", "end of next week"."""

from datetime import timedelta
from re import Match
from typing import Final

from clinic.logic.dates.marks import Span

PART: Final = r"(?:(?P<part>early|start of|beginning of|mid|middle of|late|end of) (?:the |in )?)"
_EARLY: Final = frozenset({"early", "start of", "beginning of"})
_LATE: Final = frozenset({"late", "end of"})


def narrowed(match: Match[str], span: Span) -> Span:
    """The first, middle or last third of a stretch of days, or all of it when no part was named."""
    part = match.groupdict().get("part")
    if part is None:
        return span
    third = timedelta(days=((span.last - span.first).days + 1) // 3)
    return Span(
        span.first if part in _EARLY else span.last - third if part in _LATE else span.first + third,
        span.first + third if part in _EARLY else span.last if part in _LATE else span.last - third,
    )
