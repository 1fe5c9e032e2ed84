"""Reads a whole text: finds its phrases, sorts what is wanted from what is not, and makes one wish."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Final

from clinic.logic.dates.days import DAY_PHRASES
from clinic.logic.dates.marks import Clock, Days, Mark, Part, Sign, Span, Trouble, Weekdays, Which
from clinic.logic.dates.months import MONTH_PHRASES, nearest_weekday
from clinic.logic.dates.signs import SIGN_PHRASES
from clinic.logic.dates.times import TIME_PHRASES
from clinic.logic.dates.wish import Horizon, PartOfDay, Problem, Wish, WishProblem
from clinic.logic.dates.words import MONTHS, WEEKDAYS, plain_words

LONGEST_TEXT: Final = 300  # characters: a longer text is no answer to "which day?"
_PHRASES: Final = (*DAY_PHRASES, *MONTH_PHRASES, *TIME_PHRASES, *SIGN_PHRASES)
_BOUNDS: Final = frozenset({Sign.FROM, Sign.AFTER, Sign.UNTIL, Sign.BEFORE})
_WEEKDAY_BEFORE_DATE: Final = re.compile(r"(?<=day) [,(-] (?=(?:the )?\d)")
_DATE_ENDS: Final = "|".join(rf"(?<={end})" for end in (r"\d", "st", "nd", "rd", "th", *MONTHS))
_DATE_BEFORE_WEEKDAY: Final = re.compile(rf"(?:{_DATE_ENDS}) [,(-] (?=(?:{'|'.join(WEEKDAYS)})(?: [).!])*$)")
_WEEK: Final = timedelta(weeks=1)


@dataclass
class _Said:
    wanted: list[Mark] = field(default_factory=list)
    unwanted: list[Mark] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    takes_any: bool = False

    def of[T](self, kind: type[T], *, unwanted: bool = False) -> list[T]:
        return [mark for mark in (self.unwanted if unwanted else self.wanted) if isinstance(mark, kind)]


def read_wish(text: str, horizon: Horizon) -> Wish | WishProblem | None:
    """Read the days and times in a text; None when it names none."""
    if len(text) > LONGEST_TEXT:
        return None
    words = _together(" ".join(plain_words(text)))
    said = _sort(_stretched(_checked(_scan(words, horizon)), horizon))
    unread = tuple(said.unread)
    trouble = next(iter(said.of(Trouble)), None)
    if trouble:
        return WishProblem(trouble.problem, trouble.words, unread)
    if not (said.wanted or said.unwanted or said.takes_any):
        return None
    days = _days(said, horizon)
    if isinstance(days, Problem):
        return WishProblem(days, text.strip(), unread)
    after, before = _limits(said)
    parts = _parts(said, after)
    if parts is None:
        return WishProblem(Problem.CONTRADICTION, text.strip(), unread)
    near = tuple(_in_part(clock.at, parts) for clock in said.of(Clock) if clock.at)
    return Wish(days, parts, after, before, near, unread)


def _together(text: str) -> str:
    """ "Thursday, 10 December": what stands between a weekday and its date is taken away."""
    return _DATE_BEFORE_WEEKDAY.sub(" ", _WEEKDAY_BEFORE_DATE.sub(" ", text))


def _scan(text: str, horizon: Horizon) -> Iterator[Mark | str]:
    position = 0
    while position < len(text):
        mark, end = _phrase_at(text, position, horizon)
        yield mark
        position = end + 1


def _phrase_at(text: str, position: int, horizon: Horizon) -> tuple[Mark | str, int]:
    for pattern, meaning in _PHRASES:
        match = pattern.match(text, position)
        if match and match.end() > position:
            return meaning(match, horizon), match.end()
    end = text.find(" ", position)
    end = len(text) if end < 0 else end
    return text[position:end], end


def _stretched(marks: Iterable[Mark | str], horizon: Horizon) -> Iterator[Mark | str]:
    """Put a stretch of days where a day follows "from", "after", "until" or "before"."""
    bound: Mark | str | None = None
    for mark in marks:
        days = _single_days(mark, horizon.today)
        yield _stretch(bound, days[0], horizon) if bound and days else mark
        bound = mark if mark in _BOUNDS else bound if mark is Sign.FILLER else None


def _single_days(mark: Mark | str, today: date) -> tuple[date, ...]:
    if isinstance(mark, Weekdays) and mark.which is Which.COMING:
        return tuple(sorted(_weekdays(mark, Horizon(today, today), None) - {today}))
    return mark.days if isinstance(mark, Days) else ()


def _stretch(bound: Mark | str, day: date, horizon: Horizon) -> Span:
    if bound in (Sign.FROM, Sign.AFTER):
        return Span(day + timedelta(days=bound is Sign.AFTER), horizon.latest)
    return Span(horizon.today, min(day - timedelta(days=bound is Sign.BEFORE), horizon.latest))


def _sort(marks: Iterable[Mark | str]) -> _Said:
    said, is_negated, thought = _Said(), False, list[Mark]()
    for mark in marks:
        if isinstance(mark, str):
            said.unread.append(mark)
        elif mark is Sign.NOT:
            is_negated = True
        elif mark is Sign.NEW_THOUGHT:
            is_negated, thought = False, []
        elif mark is Sign.NOT_BEFORE_THIS:
            said.wanted = [kept for kept in said.wanted if kept not in thought]
            said.unwanted += thought
        elif mark is Sign.ANY:
            said.takes_any = True
        elif not isinstance(mark, Sign):
            (said.unwanted if is_negated else said.wanted).append(mark)
            thought = thought if is_negated else [*thought, mark]
    return said


def _days(said: _Said, horizon: Horizon) -> tuple[date, ...] | Problem:
    """The bookable days that are wanted; none named means any day."""
    named = _named_days(said, horizon)
    refused = _refused_days(said, horizon)
    if named is None and not refused:
        return ()
    bookable = horizon.days()
    meant = set(bookable) if named is None else named
    within = meant.intersection(bookable)
    if not within:
        return Problem.PAST if meant and max(meant) < horizon.today else Problem.TOO_FAR
    return tuple(sorted(within - refused)) or Problem.CONTRADICTION


def _named_days(said: _Said, horizon: Horizon) -> set[date] | None:
    spans = said.of(Span)
    frame = {day for span in spans for day in _each(span)} if spans else None
    points = [set(mark.days) for mark in said.of(Days)]
    points += [_weekdays(mark, horizon, frame) for mark in said.of(Weekdays)]
    return set().union(*points) if points else frame


def _checked(marks: Iterable[Mark | str]) -> Iterator[Mark | str]:
    """A weekday beside a date checks the date: "Thursday 10 December" is one day. Said apart they are two."""
    before: Mark | str | None = None
    for mark in marks:
        if before is not None:
            pair = _dated_weekday(before, mark)
            yield before if pair is None else pair
            before = mark if pair is None else None
        else:
            before = mark
    if before is not None:
        yield before


def _dated_weekday(one: Mark | str, other: Mark | str) -> Mark | None:
    """Both in one, in whichever order they were said; when they disagree, either may be meant."""
    named = next((mark for mark in (one, other) if isinstance(mark, Weekdays)), None)
    dated = next((mark for mark in (one, other) if isinstance(mark, Days) and len(mark.days) == 1), None)
    if named is None or dated is None or len(named.weekdays) != 1 or named.which is Which.EVERY:
        return None
    (day,) = dated.days
    (weekday,) = named.weekdays
    return dated if day.weekday() == weekday else Days(tuple(sorted((day, nearest_weekday(day, weekday)))))


def _weekdays(mark: Weekdays, horizon: Horizon, frame: set[date] | None) -> set[date]:
    if frame is not None:
        return {day for day in frame if day.weekday() in mark.weekdays}
    if mark.which is Which.EVERY:
        return {day for day in horizon.days() if day.weekday() in mark.weekdays}
    return {day for weekday in mark.weekdays for day in _single_weekday(weekday, mark.which, horizon.today)}


def _single_weekday(weekday: int, which: Which, today: date) -> tuple[date, ...]:
    coming = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if which is Which.NEXT:
        return (coming, coming + _WEEK)
    if which is Which.AFTER_NEXT:
        return (coming + _WEEK,)
    return (today, coming) if weekday == today.weekday() else (coming,)


def _refused_days(said: _Said, horizon: Horizon) -> set[date]:
    days = {day for mark in said.of(Days, unwanted=True) for day in mark.days}
    days |= {day for span in said.of(Span, unwanted=True) for day in _each(span)}
    weekdays = {weekday for mark in said.of(Weekdays, unwanted=True) for weekday in mark.weekdays}
    return days | {day for day in horizon.days() if day.weekday() in weekdays}


def _each(span: Span) -> tuple[date, ...]:
    return tuple(span.first + timedelta(days=offset) for offset in range((span.last - span.first).days + 1))


def _limits(said: _Said) -> tuple[time | None, time | None]:
    """The latest "after" and the earliest "before"; what is not wanted counts the other way round."""
    turned = said.of(Clock, unwanted=True)
    afters = [mark.after for mark in said.of(Clock) if mark.after]
    befores = [mark.before for mark in said.of(Clock) if mark.before]
    afters += [mark.before for mark in turned if mark.before and not mark.after]
    befores += [mark.after for mark in turned if mark.after and not mark.before]
    after, before = max(afters, default=None), min(befores, default=None)
    if after and before and after >= before:
        return (None, None)  # "before 10 or after 4": the patient picks from the whole day
    return (after, before)


def _parts(said: _Said, after: time | None) -> frozenset[PartOfDay] | None:
    """The parts of the day that would do, empty for all; None when every part is refused."""
    wanted = frozenset(part for mark in said.of(Part) for part in mark.parts)
    refused = frozenset(part for mark in said.of(Part, unwanted=True) for part in mark.parts)
    if not wanted and not refused:
        return wanted
    left = (wanted or frozenset(PartOfDay)) - refused
    late = {PartOfDay.of(after)} if after and left else set()  # "Tuesday afternoon after 5"
    return (left | late) or None


def _in_part(at: time, parts: frozenset[PartOfDay]) -> time:
    """The reading of a time that lies in the part of the day which was named: "7 in the morning"."""
    other = at.replace(hour=(at.hour + 12) % 24)
    return other if parts and PartOfDay.of(at) not in parts and PartOfDay.of(other) in parts else at
