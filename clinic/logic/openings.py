"""Which times can be booked: from working hours, rooms and what is taken already, to openings in order.

Times are UTC inside. A visit with its buffers takes its clinician and its room in five-minute steps: the same
steps that the database keeps unique, so that what is shown and what is stored never disagree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final

from clinic.logic.blocks import Block
from clinic.logic.hours import Stretch, Timetable

STEP: Final = timedelta(minutes=5)
EPOCH: Final = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Visit:
    """How much time a kind of appointment takes, and what stays free around it."""

    length: timedelta
    buffer_before: timedelta = timedelta(0)
    buffer_after: timedelta = timedelta(0)


@dataclass(frozen=True)
class Worker:
    """A clinician: when they work, and the rooms they work in, the preferred one first."""

    id: str
    rooms: tuple[str, ...]
    timetable: Timetable


@dataclass(frozen=True, order=True)
class Opening:
    starts_at: datetime
    ends_at: datetime
    clinician: str
    room: str


@dataclass(frozen=True)
class Window:
    """From when to when visits may start, and how far apart they are offered."""

    earliest: datetime
    last_day: date
    apart: timedelta


@dataclass(frozen=True, order=True)
class Cell:
    """Five minutes of one clinician or one room."""

    resource: str
    starts_at: datetime


@dataclass(frozen=True)
class Busy:
    """What cannot be offered: steps that are reserved, and time that is blocked."""

    taken: frozenset[Cell]
    blocks: tuple[Block, ...]

    def is_free(self, opening: Opening, visit: Visit) -> bool:
        stretch = Stretch(opening.starts_at, opening.ends_at)
        is_blocked = any(block.holds(opening.clinician, opening.room, stretch) for block in self.blocks)
        return not is_blocked and self.taken.isdisjoint(cells_of(opening, visit))


def find_openings(
    workers: Iterable[Worker],
    visit: Visit,
    window: Window,
    taken: Iterable[Cell],
    blocks: Iterable[Block] = (),
) -> tuple[Opening, ...]:
    """Every free opening in the window, ordered by time, then by clinician."""
    busy = Busy(frozenset(taken), tuple(blocks))
    found = (opening for worker in workers for opening in _of_worker(worker, visit, window, busy))
    return tuple(sorted(found))


def cells_of(opening: Opening, visit: Visit) -> tuple[Cell, ...]:
    """What a visit reserves, in one order: two bookings that collide then queue and never deadlock."""
    steps = tuple(
        steps_of(Stretch(opening.starts_at - visit.buffer_before, opening.ends_at + visit.buffer_after))
    )
    return tuple(
        Cell(resource, step)
        for resource in sorted((clinician_key(opening.clinician), room_key(opening.room)))
        for step in steps
    )


def steps_of(stretch: Stretch) -> Iterator[datetime]:
    """The five-minute steps that a stretch touches, even in part."""
    step = stretch.starts_at - (stretch.starts_at - EPOCH) % STEP
    while step < stretch.ends_at:
        yield step
        step += STEP


def clinician_key(clinician: str) -> str:
    return f"clinician:{clinician}"


def room_key(room: str) -> str:
    return f"room:{room}"


def _of_worker(worker: Worker, visit: Visit, window: Window, busy: Busy) -> Iterator[Opening]:
    zone = worker.timetable.zone
    first_day = window.earliest.astimezone(zone).date()
    for stretch in worker.timetable.from_day(first_day, window.last_day):
        for starts_at in _starts(stretch, visit.length, window):
            for room in worker.rooms:
                opening = Opening(starts_at, starts_at + visit.length, worker.id, room)
                if busy.is_free(opening, visit):
                    yield opening
                    break


def _starts(stretch: Stretch, length: timedelta, window: Window) -> Iterator[datetime]:
    start = stretch.starts_at
    while start + length <= stretch.ends_at:
        if start >= window.earliest:
            yield start
        start += window.apart
