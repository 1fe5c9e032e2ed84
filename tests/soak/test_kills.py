"""kill -9 of web, actions or worker at random moments while patients book: nothing lost, nothing doubled."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.plugins.system import RunningSystem
from tests.plugins.waiting import wait_until
from tests.soak.aftermath import Aftermath
from tests.soak.journey import Journey

VICTIMS = ("web", "actions", "worker")
AT_ONCE = 12  # patients
JOURNEYS = 200
MANY = 10**6


@dataclass
class Storm:
    """Kills one process after another, each at a random moment after everything is ready again."""

    system: RunningSystem
    chance: random.Random
    calm: tuple[float, float]  # seconds between two kills
    after: Callable[[], object] = lambda: None
    killed: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def blowing(self, victims: tuple[str, ...] = VICTIMS, most: int = MANY) -> Iterator[None]:
        over = threading.Event()
        thread = threading.Thread(target=self._blow, args=(over, victims, most))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
        self.system.wait_until_ready()

    def _blow(self, over: threading.Event, victims: tuple[str, ...], most: int) -> None:
        order = self.chance.sample(victims, len(victims))  # each once, then any
        for number in range(most):
            if over.wait(self.chance.uniform(*self.calm)):
                return
            name = order[number] if number < len(order) else self.chance.choice(victims)
            if name in self.system.processes():
                old = self.system.kill(name)
                self.killed[name] += 1
                self.after()
                wait_until(lambda name=name, old=old: over.is_set() or self._is_back(name, old), name, 200)

    def _is_back(self, name: str, old: int) -> bool:
        return self.system.processes().get(name, old) != old and self.system.is_ready()


def weather(
    storm: Storm, seeds: range, most: tuple[int, int] = (MANY, MANY)
) -> tuple[list[Journey], Aftermath]:
    """Every patient books while the storm blows; then their letters go, while the worker is killed."""
    with storm.blowing(most=most[0]), ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(lambda seed: Journey(storm.system, seed).run(), seeds))
    after = Aftermath(storm.system, tuple(journey.conversation_id for journey in done))
    after.make_letters_due()
    with storm.blowing(("worker",), most[1]):
        wait_until(lambda: not after.letters_waiting(), "every letter has gone", 900)
    wait_until(lambda: not after.unanswered(), "every message is answered", 200)
    return done, after


def check(journeys: list[Journey], after: Aftermath) -> None:
    booked, letters = after.booked(), after.letters()

    assert [journey.seed for journey in journeys if not journey.is_booked] == []
    assert [journey.unanswered for journey in journeys if journey.unanswered] == []
    assert after.stored_twice() == []
    assert sorted(row.conversation_id for row in booked) == sorted(after.ids), "one booking each"
    assert after.double() == []
    assert [journey.lost_holds for journey in journeys if journey.lost_holds] == []
    assert after.lost_times() == []
    assert {key: count for key, count in letters.items() if count != 1} == {}, "every letter once"
    assert len(letters) >= 2 * len(booked), "the booking is told, and there are reminders"
    assert after.letters_not_marked() == []


def test_a_few_patients_book_while_processes_are_killed(system: RunningSystem) -> None:
    anybody = Aftermath(system, ())
    storm = Storm(system, random.Random(6), calm=(0.5, 2.0), after=anybody.end_leases)

    journeys, after = weather(storm, range(600_000, 600_003), most=(3, 1))

    assert set(storm.killed) == set(VICTIMS)
    check(journeys, after)


@pytest.mark.soak
@pytest.mark.timeout(4 * 3600)
def test_two_hundred_patients_book_while_processes_are_killed(roomy_system: RunningSystem, figures) -> None:
    storm = Storm(roomy_system, random.Random(200), calm=(5.0, 20.0))

    journeys, after = weather(storm, range(JOURNEYS))

    told = sum(journey.failures_told for journey in journeys)
    killed = ", ".join(f"{name} {count}" for name, count in sorted(storm.killed.items()))
    figures(
        f"{len(journeys)} journeys, {len(after.booked())} bookings, killed: {killed}; {told} turns told that "
        f"something failed; {len(after.letters())} letters, {len(after.double())} double bookings, "
        f"{sum(bool(j.lost_holds) for j in journeys)} lost holds, {len(after.unanswered())} unanswered"
    )
    check(journeys, after)
