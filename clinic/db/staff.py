"""Staff, sign-ins, notes, and the audit and access records in the database."""

from sqlalchemy import Connection, Select, select

from clinic.db.rows import change, put, record, records
from clinic.db.tables.staff import access_log_entries, audit_entries, notes, staff_sign_ins, staff_users
from clinic.services.ports.staff import AccessLogEntry, AuditEntry, Note, SignIn, StaffUser


class Staff:
    """Implements `StaffStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, user: StaffUser) -> None:
        put(self._connection, staff_users, user)

    def get(self, staff_user_id: str) -> StaffUser | None:
        return self._user(select(staff_users).where(staff_users.c.id == staff_user_id))

    def by_email(self, email: str) -> StaffUser | None:
        return self._user(select(staff_users).where(staff_users.c.email == email))

    def everybody(self) -> tuple[StaffUser, ...]:
        return records(StaffUser, self._connection.execute(select(staff_users).order_by(staff_users.c.name)))

    def change(self, staff_user_id: str, **values: object) -> None:
        change(self._connection, staff_users, staff_user_id, values)

    def add_sign_in(self, sign_in: SignIn) -> None:
        put(self._connection, staff_sign_ins, sign_in)

    def sign_in_by_token_hash(self, token_hash: str) -> SignIn | None:
        found = select(staff_sign_ins).where(staff_sign_ins.c.token_hash == token_hash)
        return record(SignIn, self._connection.execute(found).first())

    def change_sign_in(self, sign_in_id: str, **values: object) -> None:
        change(self._connection, staff_sign_ins, sign_in_id, values)

    def add_note(self, note: Note) -> None:
        put(self._connection, notes, note)

    def notes(self, conversation_id: str) -> tuple[Note, ...]:
        about = select(notes).where(notes.c.conversation_id == conversation_id).order_by(notes.c.created_at)
        return records(Note, self._connection.execute(about))

    def _user(self, wanted: Select[tuple[object, ...]]) -> StaffUser | None:
        return record(StaffUser, self._connection.execute(wanted).first())


class Audit:
    """Implements `AuditStore` on one connection. Nothing here is ever changed or deleted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: AuditEntry) -> None:
        put(self._connection, audit_entries, entry)

    def about(self, subject: str, subject_id: str) -> tuple[AuditEntry, ...]:
        wanted = select(audit_entries).where(
            audit_entries.c.subject == subject, audit_entries.c.subject_id == subject_id
        )
        return records(AuditEntry, self._connection.execute(wanted.order_by(audit_entries.c.at)))

    def recent(self, limit: int) -> tuple[AuditEntry, ...]:
        newest = select(audit_entries).order_by(audit_entries.c.at.desc()).limit(limit)
        return records(AuditEntry, self._connection.execute(newest))

    def add_access(self, entry: AccessLogEntry) -> None:
        put(self._connection, access_log_entries, entry)

    def accesses(self, conversation_id: str) -> tuple[AccessLogEntry, ...]:
        wanted = select(access_log_entries).where(access_log_entries.c.conversation_id == conversation_id)
        return records(AccessLogEntry, self._connection.execute(wanted.order_by(access_log_entries.c.at)))

    def recent_accesses(self, limit: int) -> tuple[AccessLogEntry, ...]:
        newest = select(access_log_entries).order_by(access_log_entries.c.at.desc()).limit(limit)
        return records(AccessLogEntry, self._connection.execute(newest))
