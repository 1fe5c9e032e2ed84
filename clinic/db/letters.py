"""Letters in the database: begun once for each key, then sent or refused."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from clinic.db.rows import put, record, records
from clinic.db.tables.letters import sent_letters
from clinic.services.ports.letters import LetterStatus, SentLetter


class Letters:
    """Implements `LetterStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, letter: SentLetter) -> SentLetter:
        known = self.get(letter.dedup_key)
        if known is None:
            put(self._connection, sent_letters, letter)
        return known or letter

    def get(self, dedup_key: str) -> SentLetter | None:
        one = select(sent_letters).where(sent_letters.c.dedup_key == dedup_key)
        return record(SentLetter, self._connection.execute(one).first())

    def end(self, dedup_key: str, status: LetterStatus, at: datetime) -> None:
        one = update(sent_letters).where(sent_letters.c.dedup_key == dedup_key)
        self._connection.execute(one.values(status=status.value, ended_at=at))

    def of(self, conversation_id: str) -> tuple[SentLetter, ...]:
        mine = select(sent_letters).where(sent_letters.c.conversation_id == conversation_id)
        return records(SentLetter, self._connection.execute(mine.order_by(sent_letters.c.began_at)))

    def count_refused(self, since: datetime) -> int:
        refused = select(func.count()).where(
            sent_letters.c.status == "refused", sent_letters.c.ended_at >= since
        )
        return int(self._connection.execute(refused).scalar_one())
