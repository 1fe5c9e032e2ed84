"""Tells on stderr how far a measurement is, and about how long it still takes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable


def tell(what: str) -> None:
    print(f"  evaluate: {what}", file=sys.stderr, flush=True)


def duration(seconds: float) -> str:
    """Return a length of time as a person says it."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"


class Steps:
    """Counts equal steps of one long piece of work."""

    def __init__(self, what: str, count: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._count = count
        self._clock = clock
        self._began = clock()

    def reached(self, done: int) -> str:
        """Return the line that says that so many steps are done."""
        taken = self._clock() - self._began
        line = f"{self._what} {done} of {self._count}, {duration(taken)}"
        if 0 < done < self._count:
            line += f", about {duration(taken / done * (self._count - done))} left"
        return line
