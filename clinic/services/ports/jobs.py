"""The jobs table: work to do later or elsewhere, written in the same transaction as what caused it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clinic.services.dialogue import Json


@dataclass(frozen=True)
class Job:
    id: str
    kind: str
    dedup_key: str
    payload: Json
    run_at: datetime
    attempts: int = 0
    done_at: datetime | None = None
    problem: str | None = None


class JobStore(Protocol):
    def add(self, job: Job) -> bool:
        """Queue it; False when a job with that dedup key exists already."""
        ...

    def lease_due(
        self, now: datetime, until: datetime, limit: int, *, kinds: Collection[str] | None = None
    ) -> tuple[Job, ...]:
        """Claim jobs that are due and that nobody holds, of these kinds or of every kind."""
        ...

    def finish(self, job_id: str, at: datetime) -> None:
        """It is done, and its payload emptied: what it was about is not kept."""
        ...

    def count_stuck(self, kind: str, before: datetime, tries: int) -> int:
        """How many of a kind were due before `before`, or were tried so often, and are not done."""
        ...

    def retry(self, job_id: str, run_at: datetime, problem: str) -> None: ...

    def drop(self, prefix: str) -> int:
        """Delete unfinished jobs whose dedup key starts with `prefix`."""
        ...
