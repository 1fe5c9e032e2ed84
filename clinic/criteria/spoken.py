"""How the profile's values are said to a patient: hours of a week and of a day, where to go today."""

from collections.abc import Iterable, Mapping
from datetime import date

from clinic.logic.hours import Hours, Timetable
from clinic.logic.when import WEEKDAYS, write_clock, write_day, write_time


def spoken_hours(hours: Hours) -> str:
    return f"{write_clock(hours.start)} to {write_clock(hours.end)}"


def spoken_week(week: Mapping[int, tuple[Hours, ...]]) -> str:
    """'Monday to Wednesday 9am to 6pm, Thursday 9am to 8pm'."""
    runs: list[tuple[int, int, str]] = []
    for day in sorted(day for day in week if week[day]):
        spoken = " and ".join(spoken_hours(hours) for hours in week[day])
        if runs and runs[-1][1:] == (day - 1, spoken):
            runs[-1] = (runs[-1][0], day, spoken)
        else:
            runs.append((day, day, spoken))
    return ", ".join(f"{_spoken_days(first, last)} {spoken}" for first, last, spoken in runs)


def spoken_day(day: date, opening: Timetable) -> str:
    """'9am to 12:30pm and 1:30pm to 5pm', or 'closed'; holidays count."""
    zone = opening.zone
    stretches = (
        f"{write_time(stretch.starts_at, zone)} to {write_time(stretch.ends_at, zone)}"
        for stretch in opening.on(day)
    )
    return " and ".join(stretches) or "closed"


def spoken_days(days: Iterable[date], opening: Timetable) -> str:
    """'Saturday 28 November 10am to 2pm, Sunday 29 November closed'."""
    return ", ".join(f"{write_day(day)} {spoken_day(day, opening)}" for day in days)


def spoken_urgent_care(number: str | None) -> str:
    """Where to go today; not every country has a line to call first."""
    department = "go to an emergency department"
    return f"call {number}, or {department}" if number else department


def _spoken_days(first: int, last: int) -> str:
    return WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]} to {WEEKDAYS[last]}"
