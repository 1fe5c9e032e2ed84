"""The jobs table in the database: queue once, lease, finish or try again."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, or_, select, true, update
from sqlalchemy.exc import IntegrityError

from clinic.db.rows import change, put, records
from clinic.db.tables.conversation import jobs
from clinic.services.ports.jobs import Job


class Jobs:
    """Implements `JobStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, job: Job) -> bool:
        try:
            with self._connection.begin_nested():
                put(self._connection, jobs, job)
        except IntegrityError:
            return False
        return True

    def lease_due(
        self, now: datetime, until: datetime, limit: int, *, kinds: Collection[str] | None = None
    ) -> tuple[Job, ...]:
        wanted = true() if kinds is None else jobs.c.kind.in_(list(kinds))
        free = or_(jobs.c.lease_until.is_(None), jobs.c.lease_until < now)
        due = (
            select(jobs.c.id)
            .where(jobs.c.done_at.is_(None), jobs.c.run_at <= now, free, wanted)
            .order_by(jobs.c.run_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        taken = list(self._connection.execute(due).scalars())
        lease = (
            update(jobs).where(jobs.c.id.in_(taken)).values(lease_until=until, attempts=jobs.c.attempts + 1)
        )
        return records(Job, self._connection.execute(lease.returning(jobs)).all()) if taken else ()

    def finish(self, job_id: str, at: datetime) -> None:
        change(self._connection, jobs, job_id, {"done_at": at, "lease_until": None, "payload": {}})

    def count_stuck(self, kind: str, before: datetime, tries: int) -> int:
        is_stuck = or_(jobs.c.run_at < before, jobs.c.attempts >= tries)
        stuck = select(func.count()).where(jobs.c.kind == kind, jobs.c.done_at.is_(None), is_stuck)
        return int(self._connection.execute(stuck).scalar_one())

    def retry(self, job_id: str, run_at: datetime, problem: str) -> None:
        change(self._connection, jobs, job_id, {"run_at": run_at, "lease_until": None, "problem": problem})

    def drop(self, prefix: str) -> int:
        unfinished = delete(jobs).where(
            jobs.c.dedup_key.startswith(prefix, autoescape=True), jobs.c.done_at.is_(None)
        )
        return self._connection.execute(unfinished).rowcount
