"""One-time codes and what they open, in the database."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from clinic.db.rows import change, made, put, record, records
from clinic.db.tables.booking import bookings, patients
from clinic.db.tables.identity import booking_access, one_time_codes
from clinic.services.ports.bookings import Booking
from clinic.services.ports.identity import CodeRecord, OnFile


class Identity:
    """Implements `IdentityStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_reference(self, reference: str, now: datetime) -> tuple[OnFile, ...]:
        return self._on_file(bookings.c.reference == reference, now)

    def by_email(self, email: str, now: datetime) -> tuple[OnFile, ...]:
        return self._on_file(_same_address(email), now)

    def by_phone(self, phone: str, now: datetime) -> tuple[OnFile, ...]:
        return self._on_file(patients.c.phone == phone, now)

    def add_code(self, code: CodeRecord) -> None:
        put(self._connection, one_time_codes, code)

    def newest_code(self, conversation_id: str) -> CodeRecord | None:
        mine = select(one_time_codes).where(one_time_codes.c.conversation_id == conversation_id)
        newest = mine.order_by(one_time_codes.c.created_at.desc(), one_time_codes.c.id.desc()).limit(1)
        return record(CodeRecord, self._connection.execute(newest.with_for_update()).first())

    def change_code(self, code_id: str, **values: object) -> None:
        change(self._connection, one_time_codes, code_id, values)

    def codes_asked(self, conversation_id: str, since: datetime) -> int:
        asked = select(func.count()).where(
            one_time_codes.c.conversation_id == conversation_id, one_time_codes.c.created_at > since
        )
        return self._connection.execute(asked).scalar_one()

    def codes_sent(self, email: str, since: datetime) -> int:
        sent = (
            select(func.count())
            .select_from(one_time_codes)
            .join(bookings, bookings.c.id == one_time_codes.c.booking_id)
            .join(patients, patients.c.id == bookings.c.patient_id)
            .where(_same_address(email), one_time_codes.c.created_at > since)
        )
        return self._connection.execute(sent).scalar_one()

    def grant(self, conversation_id: str, booking_id: str, until: datetime) -> None:
        mine = (booking_access.c.conversation_id == conversation_id) & (
            booking_access.c.booking_id == booking_id
        )
        self._connection.execute(delete(booking_access).where(mine))
        granted = {"conversation_id": conversation_id, "booking_id": booking_id, "expires_at": until}
        self._connection.execute(insert(booking_access).values(granted))

    def granted(self, conversation_id: str, now: datetime) -> tuple[Booking, ...]:
        open_now = (
            select(bookings)
            .join(booking_access, booking_access.c.booking_id == bookings.c.id)
            .where(booking_access.c.conversation_id == conversation_id, booking_access.c.expires_at > now)
            .order_by(bookings.c.starts_at, bookings.c.created_at)
        )
        return records(Booking, self._connection.execute(open_now))

    def _on_file(self, where: ColumnElement[bool], now: datetime) -> tuple[OnFile, ...]:
        to_come = (
            select(bookings, patients.c.email)
            .join(patients, patients.c.id == bookings.c.patient_id)
            .where(where, bookings.c.status == "confirmed", bookings.c.starts_at > now)
            .order_by(bookings.c.starts_at, bookings.c.created_at)
        )
        return tuple(OnFile(made(Booking, row), row.email) for row in self._connection.execute(to_come))


def _same_address(email: str) -> ColumnElement[bool]:
    return func.lower(patients.c.email) == email.lower()
