"""The worker process: jobs and unanswered messages, every second, until it is told to stop."""

import logging
import signal
import threading

from clinic.bootstrap import bootstrap
from clinic.config import settings
from clinic.services.errors import StorageFailed
from clinic.worker.outgoing import start_outgoing
from clinic.worker.rounds import Rounds

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
PAUSE_WITHOUT_DATABASE_SECONDS = 5.0


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    services = bootstrap(settings()).services
    rounds = Rounds.of(services)
    start_outgoing(services.calendars.run_due, stop)
    start_outgoing(services.letter_jobs.run_due, stop)
    log.info("working")
    while not stop.wait(_round(rounds)):
        pass


def _round(rounds: Rounds) -> float:
    try:
        rounds.once()
    except StorageFailed:
        log.warning("the database is away; trying again")
        return PAUSE_WITHOUT_DATABASE_SECONDS
    return PAUSE_SECONDS


if __name__ == "__main__":
    main()
