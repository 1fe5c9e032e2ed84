"""How the profile's values are said to a patient: times as on an NHS page, equal days in a row joined."""

from collections.abc import Mapping
from datetime import time
from typing import Final

from clinic.logic.hours import Hours

DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def spoken_time(at: time) -> str:
    """'9am', '9:30am', 'midday', 'midnight'."""
    if at == time(12):
        return "midday"
    if at == time(0):
        return "midnight"
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def spoken_hours(hours: Hours) -> str:
    return f"{spoken_time(hours.start)} to {spoken_time(hours.end)}"


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
    return DAY_NAMES[first] if first == last else f"{DAY_NAMES[first]} to {DAY_NAMES[last]}"
