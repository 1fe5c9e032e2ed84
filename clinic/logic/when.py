"""How dates and times are written: "Tuesday 24 November", "10:30am", "midday", in the clinic's zone."""

from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTHS.split())


def write_day(day: date) -> str:
    """Write "Tuesday 24 November"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def write_short_day(day: date) -> str:
    """Write "Tue 24 Nov", for a button."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def write_time(moment: datetime, zone: ZoneInfo) -> str:
    """Write "10:30am"; with the zone's name in the hour that a clock change makes happen twice."""
    local = moment.astimezone(zone)
    written = write_clock(local.time())
    return f"{written} {local.tzname()}" if _happens_twice(local) else written


def write_clock(at: time) -> str:
    """Write "9am", "10:30am", "midday", "midnight"."""
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def write_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Write "Tuesday 24 November 2026 at 10:30am"."""
    day = moment.astimezone(zone).date()
    return f"{write_day(day)} {day.year} at {write_time(moment, zone)}"


def write_soon(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Write "4:15pm today", "9am tomorrow" or "9am on Monday 23 November": for a promise."""
    day = moment.astimezone(zone).date()
    days_away = (day - now.astimezone(zone).date()).days
    near = {0: "today", 1: "tomorrow"}
    return f"{write_time(moment, zone)} {near.get(days_away, f'on {write_day(day)}')}"


def _happens_twice(local: datetime) -> bool:
    earlier, later = local.replace(fold=0), local.replace(fold=1)
    return earlier.astimezone(timezone.utc) < later.astimezone(timezone.utc)
