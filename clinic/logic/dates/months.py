"""Phrases that name a date or a month: "the 15th", "15/12", "2 january", "early december"."""

from calendar import monthrange
from datetime import date, timedelta
from re import Match
from typing import Final

from clinic.logic.dates.marks import Days, Mark, Meaning, Span, Trouble, phrases
from clinic.logic.dates.spans import PART, narrowed
from clinic.logic.dates.wish import Horizon, Problem
from clinic.logic.dates.words import MONTHS

_MONTH: Final = rf"(?P<month>{'|'.join(MONTHS)})"
_SUFFIX: Final = r" (?:st|nd|rd|th)"
_YEAR: Final = r"(?:(?: ,)? (?P<year>\d{4}))?"
_JUST_GONE_DAYS: Final = 180  # "15 november" said in December is a slip; said in June it is next year's
_LAST_YEAR: Final = 9000  # beyond any horizon, and days can still be counted from there
_MONTHS_TRIED: Final = 4  # enough for "the 31st" and "the 30th" at any time of the year


def _numeric_date(match: Match[str], horizon: Horizon) -> Mark:
    day, month = int(match["day"]), int(match["month"])
    if month > 12 >= day:
        day, month = month, day  # written month first
    return _dated(day, month, match, horizon)


def _iso_date(match: Match[str], horizon: Horizon) -> Mark:
    return _dated(int(match["day"]), int(match["month"]), match, horizon)


def _yearly(day: int, month: int) -> Meaning:
    def meaning(match: Match[str], horizon: Horizon) -> Mark:
        this_year = date(horizon.today.year, month, day)
        return Days(
            (this_year if this_year >= horizon.today else this_year.replace(year=this_year.year + 1),)
        )

    return meaning


def _named_date(match: Match[str], horizon: Horizon) -> Mark:
    return _dated(int(match["day"]), MONTHS.index(match["month"]) + 1, match, horizon)


def _dated(day: int, month: int, match: Match[str], horizon: Horizon) -> Mark:
    no_such_day = Trouble(Problem.NO_SUCH_DAY, match[0])
    if match["year"]:
        written = min(int(match["year"]), _LAST_YEAR)
        found = _real_date(written + 2000 if written < 100 else written, month, day)
        return Days((found,)) if found else no_such_day
    this_year = _real_date(horizon.today.year, month, day)
    if this_year and this_year >= horizon.today:
        return Days((this_year,))
    if this_year and (horizon.today - this_year).days < _JUST_GONE_DAYS:
        return Trouble(Problem.PAST, match[0])
    next_year = _real_date(horizon.today.year + 1, month, day)
    return Days((next_year,)) if next_year else no_such_day


def _day_of_month(first_month: int) -> Meaning:
    def meaning(match: Match[str], horizon: Horizon) -> Mark:
        for ahead in range(first_month, _MONTHS_TRIED):
            found = _real_date(*_month_from_now(horizon, ahead), int(match["day"]))
            if found and found >= horizon.today:
                return Days((found,))
        return Trouble(Problem.NO_SUCH_DAY, match[0])

    return meaning


def _date_range(match: Match[str], horizon: Horizon) -> Mark:
    last = _dated(int(match["day"]), MONTHS.index(match["month"]) + 1, match, horizon)
    if not isinstance(last, Days):
        return last
    first = _real_date(last.days[0].year, last.days[0].month, int(match["first"]))
    return Span(first, last.days[0]) if first and first < last.days[0] else last


def nearest_weekday(day: date, weekday: int) -> date:
    """The day with this weekday that lies at most three days away."""
    return day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)


def day_of_month(number: int, weekday: int, horizon: Horizon) -> date | None:
    """The next day of this number that falls on the weekday; None where this month and the next have none."""
    found = (_real_date(*_month_from_now(horizon, ahead), number) for ahead in (0, 1))
    return next((day for day in found if day and day >= horizon.today and day.weekday() == weekday), None)


def _near_month(ahead: int) -> Meaning:
    return lambda match, horizon: narrowed(match, _month_span(*_month_from_now(horizon, ahead)))


def _month(match: Match[str], horizon: Horizon) -> Mark:
    month = MONTHS.index(match["month"]) + 1
    return narrowed(match, _month_span(horizon.today.year + (month < horizon.today.month), month))


def _month_from_now(horizon: Horizon, ahead: int) -> tuple[int, int]:
    index = horizon.today.month - 1 + ahead
    return horizon.today.year + index // 12, index % 12 + 1


def _month_span(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


MONTH_PHRASES: Final = phrases(
    (r"(?:christmas|xmas) (?:eve|evening)", _yearly(24, 12)),
    (r"(?:christmas|xmas)(?: day)?", _yearly(25, 12)),
    (r"boxing day", _yearly(26, 12)),
    (r"new years? (?:eve|evening)", _yearly(31, 12)),
    (r"new years?(?: day)?", _yearly(1, 1)),
    (r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})", _iso_date),
    (r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?", _numeric_date),
    (r"(?P<day>\d{1,2})[.-](?P<month>\d{1,2})[.-](?P<year>\d{4}|\d{2})", _numeric_date),
    (
        rf"(?P<first>\d{{1,2}})(?:{_SUFFIX})? ?(?:-|to|until) ?(?:the )?"
        rf"(?P<day>\d{{1,2}})(?:{_SUFFIX})?(?: of)? {_MONTH}{_YEAR}",
        _date_range,
    ),
    (rf"(?:the )?(?P<day>\d{{1,2}})(?:{_SUFFIX})?(?: of)? {_MONTH}{_YEAR}", _named_date),
    (rf"{_MONTH} (?:the )?(?P<day>\d{{1,2}})(?:{_SUFFIX})?(?! (?:am|pm|oclock)){_YEAR}", _named_date),
    (rf"(?:the )?(?P<day>\d{{1,2}}){_SUFFIX} of next month", _day_of_month(1)),
    (rf"(?:the )?(?P<day>\d{{1,2}}){_SUFFIX}(?: of (?:this|the) month)?", _day_of_month(0)),
    (r"the (?P<day>\d{1,2})(?! of)", _day_of_month(0)),
    (rf"{PART}?next month", _near_month(1)),
    (rf"{PART}?this month", _near_month(0)),
    (rf"{PART}month", _near_month(0)),
    (rf"(?:{PART}|in |during ){_MONTH}", _month),
    (rf"(?!may){_MONTH}", _month),
)
