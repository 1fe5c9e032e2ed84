"""Many patients who want few times at the same moment: threads in several processes, on the real services."""

import multiprocessing
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from clinic.services.errors import StorageFailed
from tests.services.booking_world import AtDesk, Clinic, open_clinic

HANDS: Final = 8  # threads of one process
MOST_TRIES: Final = 20
LENGTH: Final = timedelta(minutes=90)
CONFIRMED: Final = "utter_booking_confirmed"
TAKEN: Final = "utter_booking_taken"
IDS_APART: Final = 10**12  # two processes that count never give the same id


@dataclass(frozen=True)
class Finish:
    """What stands after the race, and what everybody was told at its end."""

    told: Counter[str]
    tried_again: int  # turns in which the database was too busy: the patient is told so, and tries again
    winners: set[str]  # the conversations that heard that they have a booking
    booked: list[tuple[str, datetime]]  # conversation and time of every booking
    held: int
    reserved: int  # bookings that reserve time


def race(url: str, attempts: int, openings: int, processes: int) -> Finish:
    """Everybody stands ready before the first one asks for a time."""
    parts = [(url, place + 1, attempts // processes, openings) for place in range(processes)]
    if processes == 1:
        ready = [_ready(*parts[0])]
        heard = [_run(*parts[0], ready[0])]
    else:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            ready = list(pool.map(_ready, *zip(*parts, strict=True)))
            heard = list(pool.map(_run, *zip(*parts, strict=True), ready))
    return _finish(_desk(url, 0), [pair for part in heard for pair in part])


def _ready(url: str, place: int, attempts: int, openings: int) -> list[str]:
    """Patients who have answered and opened a booking."""
    clinic = _desk(url, place)
    return [_stubborn(lambda: clinic.patient().begins().conversation_id)[0] for _ in range(attempts)]


def _run(url: str, place: int, attempts: int, openings: int, ready: list[str]) -> list[tuple[str, str, int]]:
    """What each patient heard last. Each wants one of the times; all times are wanted alike."""
    clinic = _desk(url, place + 100)
    times = times_of(clinic, openings)
    wishes = [times[number % len(times)] for number in range(attempts)]
    random.Random(place).shuffle(wishes)
    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(lambda pair: _attempt(clinic, *pair), zip(ready, wishes, strict=True)))


def _attempt(clinic: Clinic, conversation_id: str, wish: datetime) -> tuple[str, str, int]:
    patient = AtDesk(clinic, conversation_id)
    _, again = _stubborn(lambda: patient.forges(do="time", starts_at=wish.isoformat()))
    if patient.names[0] == "utter_booking_held":
        turns: list[Callable[[], object]] = [
            lambda: patient.says("Sam Green"),
            lambda: patient.says(f"{conversation_id}@mail.com"),
            lambda: patient.presses("Yes, book it"),
        ]
        again += sum(_stubborn(turn)[1] for turn in turns)
    return conversation_id, patient.names[0], again


def _stubborn[T](turn: Callable[[], T]) -> tuple[T, int]:
    """The turn, and how often it was tried again: SQLite has one writer, and is not fair to who waits."""
    for tried in range(MOST_TRIES):
        try:
            return turn(), tried
        except StorageFailed:
            continue
    raise StorageFailed


def times_of(clinic: Clinic, count: int) -> list[datetime]:
    """The first times of the diary that do not touch one another; one clinician works on each day."""
    diary, apart = clinic.services.booking.diary, list[datetime]()
    with clinic.uows(reads_only=True) as uow:
        for opening in diary.openings(uow, "", "consultation"):
            if not apart or opening.starts_at - apart[-1] >= LENGTH:
                apart.append(opening.starts_at)
    assert len(apart) >= count
    return apart[:count]


def _finish(clinic: Clinic, heard: list[tuple[str, str, int]]) -> Finish:
    confirmed = clinic.bookings("confirmed")
    return Finish(
        told=Counter(name for _, name, _ in heard),
        tried_again=sum(again for _, _, again in heard),
        winners={conversation_id for conversation_id, name, _ in heard if name == CONFIRMED},
        booked=[(booking.conversation_id, booking.starts_at) for booking in confirmed],
        held=len(clinic.bookings("held")),
        reserved=len(clinic.reserved()),
    )


def _desk(url: str, place: int) -> Clinic:
    lengths = {"consultation": int(LENGTH.total_seconds() // 60), "treatment": 60}
    clinic = open_clinic(url, lengths=lengths, buffer_minutes=0)
    clinic.ids.count = place * IDS_APART
    return clinic
