"""Messages and their buttons in the database."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy.exc import IntegrityError

from clinic.db.rows import change, made, put, record, records
from clinic.db.tables.conversation import buttons, messages
from clinic.services.ports.conversations import AlreadyStored, Button, Message


class Messages:
    """Implements `MessageStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message: Message) -> None:
        try:
            with self._connection.begin_nested():
                put(self._connection, messages, message)
        except IntegrityError as error:
            if message.client_id and self.by_client_id(message.conversation_id, message.client_id):
                raise AlreadyStored from error
            raise
        for button in message.buttons:
            put(self._connection, buttons, button)

    def get(self, message_id: str) -> Message | None:
        found = self._where(messages.c.id == message_id)
        return found[0] if found else None

    def by_client_id(self, conversation_id: str, client_id: str) -> Message | None:
        found = self._where(messages.c.conversation_id == conversation_id, messages.c.client_id == client_id)
        return found[0] if found else None

    def replies_to(self, message_id: str) -> tuple[Message, ...]:
        return self._where(messages.c.reply_to_id == message_id)

    def after(self, conversation_id: str, sequence: int) -> tuple[Message, ...]:
        return self._where(messages.c.conversation_id == conversation_id, messages.c.sequence > sequence)

    def change(self, message_id: str, **values: object) -> None:
        change(self._connection, messages, message_id, values)

    def claim(self, message_id: str) -> bool:
        received = update(messages).where(messages.c.id == message_id, messages.c.state == "received")
        return self._connection.execute(received.values(state="answered")).rowcount == 1

    def unanswered(self, conversation_id: str) -> tuple[Message, ...]:
        return self._where(messages.c.conversation_id == conversation_id, messages.c.state == "received")

    def received_before(self, moment: datetime, limit: int) -> tuple[Message, ...]:
        stale = (
            select(messages)
            .where(messages.c.state == "received", messages.c.created_at < moment)
            .order_by(messages.c.created_at)
            .limit(limit)
        )
        return records(Message, self._connection.execute(stale))

    def button(self, token: str) -> Button | None:
        row = self._connection.execute(select(buttons).where(buttons.c.token == token)).first()
        return record(Button, row)

    def button_by_id(self, button_id: str) -> Button | None:
        row = self._connection.execute(select(buttons).where(buttons.c.id == button_id)).first()
        return record(Button, row)

    def _where(self, *where: ColumnElement[bool]) -> tuple[Message, ...]:
        rows = self._connection.execute(select(messages).where(*where).order_by(messages.c.sequence)).all()
        hung = self._buttons([row.id for row in rows])
        return tuple(made(Message, row, buttons=hung.get(row.id, ())) for row in rows)

    def _buttons(self, message_ids: list[str]) -> dict[str, tuple[Button, ...]]:
        if not message_ids:
            return {}
        wanted = select(buttons).where(buttons.c.message_id.in_(message_ids)).order_by(buttons.c.position)
        hung: dict[str, tuple[Button, ...]] = {}
        for button in records(Button, self._connection.execute(wanted)):
            hung[button.message_id] = (*hung.get(button.message_id, ()), button)
        return hung
