"""Calls to other systems and the mail server, beside the worker's rounds: slow ones keep nobody waiting."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from clinic.services.errors import StorageFailed

log = logging.getLogger(__name__)

PAUSE_SECONDS: Final = 2.0


def start_outgoing(run_due: Callable[[], object], stop: threading.Event) -> threading.Thread:
    """Call `run_due` again and again until `stop`; whatever one time raises, the next comes."""

    def run() -> None:
        while not stop.wait(PAUSE_SECONDS):
            try:
                run_due()
            except StorageFailed:
                log.warning("the database is away; calls to other systems wait")
            except Exception as error:  # noqa: BLE001  # this thread has no other to take its place
                log.error("calls to other systems failed: %s", type(error).__name__)

    # A daemon: a call that hangs does not keep the worker from stopping; its job is leased again.
    thread = threading.Thread(target=run, name="outgoing", daemon=True)
    thread.start()
    return thread
