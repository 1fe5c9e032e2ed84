"""Phrases that count from today: "tomorrow", "next tues", "this weekend", "the week after next"."""

from datetime import timedelta
from re import Match
from typing import Final

from clinic.logic.dates.marks import Days, Mark, Meaning, Span, Trouble, Weekdays, Which, phrases
from clinic.logic.dates.spans import PART, narrowed
from clinic.logic.dates.wish import Horizon, Problem
from clinic.logic.dates.words import WEEKDAYS

_WEEKDAY: Final = rf"(?:{'|'.join(WEEKDAYS)})"
_WITHIN: Final = r"(?:in |over |within )?(?:the )?(?:next|coming|within)"
_A: Final = "a"
_FAR_DAYS: Final = 4_000  # beyond any horizon, within any calendar


def _later(days: int) -> Meaning:
    return lambda match, horizon: Days((horizon.today + timedelta(days=days),))


def _in_days(match: Match[str], horizon: Horizon) -> Mark:
    count = 1 if match["count"] == _A else min(int(match["count"]), _FAR_DAYS)
    return Days((horizon.today + timedelta(days=count),))


def _gone(match: Match[str], horizon: Horizon) -> Mark:
    return Trouble(Problem.PAST, match[0])


def _week(weeks_on: int) -> Meaning:
    return lambda match, horizon: narrowed(match, _week_span(horizon, weeks_on))


def _in_weeks(match: Match[str], horizon: Horizon) -> Mark:
    return _week_span(horizon, 1 if match["count"] == _A else min(int(match["count"]), _FAR_DAYS // 7))


def _within(match: Match[str], horizon: Horizon) -> Mark:
    days = int(match["count"]) * (7 if match["unit"] == "week" else 1)
    return Span(horizon.today, horizon.today + timedelta(days=min(days, _FAR_DAYS)))


def _week_span(horizon: Horizon, weeks_on: int) -> Span:
    monday = horizon.today - timedelta(days=horizon.today.weekday()) + timedelta(weeks=weeks_on)
    return Span(max(monday, horizon.today), monday + timedelta(days=6))


def _weekend(match: Match[str], horizon: Horizon) -> Mark:
    is_sunday = horizon.today.weekday() == 6
    saturday = horizon.today + timedelta(days=-1 if is_sunday else 5 - horizon.today.weekday())
    weekends = (0, 1) if match["which"] == "next" else (0,)  # "next weekend" means one of two
    return Days(tuple(saturday + timedelta(weeks=week, days=day) for week in weekends for day in (0, 1)))


def _weekday(match: Match[str], horizon: Horizon) -> Mark:
    is_every = match["plural"] or match["which"] in ("every", "each", "any")
    which = Which.EVERY if is_every else Which.NEXT if match["which"] == "next" else Which.COMING
    return Weekdays(frozenset({WEEKDAYS.index(match["weekday"])}), which)


def _week_on_weekday(match: Match[str], horizon: Horizon) -> Mark:
    return Weekdays(frozenset({WEEKDAYS.index(match["weekday"])}), Which.AFTER_NEXT)


def _weekday_range(match: Match[str], horizon: Horizon) -> Mark:
    first, last = WEEKDAYS.index(match["first"]), WEEKDAYS.index(match["last"])
    return Weekdays(frozenset((first + offset) % 7 for offset in range((last - first) % 7 + 1)), Which.COMING)


def _always(*weekdays: int) -> Meaning:
    return lambda match, horizon: Weekdays(frozenset(weekdays), Which.EVERY)


DAY_PHRASES: Final = phrases(
    (rf"yesterday|last (?:night|week|month|{_WEEKDAY})", _gone),
    (r"(?:the )?day after tomorrow", _later(2)),
    (r"tomorrow", _later(1)),
    (r"today", _later(0)),
    (r"in (?P<count>\d+|a) days?(?: time)?", _in_days),
    (r"(?P<count>\d+) days? (?:from (?:now|today)|time)", _in_days),
    (r"in (?P<count>\d+|a) weeks?(?: time)?", _in_weeks),
    (r"in a fortnight", _week(2)),
    (rf"{_WITHIN} (?P<count>\d+) (?P<unit>day|week)s?", _within),
    (rf"{PART}?(?:the )?week after next", _week(2)),
    (rf"{PART}?next week", _week(1)),
    (rf"{PART}?this week", _week(0)),
    (rf"{PART}week", _week(0)),
    (r"weekends", _always(5, 6)),
    (r"(?:(?:at )?(?P<which>this|next|the|a) )?weekend", _weekend),
    (r"weekdays?|work ?days?|during the week", _always(0, 1, 2, 3, 4)),
    (rf"between (?P<first>{_WEEKDAY}) and (?P<last>{_WEEKDAY})", _weekday_range),
    (rf"(?P<first>{_WEEKDAY}) (?:to|-|until|through) (?P<last>{_WEEKDAY})", _weekday_range),
    (rf"a week on (?P<weekday>{_WEEKDAY})", _week_on_weekday),
    (rf"(?P<weekday>{_WEEKDAY}) week", _week_on_weekday),
    (rf"(?:(?P<which>next|this|coming|every|each|any) )?(?P<weekday>{_WEEKDAY})(?P<plural>s)?", _weekday),
)
