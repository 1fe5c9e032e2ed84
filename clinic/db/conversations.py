"""Conversations in the database: owner by compare and swap, turns by lease, sequence by one update."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update

from clinic.db.rows import change, put, record, records
from clinic.db.tables.booking import bookings, patients
from clinic.db.tables.conversation import conversations, messages
from clinic.services.ports.conversations import Conversation


class Conversations:
    """Implements `ConversationStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, conversation: Conversation) -> None:
        put(self._connection, conversations, conversation)

    def get(self, conversation_id: str) -> Conversation | None:
        return self._one(conversations.c.id == conversation_id)

    def by_token_hash(self, token_hash: str) -> Conversation | None:
        return self._one(conversations.c.token_hash == token_hash)

    def by_external_id(self, channel: str, external_id: str) -> Conversation | None:
        return self._one(conversations.c.channel == channel, conversations.c.external_id == external_id)

    def change(self, conversation_id: str, **values: object) -> None:
        change(self._connection, conversations, conversation_id, values)

    def swap_owner(self, conversation_id: str, *, expected: Sequence[str], to: str) -> bool:
        swap = update(conversations).where(
            conversations.c.id == conversation_id, conversations.c.owner.in_(expected)
        )
        return self._connection.execute(swap.values(owner=to)).rowcount == 1

    def lease_turn(self, conversation_id: str, holder: str, now: datetime, until: datetime) -> bool:
        free = or_(
            conversations.c.turn_lease_by.is_(None),
            conversations.c.turn_lease_by == holder,
            conversations.c.turn_lease_until < now,
        )
        lease = update(conversations).where(conversations.c.id == conversation_id, free)
        taken = self._connection.execute(lease.values(turn_lease_by=holder, turn_lease_until=until))
        return taken.rowcount == 1

    def release_turn(self, conversation_id: str, holder: str) -> None:
        held = update(conversations).where(
            conversations.c.id == conversation_id, conversations.c.turn_lease_by == holder
        )
        self._connection.execute(held.values(turn_lease_by=None, turn_lease_until=None))

    def next_sequence(self, conversation_id: str, now: datetime) -> int:
        counted = (
            update(conversations)
            .where(conversations.c.id == conversation_id)
            .values(sequence=conversations.c.sequence + 1, last_message_at=now)
            .returning(conversations.c.sequence)
        )
        return int(self._connection.execute(counted).scalar_one())

    def recent(
        self, limit: int, *, owner: str = "", only_alerts: bool = False, words: str = ""
    ) -> tuple[Conversation, ...]:
        newest = select(conversations).order_by(conversations.c.last_message_at.desc()).limit(limit)
        if owner:
            newest = newest.where(conversations.c.owner == owner)
        if only_alerts:
            newest = newest.where(conversations.c.alert_level.is_not(None))
        if words:
            newest = newest.where(or_(*_mentions(words)))
        return records(Conversation, self._connection.execute(newest))

    def erase(self, conversation_id: str) -> int:
        count = select(func.count()).where(messages.c.conversation_id == conversation_id)
        gone = int(self._connection.execute(count).scalar_one())
        self._connection.execute(delete(conversations).where(conversations.c.id == conversation_id))
        return gone

    def _one(self, *where: ColumnElement[bool]) -> Conversation | None:
        row = self._connection.execute(select(conversations).where(*where)).first()
        return record(Conversation, row)


def _mentions(words: str) -> Iterator[ColumnElement[bool]]:
    """Where staff look for a patient: what was written, the name that was left, a booking's reference."""
    for column in (messages.c.text, patients.c.name, bookings.c.reference):
        of_it = column.table.c.conversation_id == conversations.c.id
        yield select(column).where(of_it, column.icontains(words, autoescape=True)).exists()
