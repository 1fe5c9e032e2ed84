"""Phrases that name a time of day: "after 5", "mornings", "between 2 and 4", "half past three", "25:00"."""

from datetime import time
from re import Match
from typing import Final

from clinic.logic.dates.marks import Clock, Days, Mark, Meaning, Part, Trouble, phrases
from clinic.logic.dates.months import day_of_month
from clinic.logic.dates.wish import Horizon, PartOfDay, Problem
from clinic.logic.dates.words import MONTHS, WEEKDAYS

_FIRST_MORNING_HOUR: Final = 8  # to a clinic "at 7" is in the evening and "at 8" in the morning
_MINUTES: Final = {"half past": 30, "quarter past": 15, "quarter to": -15}


def _clock(name: str) -> str:
    """A pattern for a time on the clock where one is expected: "5", "5.30 pm", "1700", "half past 5"."""
    return (
        rf"(?:(?P<{name}_past>{'|'.join(_MINUTES)}) )?"
        rf"(?P<{name}_hour>\d{{1,2}})(?:[:.]?(?P<{name}_minute>\d{{2}}))?"
        rf"(?: (?P<{name}_half>am|pm))?(?: (?:oclock|hrs|h|ish))?"
    )


def _read(match: Match[str], name: str = "at", half: str | None = None) -> time | None:
    """The time in the groups of `_clock(name)`; None when no clock shows it."""
    groups = match.groupdict()
    hour, half = int(groups[f"{name}_hour"]), groups.get(f"{name}_half") or half
    minute = int(groups.get(f"{name}_minute") or 0) + _MINUTES.get(groups.get(f"{name}_past") or "", 0)
    is_evening = half is None and len(groups[f"{name}_hour"]) == 1 and 0 < hour < _FIRST_MORNING_HOUR
    if hour < 12 and (half == "pm" or is_evening):
        hour += 12
    if hour == 12 and half == "am":
        hour = 0
    hour, minute = (hour, minute) if minute >= 0 else (hour - 1, minute + 60)
    return time(hour, minute) if 0 <= hour < 24 and minute < 60 else None


def _after(match: Match[str], horizon: Horizon) -> Mark:
    at = _read(match)
    return Clock(after=at) if at else Trouble(Problem.NO_SUCH_TIME, match[0])


def _before(match: Match[str], horizon: Horizon) -> Mark:
    at = _read(match)
    return Clock(before=at) if at else Trouble(Problem.NO_SUCH_TIME, match[0])


def _near(match: Match[str], horizon: Horizon) -> Mark:
    at = _read(match)
    return Clock(at=at) if at else Trouble(Problem.NO_SUCH_TIME, match[0])


def _between(match: Match[str], horizon: Horizon) -> Mark:
    end, start = _read(match, "end"), _read(match, "start", match["end_half"])
    if start and end and start >= end:
        start = _read(match, "start")  # "11 to 2pm" starts in the morning
    if start is None or end is None:
        return Trouble(Problem.NO_SUCH_TIME, match[0])
    return Clock(after=start, before=end) if start < end else Trouble(Problem.CONTRADICTION, match[0])


def _bare(match: Match[str], horizon: Horizon) -> Mark:
    """A number beside a weekday is its date where there is such a day, and a time otherwise: "Mon 9"."""
    before, number = match.string[: match.start()].split()[-1], int(match["at_hour"])
    day = day_of_month(number, WEEKDAYS.index(before), horizon) if before in WEEKDAYS else None
    return Days((day,)) if day else _near(match, horizon)


def _fixed(after: int | None = None, before: int | None = None, at: int | None = None) -> Meaning:
    limits = Clock(*(None if hour is None else time(hour) for hour in (after, before, at)))
    return lambda match, horizon: limits


def _part(*parts: PartOfDay) -> Meaning:
    return lambda match, horizon: Part(frozenset(parts))


_AT: Final = _clock("at")
_RANGE: Final = rf"{_clock('start')} ?(?:and|to|-|until) ?{_clock('end')}"
_NO_COUNT: Final = r"(?! (?:day|week|month|year|hour|minute|session|injection|treatment)s?)"
_DURING: Final = r"(?:in )?(?:the )?(?:early |late |mid )?"
# "What if I am late", "running a bit late": of a person, not of a time.
_OF_A_PERSON: Final = "im am be being was were arrive up there running bit too very really"
_NOT_BEING: Final = "".join(rf"(?<!\b{word} )" for word in _OF_A_PERSON.split())
_BESIDE_A_DAY: Final = rf"(?:{'|'.join(rf'(?<=\b{word} )' for word in (*WEEKDAYS, *MONTHS, 'th'))})"
_ABOUT: Final = r"(?:at |around |about |over )?"

TIME_PHRASES: Final = phrases(
    (rf"(?:no|not) (?:earlier than|before) {_AT}", _after),
    (rf"(?:no|not) (?:later than|after) {_AT}", _before),
    (rf"(?:work|working|busy|at work|finish|finish work) (?:until|at) {_AT}", _after),
    (rf"(?:between |from ){_RANGE}", _between),
    (_RANGE.replace("and|", ""), _between),
    (rf"(?:after|from|later than|past|starting at) {_AT}{_NO_COUNT}(?: on| onwards?)?", _after),
    (rf"(?:before|by|until|earlier than) {_AT}{_NO_COUNT}", _before),
    (r"(?:after|from) midday", _fixed(after=12)),
    (r"(?:before|by|until) (?:midday|lunchtime)", _fixed(before=12)),
    (r"after lunchtime", _fixed(after=13)),
    (r"after (?:work|school)", _fixed(after=17)),
    (r"before (?:work|school)", _fixed(before=9)),
    (r"(?:at )?(?:the )?(?:end of the day|late in the day|last thing)", _fixed(after=16)),
    (r"first thing", _fixed(before=10)),
    (rf"{_ABOUT}(?:12 )?midday", _fixed(at=12)),
    (rf"{_ABOUT}(?:12 )?midnight", _fixed(at=0)),
    (rf"{_ABOUT}lunchtime", _fixed(after=12, before=14)),
    (rf"(?:at|around|about|roughly|say) {_AT}{_NO_COUNT}", _near),
    (r"(?P<at_hour>\d{1,2})(?= in the (?:morning|afternoon|evening))", _near),
    (rf"(?P<at_past>{'|'.join(_MINUTES)}) (?P<at_hour>\d{{1,2}})(?: (?P<at_half>am|pm))?", _near),
    (r"(?P<at_hour>\d{1,2})(?:[:.]?(?P<at_minute>\d{2}))? (?P<at_half>am|pm)(?: ish)?", _near),
    (r"(?P<at_hour>\d{1,2})[:.](?P<at_minute>\d{2})(?: (?:hrs|h))?", _near),
    (r"(?P<at_hour>\d{1,2}) (?:oclock|ish)", _near),
    (rf"{_DURING}mornings?", _part(PartOfDay.MORNING)),
    (rf"{_DURING}afternoons?", _part(PartOfDay.AFTERNOON)),
    (rf"{_DURING}(?:evenings?|nights?)", _part(PartOfDay.EVENING)),
    (r"(?<=day )am|(?<=th )am", _part(PartOfDay.MORNING)),
    (r"pm", _part(PartOfDay.AFTERNOON, PartOfDay.EVENING)),
    (rf"{_NOT_BEING}(?:too |very |really )?early", _fixed(before=10)),
    (rf"{_NOT_BEING}(?:too |very |really )?late", _fixed(after=16)),
    (rf"{_BESIDE_A_DAY}(?P<at_hour>\d{{1,2}}){_NO_COUNT}", _bare),
)
