"""Handoffs in the database: one open handoff a conversation, status by compare and swap."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, update

from clinic.db.rows import change, put, record, records
from clinic.db.tables.handoff import handoffs
from clinic.services.ports.handoffs import Handoff

_OPEN = ("waiting", "assigned")


class Handoffs:
    """Implements `HandoffStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, handoff: Handoff) -> None:
        put(self._connection, handoffs, handoff)

    def get(self, handoff_id: str) -> Handoff | None:
        return record(Handoff, self._connection.execute(_oldest(handoffs.c.id == handoff_id)).first())

    def open_for(self, conversation_id: str) -> Handoff | None:
        still_open = _oldest(handoffs.c.conversation_id == conversation_id, handoffs.c.status.in_(_OPEN))
        return record(Handoff, self._connection.execute(still_open).first())

    def of(self, conversation_id: str) -> tuple[Handoff, ...]:
        every = _oldest(handoffs.c.conversation_id == conversation_id)
        return records(Handoff, self._connection.execute(every))

    def change(self, handoff_id: str, **values: object) -> None:
        change(self._connection, handoffs, handoff_id, values)

    def swap_status(self, handoff_id: str, *, expected: str, to: str, **values: object) -> bool:
        swap = update(handoffs).where(handoffs.c.id == handoff_id, handoffs.c.status == expected)
        return self._connection.execute(swap.values(status=to, **values)).rowcount == 1

    def with_status(self, statuses: Sequence[str]) -> tuple[Handoff, ...]:
        return records(Handoff, self._connection.execute(_oldest(handoffs.c.status.in_(statuses))))


def _oldest(*where: ColumnElement[bool]) -> Select[Any]:
    return select(handoffs).where(*where).order_by(handoffs.c.opened_at, handoffs.c.id)
