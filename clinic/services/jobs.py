"""Runs what the jobs table asks for: leased, at least once, retried with growing pauses."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from clinic.services.dialogue import Json
from clinic.services.ports import Clock, UnitOfWorkFactory
from clinic.services.ports.jobs import Job

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # of one job: longer than the slowest server may take
BATCH = 20
ROUND = timedelta(seconds=10)  # then others get a turn: unanswered messages, the signal to stop
LONGEST_PAUSE = timedelta(hours=1)

type Handler = Callable[[Json], None]


class NotYet(Exception):
    """The job cannot be done now and nothing is broken; says why, without anybody's words or address."""


@dataclass(frozen=True)
class Jobs:
    """`handlers` maps a job's kind to what does it. A handler may run twice and must not mind.

    Kinds without a handler here are left to another runner: what waits for slow servers has one of its own.
    """

    uows: UnitOfWorkFactory
    clock: Clock
    handlers: Mapping[str, Handler]

    def run_due(self) -> int:
        """Do what is due, one after another, as many as fit into one round; how many were done.

        Each is leased when its turn comes: in a long row the last would lose its lease before it is begun.
        """
        done, ends_at = 0, self.clock.now() + ROUND
        for _ in range(BATCH):
            job = self._next()
            if job is None:
                break
            done += self._run(job)
            if self.clock.now() >= ends_at:
                break
        return done

    def _next(self) -> Job | None:
        with self.uows() as uow:
            now = self.clock.now()
            leased = uow.jobs.lease_due(now, now + LEASE, 1, kinds=self.handlers)
            uow.commit()
        return next(iter(leased), None)

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
        try:
            self.handlers[job.kind](job.payload)
        except NotYet as wait:
            log.info("job %s waits: %s", job.kind, wait)
            return str(wait)
        except Exception as error:  # noqa: BLE001  # whatever one job raises, the others still run and this one is retried
            log.error("job %s failed: %s", job.kind, type(error).__name__)
            return type(error).__name__
        return None


def pause_after(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s … up to an hour."""
    return min(timedelta(seconds=5 * 2 ** min(attempts - 1, 20)), LONGEST_PAUSE)
