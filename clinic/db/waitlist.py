"""The waitlist in the database. A change names the state it starts from, so that two never both succeed."""

from collections.abc import Iterable

from sqlalchemy import Connection, select, update

from clinic.db.rows import put, record, records
from clinic.db.tables.waitlist import waitlist
from clinic.services.ports.waitlist import WaitEntry

_ALIVE = ("waiting", "offered")


class Waitlist:
    """Implements `WaitlistStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: WaitEntry) -> None:
        put(self._connection, waitlist, entry)

    def get(self, entry_id: str) -> WaitEntry | None:
        return record(
            WaitEntry, self._connection.execute(select(waitlist).where(waitlist.c.id == entry_id)).first()
        )

    def of(self, conversation_id: str) -> tuple[WaitEntry, ...]:
        mine = select(waitlist).where(
            waitlist.c.conversation_id == conversation_id, waitlist.c.status.in_(_ALIVE)
        )
        return records(
            WaitEntry, self._connection.execute(mine.order_by(waitlist.c.created_at, waitlist.c.id))
        )

    def with_status(self, *statuses: str) -> tuple[WaitEntry, ...]:
        every = select(waitlist).where(waitlist.c.status.in_(statuses))
        return records(
            WaitEntry, self._connection.execute(every.order_by(waitlist.c.created_at, waitlist.c.id))
        )

    def swap(self, entry_id: str, *, expected: Iterable[str], **values: object) -> bool:
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
        mine = (waitlist.c.id == entry_id) & waitlist.c.status.in_(tuple(expected))
        return self._connection.execute(update(waitlist).where(mine).values(plain)).rowcount == 1
