"""Blocked times in the database."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from clinic.db.rows import put, record, records
from clinic.db.tables.blocks import blocked_times
from clinic.services.ports.blocks import BlockedTime


class Blocks:
    """Implements `BlockStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, block: BlockedTime) -> None:
        put(self._connection, blocked_times, block)

    def get(self, block_id: str) -> BlockedTime | None:
        one = select(blocked_times).where(blocked_times.c.id == block_id)
        return record(BlockedTime, self._connection.execute(one).first())

    def between(self, start: datetime, end: datetime) -> tuple[BlockedTime, ...]:
        standing = select(blocked_times).where(
            blocked_times.c.lifted_at.is_(None),
            blocked_times.c.starts_at < end,
            blocked_times.c.ends_at > start,
        )
        in_order = standing.order_by(blocked_times.c.starts_at, blocked_times.c.id)
        return records(BlockedTime, self._connection.execute(in_order))

    def lift(self, block_id: str, by_id: str, at: datetime) -> bool:
        standing = update(blocked_times).where(
            blocked_times.c.id == block_id, blocked_times.c.lifted_at.is_(None)
        )
        return self._connection.execute(standing.values(lifted_by_id=by_id, lifted_at=at)).rowcount == 1
