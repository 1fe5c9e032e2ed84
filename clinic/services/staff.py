"""Staff accounts and sign-ins. A sign-in ends by itself after a quiet time, and within a working day."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from clinic.logic.permissions import Permission, Role, may
from clinic.services import audit
from clinic.services.conversations import hashed
from clinic.services.errors import Refused
from clinic.services.ports import Clock, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.staff import AccessLogEntry, AuditEntry, SignIn, StaffUser

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)  # how exactly activity is kept
SHORTEST_PASSWORD = 12
MAX_FAILURES = 5  # wrong passwords for one account before it must wait
FAILURE_WINDOW = timedelta(minutes=15)


class NotSignedIn(Refused):
    """No sign-in, or it has ended."""


class SignInRefused(Refused):
    """Wrong e-mail or password, too many tries, or the account is switched off; it never says which."""


class AccountRefused(Refused):
    """The account cannot be made; the message says why."""


class NotPermitted(Refused):
    """The role does not hold the permission."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission.value)
        self.permission = permission


class Passwords(Protocol):
    def hash(self, password: str) -> str: ...

    def matches(self, password: str, hashed: str | None) -> bool: ...


def require(user: StaffUser, permission: Permission) -> None:
    """Raises NotPermitted."""
    if not user.is_active or not may(user.role, permission):
        raise NotPermitted(permission)


@dataclass(frozen=True)
class StaffAccounts:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    passwords: Passwords

    def add(
        self,
        *,
        email: str,
        name: str,
        role: str,
        password: str,
        actor: str,
        registration: str | None = None,
    ) -> StaffUser:
        """Make an account. Raises AccountRefused."""
        email = email.strip().lower()
        if not name.strip() or "@" not in email:
            raise AccountRefused("Give the person's name and e-mail address.")
        if role not in set(Role):
            raise AccountRefused(f"The role must be one of: {', '.join(Role)}.")
        if len(password) < SHORTEST_PASSWORD:
            raise AccountRefused(f"The password needs {SHORTEST_PASSWORD} characters or more.")
        user = StaffUser(
            id=self.ids.new_id(),
            email=email,
            name=name.strip(),
            role=role,
            password_hash=self.passwords.hash(password),
            created_at=self.clock.now(),
            registration=registration,
        )
        with self.uows() as uow:
            if uow.staff.by_email(email) is not None:
                raise AccountRefused("There is an account with this e-mail address already.")
            uow.staff.add(user)
            self._audit(uow, actor, "add_staff", user.id, role=role)
            uow.commit()
        return user

    def everybody(self) -> tuple[StaffUser, ...]:
        with self.uows(reads_only=True) as uow:
            return uow.staff.everybody()

    def switch(self, user: StaffUser, *, is_active: bool, actor: StaffUser) -> None:
        """Switch an account on or off; off ends its sign-ins. Raises NotPermitted."""
        require(actor, Permission.MANAGE_STAFF)
        with self.uows() as uow:
            uow.staff.change(user.id, is_active=is_active)
            self._audit(uow, actor.id, "switch_staff", user.id, is_active=is_active)
            uow.commit()

    def sign_in(self, email: str, password: str) -> str:
        """The sign-in's token. Raises SignInRefused."""
        with self.uows(reads_only=True) as uow:
            user = uow.staff.by_email(email.strip().lower())
            blocked = user is not None and self._has_failed_often(uow, user)
        fits = self.passwords.matches(password, user.password_hash if user else None)
        if user is None or blocked or not fits or not user.is_active:
            self._note_refusal(user)
            raise SignInRefused
        token, now = self.ids.new_token(), self.clock.now()
        with self.uows() as uow:
            uow.staff.add_sign_in(SignIn(self.ids.new_id(), user.id, hashed(token), now, now))
            self._audit(uow, user.id, "sign_in", user.id)
            uow.commit()
        return token

    def by_token(self, token: str) -> StaffUser:
        """Who is signed in with this token; counts as activity. Raises NotSignedIn."""
        now = self.clock.now()
        with self.uows(reads_only=True) as uow:  # open pages ask every few seconds: they wait for no writer
            sign_in = uow.staff.sign_in_by_token_hash(hashed(token))
            if sign_in is None or sign_in.ended_at is not None:
                raise NotSignedIn
            if now - sign_in.last_seen_at > IDLE or now - sign_in.created_at > LONGEST:
                raise NotSignedIn
            user = uow.staff.get(sign_in.staff_user_id)
        if user is None or not user.is_active:
            raise NotSignedIn
        if now - sign_in.last_seen_at > NOTED_EVERY:
            with self.uows() as uow:
                uow.staff.change_sign_in(sign_in.id, last_seen_at=now)
                uow.commit()
        return user

    def sign_out(self, token: str) -> None:
        with self.uows() as uow:
            sign_in = uow.staff.sign_in_by_token_hash(hashed(token))
            if sign_in is not None and sign_in.ended_at is None:
                uow.staff.change_sign_in(sign_in.id, ended_at=self.clock.now())
                self._audit(uow, sign_in.staff_user_id, "sign_out", sign_in.staff_user_id)
                uow.commit()

    def _note_refusal(self, user: StaffUser | None) -> None:
        if user is not None:
            with self.uows() as uow:
                self._audit(uow, "system", "refuse_sign_in", user.id)
                uow.commit()

    def audit_trail(self, actor: StaffUser, limit: int = 200) -> tuple[AuditEntry, ...]:
        """The newest entries. Raises NotPermitted."""
        require(actor, Permission.VIEW_AUDIT)
        with self.uows(reads_only=True) as uow:
            return uow.audit.recent(limit)

    def access_trail(self, actor: StaffUser, limit: int = 200) -> tuple[AccessLogEntry, ...]:
        """Who read which conversation last. Raises NotPermitted."""
        require(actor, Permission.VIEW_AUDIT)
        with self.uows(reads_only=True) as uow:
            return uow.audit.recent_accesses(limit)

    def _has_failed_often(self, uow: UnitOfWork, user: StaffUser) -> bool:
        since = self.clock.now() - FAILURE_WINDOW
        entries = uow.audit.about("staff", user.id)
        failures = [e for e in entries if e.action == "refuse_sign_in" and e.at > since]
        return len(failures) >= MAX_FAILURES

    def _audit(self, uow: UnitOfWork, actor: str, action: str, subject_id: str, **detail: str | bool) -> None:
        audit.record(
            uow,
            self.clock,
            self.ids,
            actor=actor,
            action=action,
            subject="staff",
            subject_id=subject_id,
            **detail,
        )
