"""Limits per address and per conversation, counted in this process over a sliding window."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

MAX_KEYS = 50_000  # remembered at once; beyond that the oldest are forgotten


@dataclass
class Limit:
    """At most `count` per `seconds` for one key."""

    count: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _seen: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_seconds(self, key: str) -> float:
        """0 when `key` may go on (and is counted); else how long it must wait."""
        now = self.clock()
        with self._lock:
            times = self._seen.pop(key, deque())
            while times and times[0] <= now - self.seconds:
                times.popleft()
            self._seen[key] = times  # put back last: the order of the dict is the order of use
            if len(self._seen) > MAX_KEYS:
                del self._seen[next(iter(self._seen))]
            if len(times) >= self.count:
                return times[0] + self.seconds - now
            times.append(now)
            return 0.0
