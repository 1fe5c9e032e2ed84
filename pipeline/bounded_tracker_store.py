"""Rasa's tracker store, kept small: one row a conversation, holding the last turns only.

A turn therefore costs the same at message 5 and at message 500. Nothing of value is lost: our own database is
the record, and web says with every turn which form is open. No word of patient or assistant is kept here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import QueuePool

TURNS_KEPT: Final = 2  # rules look at the current turn only; one more shows an operator how it came about
UPSERTS: Final = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
BUSY_MILLISECONDS: Final = 5000

_tables = sa.MetaData()
_conversations = sa.Table(
    "engine_conversations",
    _tables,
    sa.Column("conversation_id", sa.String(255), primary_key=True),
    sa.Column("events", sa.Text, nullable=False),
)


class BoundedTrackerStore(TrackerStore):
    """Set in endpoints.yml with the address of the engine's database: SQLite or PostgreSQL."""

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        host: str = "",
        turns_kept: int = TURNS_KEPT,
        **ignored: Any,
    ) -> None:
        """Connect and make the table.

        Args:
            domain: Set by Rasa once the model is loaded.
            event_broker: Rasa's own, if the clinic configures one.
            host: The address; Rasa hands the key `url` of endpoints.yml over under this name.
            turns_kept: How many turns a row holds.
        """
        super().__init__(domain, event_broker)
        self._turns_kept = turns_kept
        self._database = _connected(host)
        _tables.create_all(self._database)

    async def save(self, tracker: DialogueStateTracker) -> None:
        await self.stream_events(tracker)
        kept = [event.as_dict() for event in kept_events(tracker, self._turns_kept)]
        insert = UPSERTS[self._database.dialect.name](_conversations)
        row = insert.values(conversation_id=tracker.sender_id, events=json.dumps(kept))
        replacing = row.on_conflict_do_update(
            index_elements=[_conversations.c.conversation_id], set_={"events": row.excluded.events}
        )
        with self._database.begin() as connection:
            connection.execute(replacing)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        query = sa.select(_conversations.c.events).where(_conversations.c.conversation_id == sender_id)
        with self._database.connect() as connection:
            events = connection.execute(query).scalar()
        if events is None:
            return None
        return DialogueStateTracker.from_dict(sender_id, json.loads(events), self.domain.slots)

    async def erase(self, sender_id: str) -> None:
        """Forget a conversation; nothing happens when it is not known."""
        with self._database.begin() as connection:
            connection.execute(_conversations.delete().where(_conversations.c.conversation_id == sender_id))

    async def keys(self) -> Iterable[str]:
        with self._database.connect() as connection:
            return list(connection.execute(sa.select(_conversations.c.conversation_id)).scalars())


def kept_events(tracker: DialogueStateTracker, turns: int) -> list[Event]:
    """Return the events of the last turns, behind a start that stands for everything before them."""
    events = list(tracker.events)
    said = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(said) <= turns:
        return _without_words(events)
    cut = said[-turns]
    before = DialogueStateTracker.from_events(tracker.sender_id, events[:cut], tracker.slots.values())
    return _starting_like(before) + _without_words(events[cut:])


def _starting_like(before: DialogueStateTracker) -> list[Event]:
    opening = [
        ActionExecuted(ACTION_SESSION_START_NAME),
        SessionStarted(),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]
    slots = [SlotSet(name, slot.value) for name, slot in before.slots.items() if slot.has_been_set]
    loop = [ActiveLoop(before.active_loop_name)] if before.active_loop_name else []
    return [*opening, *slots, *loop]


def _without_words(events: list[Event]) -> list[Event]:
    # Replies play no part in what Rasa decides next, but may carry a name or a date.
    return [event for event in events if not isinstance(event, BotUttered)]


def _connected(address: str) -> sa.engine.Engine:
    url = sa.engine.make_url(address)
    options: dict[str, Any] = {"hide_parameters": True, "future": True}
    if url.get_backend_name() == "postgresql":
        # The address is written for the driver of our own environment; Rasa's has this one.
        return sa.create_engine(url.set(drivername="postgresql+psycopg2"), pool_pre_ping=True, **options)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url, poolclass=QueuePool, pool_size=1, connect_args={"check_same_thread": False}, **options
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", f"busy_timeout = {BUSY_MILLISECONDS}"):
        connection.execute(f"PRAGMA {pragma}")
