"""Two or more pieces of work at the same moment, each in a thread of its own."""

import threading
from collections.abc import Callable


def at_once(*work: Callable[[], object]) -> list[object]:
    """Run everything at the same moment; what each returned or raised."""
    results: list[object] = [None] * len(work)
    gate = threading.Barrier(len(work))

    def run(place: int) -> None:
        gate.wait()
        try:
            results[place] = work[place]()
        except Exception as problem:  # noqa: BLE001  # the test looks at it
            results[place] = problem

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
