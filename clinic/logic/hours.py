"""Hours on the clinic's wall clock, turned into real time. The one place that knows about clock changes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Hours:
    """From one time of day to a later one, on the wall clock."""

    start: time
    end: time


type Week = Mapping[int, tuple[Hours, ...]]
"""Weekday (Monday is 0) to that day's hours."""


@dataclass(frozen=True, order=True)
class Stretch:
    """From one moment to a later one, in UTC; the end does not belong to it."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Stretch") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Timetable:
    """When a person or a place is there: weekly hours, less breaks, less whole days off."""

    zone: ZoneInfo
    week: Week
    breaks: Week
    days_off: frozenset[date] = frozenset()

    def on(self, day: date) -> tuple[Stretch, ...]:
        """The day's working stretches, in order."""
        if day in self.days_off:
            return ()
        breaks = [self._longest(day, hours) for hours in self.breaks.get(day.weekday(), ())]
        hours = [self._shortest(day, hours) for hours in self.week.get(day.weekday(), ())]
        return tuple(sorted(left for stretch in hours for left in _without(stretch, breaks)))

    def from_day(self, first: date, last: date) -> Iterator[Stretch]:
        """The working stretches of every day from `first` to `last`, in order."""
        for offset in range((last - first).days + 1):
            yield from self.on(first + timedelta(days=offset))

    # Where the clock changes at the very edge of the hours, an edge happens twice or not at all.
    # Nobody is then booked into time that is not surely worked: hours get shorter, breaks longer.

    def _shortest(self, day: date, hours: Hours) -> Stretch:
        return Stretch(max(moments(day, hours.start, self.zone)), min(moments(day, hours.end, self.zone)))

    def _longest(self, day: date, hours: Hours) -> Stretch:
        return Stretch(min(moments(day, hours.start, self.zone)), max(moments(day, hours.end, self.zone)))


def is_on_clock(day: date, at: time, zone: ZoneInfo) -> bool:
    """False for a time that the clocks skip when they go forward."""
    wall = datetime.combine(day, at, zone)
    return wall.astimezone(timezone.utc).astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None)


def moments(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The real times that a wall-clock time may mean: twice the same, except where the clock changes."""
    wall = datetime.combine(day, at, zone)
    return (wall.replace(fold=0).astimezone(timezone.utc), wall.replace(fold=1).astimezone(timezone.utc))


def _without(stretch: Stretch, breaks: Iterable[Stretch]) -> Iterator[Stretch]:
    start = stretch.starts_at
    for pause in sorted(breaks):
        if pause.ends_at <= start or pause.starts_at >= stretch.ends_at:
            continue
        if start < pause.starts_at:
            yield Stretch(start, pause.starts_at)
        start = pause.ends_at
    if start < stretch.ends_at:
        yield Stretch(start, stretch.ends_at)
