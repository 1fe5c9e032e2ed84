"""What was not understood, and its marks, in the database: one mark a message, by compare and swap."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from clinic.db.rows import made, put
from clinic.db.tables.conversation import buttons, messages
from clinic.db.tables.misunderstood import label_marks
from clinic.services.ports.conversations import Message
from clinic.services.ports.misunderstood import (
    ASKED_BACK,
    FALLBACK,
    FORM_REPLIES,
    PERSON,
    ClaimedLine,
    Mark,
    MarkState,
    Missed,
    Press,
)

_reply, _press, _asked = messages.alias("reply"), messages.alias("press"), messages.alias("asked")
_IN_STATE: Final[Mapping[MarkState, ColumnElement[bool]]] = {
    MarkState.OPEN: label_marks.c.id.is_(None),
    MarkState.MARKED: label_marks.c.label.is_not(None),
    MarkState.LEFT_OUT: and_(label_marks.c.id.is_not(None), label_marks.c.label.is_(None)),
}


class Misunderstood:
    """Implements `MisunderstoodStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def counts(self) -> Mapping[MarkState, int]:
        columns = [func.count().filter(where).label(state) for state, where in _IN_STATE.items()]
        marked = messages.outerjoin(label_marks, label_marks.c.message_id == messages.c.id)
        row = self._connection.execute(select(*columns).select_from(marked).where(_is_missed())).one()
        return {state: int(row._mapping[state.value]) for state in MarkState}

    def listed(self, state: MarkState, *, limit: int, offset: int) -> tuple[Missed, ...]:
        newest = _missed(_IN_STATE[state]).order_by(messages.c.created_at.desc(), messages.c.id.desc())
        return self._with_marks(newest.limit(limit).offset(offset))

    def get(self, message_id: str) -> Missed | None:
        found = self._with_marks(_missed(messages.c.id == message_id))
        return found[0] if found else None

    def swap(self, message_id: str, *, seen: str, to: Mark | None) -> bool:
        if seen or to is None:
            standing = delete(label_marks).where(
                label_marks.c.message_id == message_id, label_marks.c.id == seen
            )
            if self._connection.execute(standing).rowcount != 1:
                return False
        return to is None or self._put(to)

    def claim_for_export(self, at: datetime, *, again: bool) -> tuple[ClaimedLine, ...]:
        claim = update(label_marks).where(label_marks.c.label.is_not(None))
        if not again:
            claim = claim.where(label_marks.c.exported_at.is_(None))
        claimed = self._connection.execute(claim.values(exported_at=at).returning(label_marks.c.id))
        lines = (
            select(label_marks.c.label, messages.c.text)
            .join(messages, messages.c.id == label_marks.c.message_id)
            .where(label_marks.c.id.in_(claimed.scalars().all()))
            .order_by(label_marks.c.label, label_marks.c.marked_at, label_marks.c.id)
        )
        return tuple(ClaimedLine(row.label, row.text) for row in self._connection.execute(lines))

    def _put(self, mark: Mark) -> bool:
        try:
            with self._connection.begin_nested():
                put(self._connection, label_marks, mark)
        except IntegrityError:  # marked by somebody else at this moment, or erased
            return False
        return True

    def _with_marks(self, wanted: Select[Any]) -> tuple[Missed, ...]:
        found = [made(Message, row) for row in self._connection.execute(wanted)]
        ids = [message.id for message in found]
        marks, pressed = self._marks(ids), self._pressed(ids)
        return tuple(Missed(one, marks.get(one.id), pressed.get(one.id)) for one in found)

    def _marks(self, message_ids: list[str]) -> dict[str, Mark]:
        wanted = select(label_marks).where(label_marks.c.message_id.in_(message_ids))
        return {row.message_id: made(Mark, row) for row in self._connection.execute(wanted)}

    def _pressed(self, message_ids: list[str]) -> dict[str, Press]:
        """The last button pressed of each question back."""
        wanted = _pressings().where(_asked.c.id.in_(message_ids)).order_by(_press.c.sequence)
        rows: list[Row[Any]] = list(self._connection.execute(wanted))
        return {row.id: made(Press, row) for row in rows}


def _missed(where: ColumnElement[bool]) -> Select[Any]:
    marked = messages.outerjoin(label_marks, label_marks.c.message_id == messages.c.id)
    return select(messages).select_from(marked).where(_is_missed(), where)


def _is_missed() -> ColumnElement[bool]:
    is_fallback = and_(messages.c.label == FALLBACK, or_(~_in_a_form(), _asked_back()))
    corrected = _pressings().where(buttons.c.intent != _asked.c.label, buttons.c.intent != PERSON)
    return and_(
        messages.c.sender == "patient",
        messages.c.button_id.is_(None),
        or_(is_fallback, messages.c.id.in_(corrected.with_only_columns(_asked.c.id))),
    )


def _pressings() -> Select[Any]:
    """Which button was pressed on a question back, with the message that it was asked about."""
    return (
        select(_asked.c.id, buttons.c.title, buttons.c.intent)
        .join(_reply, _reply.c.reply_to_id == _asked.c.id)
        .join(buttons, buttons.c.message_id == _reply.c.id)
        .join(_press, _press.c.button_id == buttons.c.id)
        .where(_reply.c.response.in_(ASKED_BACK))
    )


def _in_a_form() -> ColumnElement[bool]:
    starts = (_reply.c.response.startswith(prefix, autoescape=True) for prefix in FORM_REPLIES)
    return _replied(or_(*starts))


def _asked_back() -> ColumnElement[bool]:
    return _replied(_reply.c.response.in_(ASKED_BACK))


def _replied(how: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(_reply.c.id).where(_reply.c.reply_to_id == messages.c.id, how).exists()
