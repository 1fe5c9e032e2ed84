"""From an iCalendar file of somebody else to busy times. What cannot be read surely is refused as a whole.

Half a calendar would offer times at which a clinician is away: the last good copy is better.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from math import prod
from typing import Any, Final
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from clinic.logic.hours import Stretch

LARGEST_FILE_BYTES: Final = 5_000_000
MOST_TIMES: Final = 20_000
MOST_SERIES: Final = 2_000
MOST_A_DAY: Final = 24  # of one repeated event: more often is no diary, and takes for ever to work out
TIME_PARTS: Final = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
ZONED_PARTS: Final = ("DTSTART", "DTEND", "RECURRENCE-ID")
DENSE: Final = ("SECONDLY", "MINUTELY", "HOURLY")


class CalendarUnreadable(Exception):
    """The file is no calendar, or one that cannot be read surely. Never holds anything of the file."""


def read_busy(
    content: bytes, within: Stretch, zone: ZoneInfo, is_ours: Callable[[str], bool]
) -> tuple[Stretch, ...]:
    """The busy times that touch `within`, in order, joined where they touch. Raises CalendarUnreadable."""
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        if not calendars:
            raise CalendarUnreadable
        return joined(busy for calendar in calendars for busy in _busy_times(calendar, within, zone, is_ours))
    except CalendarUnreadable:
        raise
    except Exception as error:  # whatever a stranger's file does to the parsers
        raise CalendarUnreadable from error


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same time without overlaps. Raises CalendarUnreadable: a diary has not so many times."""
    kept: list[Stretch] = []
    for number, stretch in enumerate(sorted(_not_too_many(stretches))):
        if number and stretch.starts_at <= kept[-1].ends_at:
            kept[-1] = Stretch(kept[-1].starts_at, max(kept[-1].ends_at, stretch.ends_at))
        else:
            kept.append(stretch)
    return tuple(kept)


def _not_too_many(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    for number, stretch in enumerate(stretches):
        if number >= MOST_TIMES:
            raise CalendarUnreadable
        yield stretch


def _busy_times(
    calendar: Any, within: Stretch, zone: ZoneInfo, is_ours: Callable[[str], bool]
) -> Iterator[Stretch]:
    events = calendar.walk("VEVENT")
    for event in events:
        _refuse_unsure(event)
    if sum("RRULE" in event or "RDATE" in event for event in events) > MOST_SERIES:
        raise CalendarUnreadable
    a_day = timedelta(days=1)  # times without a zone, and whole days, are placed by our own zone below
    found = recurring_ical_events.of(calendar).between(within.starts_at - a_day, within.ends_at + a_day)
    for event in found:
        busy = Stretch(_moment(event.start, zone), _moment(event.end, zone))
        takes_time = busy.starts_at < busy.ends_at and busy.overlaps(within)
        if takes_time and _counts(event) and not is_ours(str(event.get("UID", ""))):
            yield busy


def _counts(event: Event) -> bool:
    is_free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return not is_free and str(event.get("STATUS", "")).upper() != "CANCELLED"


def _refuse_unsure(event: Event) -> None:
    broken = {name for name, _ in event.errors}
    if broken.intersection(TIME_PARTS) or "DTSTART" not in event:
        raise CalendarUnreadable
    for name in ZONED_PARTS:
        part = event.get(name)
        names_unknown_zone = part is not None and "TZID" in part.params and _wall_clock(part.dt)
        if names_unknown_zone:
            raise CalendarUnreadable
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        times = prod(len(rule.get(part, [0])) for part in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        if rule["FREQ"][0] in DENSE or times > MOST_A_DAY:
            raise CalendarUnreadable


def _wall_clock(moment: date) -> bool:
    return isinstance(moment, datetime) and moment.tzinfo is None


def _moment(moment: date, zone: ZoneInfo) -> datetime:
    """Times without a zone are on the clinic's clock; a day begins at its midnight."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    local = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    return local.astimezone(timezone.utc)
