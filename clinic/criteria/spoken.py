"""How the profile's values are said to a patient: weekly hours with equal days joined, where to go today."""

from collections.abc import Mapping

from clinic.logic.hours import Hours
from clinic.logic.when import WEEKDAYS, write_clock


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


def spoken_urgent_care(number: str | None) -> str:
    """Where to go today; not every country has a line to call first."""
    department = "go to an emergency department"
    return f"call {number}, or {department}" if number else department


def _spoken_days(first: int, last: int) -> str:
    return WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]} to {WEEKDAYS[last]}"
