"""Waits for a fact about another process; nothing else in the tests waits."""

import threading
import time
from collections.abc import Callable

STEP_SECONDS = 0.05


def wait_until[T](look: Callable[[], T], what: str, seconds: float = 30.0) -> T:
    """Return the first truthy answer of `look`; fail with `what` when the time is up."""
    until = time.monotonic() + seconds
    pause = threading.Event()
    while not (seen := look()):
        assert time.monotonic() < until, f"{what}: not within {seconds:.0f} s"
        pause.wait(STEP_SECONDS)
    return seen
