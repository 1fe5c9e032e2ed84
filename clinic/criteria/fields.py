"""Field types of the clinic's profile: times, days, phone numbers. Each says in plain words what is wrong."""

import re
from collections.abc import Mapping, Sized
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Final
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, Strict
from pydantic_core import PydanticCustomError

from clinic.criteria.spoken import spoken_hours
from clinic.logic.addresses import problem_of as address_problem
from clinic.logic.hours import Hours
from clinic.logic.when import WEEKDAYS

FROM_ENVIRONMENT: Final = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")
WEEKDAY_KEYS: Final = tuple(name.lower() for name in WEEKDAYS)


class FiveAri(StrEnum):
    """Whether the clinic's mix can hold a DHT-blocking medicine."""

    YES = "true"
    NO = "false"
    UNKNOWN = "unknown"


def _problem(text: str) -> PydanticCustomError:
    return PydanticCustomError("profile", "{reason}", {"reason": text})


def _time_of_day(value: object) -> time:
    if not isinstance(value, str):
        raise _problem('is not a time of day: write it in quotes, such as "09:30"')
    try:
        return datetime.strptime(value, "%H:%M").time()  # noqa: DTZ007 - a time of day has no zone
    except ValueError:
        raise _problem(f'"{value}" is not a time of day, such as "09:30"') from None


def _calendar_day(value: object) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _problem(f'"{value}" is not a date, such as "2026-11-20"') from None


def _weekday(value: object) -> int:
    if value not in WEEKDAY_KEYS:
        raise _problem(f'"{value}" is not a day of the week, such as "monday"')
    return WEEKDAY_KEYS.index(str(value))


def _five_ari(value: object) -> FiveAri:
    if isinstance(value, bool):
        return FiveAri.YES if value else FiveAri.NO
    if value == "unknown":
        return FiveAri.UNKNOWN
    raise _problem("must be true, false or unknown")


def _digits(value: str) -> str:
    if not value.isascii() or not value.isdigit():
        raise _problem(f'"{value}" must be digits only')
    return value


def _callable_number(value: str) -> str:
    if not value.replace(" ", "").lstrip("+").isdigit():
        raise _problem(f'"{value}" is not a phone number: use digits and spaces')
    return value


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise _problem(f'"{value}" is not a time zone, such as "Europe/London"')
    return value


def _hours(value: object) -> Hours:
    if not isinstance(value, list) or len(value) != 2:
        raise _problem('must be a pair of times, such as ["09:00", "17:00"]')
    hours = Hours(_time_of_day(value[0]), _time_of_day(value[1]))
    if hours.start >= hours.end:
        raise _problem(f"{spoken_hours(hours)} ends before it starts")
    return hours


def _calendar_address(value: object) -> str:
    """An address or the variable that holds it. Never repeated in a problem: it is a secret."""
    if isinstance(value, str) and FROM_ENVIRONMENT.fullmatch(value):
        return value
    address = value.replace("webcal://", "https://", 1) if isinstance(value, str) else ""
    problem = address_problem(address)
    if problem is not None:
        raise _problem(f"{problem}; or name a variable, such as ${{CALENDAR_OF_AMARA}}")
    return address


def _no_overlap(ranges: tuple[Hours, ...]) -> tuple[Hours, ...]:
    ordered = sorted(ranges, key=lambda hours: hours.start)
    for earlier, later in pairwise(ordered):
        if later.start < earlier.end:
            raise _problem(f"{spoken_hours(earlier)} and {spoken_hours(later)} overlap")
    return tuple(ordered)


def _not_empty[Group: Sized](group: Group) -> Group:
    if not group:
        raise _problem("must not be empty")
    return group


NotEmpty: Final = AfterValidator(_not_empty)
"""Unlike a minimum length, it stays silent where an item is already reported."""
Text = Annotated[str, Strict(), Field(min_length=1)]
Number = Annotated[int, Strict(), Field(ge=1)]
Day = Annotated[date, BeforeValidator(_calendar_day)]
Digits = Annotated[str, Strict(), AfterValidator(_digits)]
PhoneNumber = Annotated[str, Strict(), AfterValidator(_callable_number)]
DayHours = Annotated[tuple[Annotated[Hours, BeforeValidator(_hours)], ...], AfterValidator(_no_overlap)]
WeeklyHours = Mapping[Annotated[int, BeforeValidator(_weekday)], DayHours]
"""Weekday (0 is Monday, as ``date.weekday()``) to the ranges of that day, in order."""
CalendarAddress = Annotated[str, BeforeValidator(_calendar_address)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]
ContainsFiveAri = Annotated[FiveAri, BeforeValidator(_five_ari)]
