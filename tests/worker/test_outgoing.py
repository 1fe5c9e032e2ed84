"""Calls to other systems go on beside the worker's rounds, whatever one of them raises."""

import threading

import pytest

from clinic.services.errors import StorageFailed
from clinic.worker import outgoing
from clinic.worker.outgoing import start_outgoing


def test_it_goes_on_after_a_failure_and_stops_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "PAUSE_SECONDS", 0)
    stop, seen, came_again = threading.Event(), [StorageFailed(), RuntimeError("no")], threading.Event()

    def run_due() -> None:
        if seen:
            raise seen.pop()
        came_again.set()

    thread = start_outgoing(run_due, stop)

    assert came_again.wait(30)
    stop.set()
    thread.join(30)
    assert not thread.is_alive()
