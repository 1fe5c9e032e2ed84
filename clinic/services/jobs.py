"""Runs what the jobs table asks for: leased, at least once, retried with growing pauses."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from clinic.services.dialogue import Json
from clinic.services.ports import Clock, UnitOfWorkFactory
from clinic.services.ports.jobs import Job

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
BATCH = 20
LONGEST_PAUSE = timedelta(hours=1)

type Handler = Callable[[Json], None]


@dataclass(frozen=True)
class Jobs:
    """`handlers` maps a job's kind to what does it. A handler may run twice and must not mind."""

    uows: UnitOfWorkFactory
    clock: Clock
    handlers: Mapping[str, Handler]

    def run_due(self) -> int:
        """Do every job that is due now; how many were done."""
        with self.uows() as uow:
            now = self.clock.now()
            leased = uow.jobs.lease_due(now, now + LEASE, BATCH)
            uow.commit()
        return sum(self._run(job) for job in leased)

    def _run(self, job: Job) -> bool:
        problem = self._attempt(job)
        with self.uows() as uow:
            if problem is None:
                uow.jobs.finish(job.id, self.clock.now())
            else:
                uow.jobs.retry(job.id, self.clock.now() + pause_after(job.attempts), problem)
            uow.commit()
        return problem is None

    def _attempt(self, job: Job) -> str | None:
        handler = self.handlers.get(job.kind)
        if handler is None:
            return "unknown kind"
        try:
            handler(job.payload)
        except Exception as error:  # noqa: BLE001  # whatever one job raises, the others still run and this one is retried
            log.error("job %s failed: %s", job.kind, type(error).__name__)
            return type(error).__name__
        return None


def pause_after(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s … up to an hour."""
    return min(timedelta(seconds=5 * 2 ** min(attempts - 1, 20)), LONGEST_PAUSE)
