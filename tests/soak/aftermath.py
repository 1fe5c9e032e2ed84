"""What stands in the database and in the mail folder of the running system once the storm is over."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, or_, select, update

from clinic.db.engine import open_engine
from clinic.db.tables.booking import bookings, reserved_times
from clinic.db.tables.conversation import conversations, jobs, messages
from clinic.db.tables.letters import sent_letters
from tests.plugins.system import RunningSystem

LETTERS = "send_letter"


@dataclass(frozen=True)
class Aftermath:
    """The record of these conversations; others may use the same system."""

    system: RunningSystem
    ids: tuple[str, ...]

    def unanswered(self) -> list[str]:
        """Messages of patients that nobody has answered."""
        mine = messages.c.conversation_id.in_(self.ids)
        sent = self._rows(select(messages).where(mine, messages.c.sender == "patient"))
        replied = {row.reply_to_id for row in self._rows(select(messages).where(mine)) if row.reply_to_id}
        return [row.id for row in sent if row.state != "answered" or row.id not in replied]

    def stored_twice(self) -> list[str]:
        """Messages that one press or one sentence has left more than once."""
        mine = messages.c.conversation_id.in_(self.ids)
        keys = [
            (row.conversation_id, row.client_id)
            for row in self._rows(select(messages).where(mine))
            if row.client_id
        ]
        return sorted({key[1] for key in keys if keys.count(key) > 1})

    def booked(self) -> list[Any]:
        mine = bookings.c.conversation_id.in_(self.ids)
        return list(self._rows(select(bookings).where(mine, bookings.c.status == "confirmed")))

    def double(self) -> list[str]:
        """Bookings of the whole clinic that share a clinician or a room at one moment."""
        confirmed = self._rows(select(bookings).where(bookings.c.status == "confirmed"))
        found = []
        for resource in ("clinician", "room"):
            ordered = sorted(confirmed, key=lambda row: (getattr(row, resource), row.starts_at))
            for one, other in pairwise(ordered):
                if getattr(one, resource) == getattr(other, resource) and other.starts_at < one.ends_at:
                    found.append(f"{one.id} and {other.id}")
        return found

    def lost_times(self) -> list[str]:
        """Bookings and living holds that reserve nothing, and ended ones that still do."""
        reserving = {row.booking_id for row in self._rows(select(reserved_times))}
        lost = []
        for row in self._rows(select(bookings).where(bookings.c.conversation_id.in_(self.ids))):
            lives = row.status == "held" and row.hold_expires_at > datetime.now(UTC)
            must, must_not = row.status == "confirmed" or lives, row.status in ("expired", "cancelled")
            if (must and row.id not in reserving) or (must_not and row.id in reserving):
                lost.append(f"{row.status} {row.id}")
        return lost

    def make_letters_due(self) -> int:
        """As if the days until the visit had passed: every reminder is due now."""
        now = datetime.now(UTC)
        mine = or_(*(jobs.c.dedup_key.startswith(f"{conversation_id}:") for conversation_id in self.ids))
        waiting = update(jobs).where(mine, jobs.c.kind == LETTERS, jobs.c.done_at.is_(None))
        with self._connection() as connection:
            changed = connection.execute(waiting.where(jobs.c.run_at > now).values(run_at=now)).rowcount
            connection.commit()
        return int(changed)

    def end_leases(self) -> None:
        """As if minutes had passed: what a dead process held is free."""
        before = datetime.now(UTC) - timedelta(seconds=1)
        with self._connection() as connection:
            held = conversations.c.turn_lease_by.is_not(None)
            connection.execute(update(conversations).where(held).values(turn_lease_until=before))
            connection.execute(update(jobs).where(jobs.c.done_at.is_(None)).values(lease_until=before))
            connection.commit()

    def letters_waiting(self) -> int:
        open_jobs = select(jobs).where(jobs.c.kind == LETTERS, jobs.c.done_at.is_(None))
        return sum(self._is_mine(row.dedup_key) for row in self._rows(open_jobs))

    def letters(self) -> dict[str, int]:
        """How many files there are for each letter that was queued for these conversations."""
        queued = [
            row.dedup_key
            for row in self._rows(select(jobs).where(jobs.c.kind == LETTERS))
            if self._is_mine(row.dedup_key)
        ]
        files = [path.name for path in Path(self.system.var / "mail").glob("*.eml")]
        return {key: files.count(f"{key.replace(':', '-')}.eml") for key in queued}

    def letters_not_marked(self) -> list[str]:
        mine = sent_letters.c.conversation_id.in_(self.ids)
        return [row.dedup_key for row in self._rows(select(sent_letters).where(mine)) if row.status != "sent"]

    def _is_mine(self, key: str | None) -> bool:
        return (key or "").partition(":")[0] in self.ids

    def _rows(self, statement: Select[Any]) -> list[Any]:
        with self._connection() as connection:
            return list(connection.execute(statement).all())

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        database = open_engine(self.system.database_url)
        with database.connect() as connection:
            yield connection
        database.dispose()
