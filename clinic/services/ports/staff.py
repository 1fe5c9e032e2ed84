"""Staff, their sign-ins, and the records of what they did and what they saw."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from clinic.services.dialogue import Json


@dataclass(frozen=True)
class StaffUser:
    id: str
    email: str
    name: str
    role: str  # reception | clinician | admin
    password_hash: str = field(repr=False)
    created_at: datetime
    registration: str | None = None
    is_active: bool = True


@dataclass(frozen=True)
class SignIn:
    id: str
    staff_user_id: str
    token_hash: str = field(repr=False)
    created_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Note:
    id: str
    conversation_id: str
    staff_user_id: str
    text: str
    created_at: datetime


@dataclass(frozen=True)
class AuditEntry:
    id: str
    at: datetime
    actor: str
    action: str
    subject: str
    subject_id: str
    detail: Json


@dataclass(frozen=True)
class AccessLogEntry:
    id: str
    at: datetime
    staff_user_id: str
    conversation_id: str
    page: str


class StaffStore(Protocol):
    def add(self, user: StaffUser) -> None: ...

    def get(self, staff_user_id: str) -> StaffUser | None: ...

    def by_email(self, email: str) -> StaffUser | None: ...

    def everybody(self) -> tuple[StaffUser, ...]: ...

    def change(self, staff_user_id: str, **values: object) -> None: ...

    def add_sign_in(self, sign_in: SignIn) -> None: ...

    def sign_in_by_token_hash(self, token_hash: str) -> SignIn | None: ...

    def change_sign_in(self, sign_in_id: str, **values: object) -> None: ...

    def add_note(self, note: Note) -> None: ...

    def notes(self, conversation_id: str) -> tuple[Note, ...]: ...


class AuditStore(Protocol):
    def add(self, entry: AuditEntry) -> None: ...

    def about(self, subject: str, subject_id: str) -> tuple[AuditEntry, ...]: ...

    def recent(self, limit: int) -> tuple[AuditEntry, ...]: ...

    def add_access(self, entry: AccessLogEntry) -> None: ...

    def accesses(self, conversation_id: str) -> tuple[AccessLogEntry, ...]: ...

    def recent_accesses(self, limit: int) -> tuple[AccessLogEntry, ...]: ...
