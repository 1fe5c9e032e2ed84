"""Argon2 for staff passwords, at the library's own recommended cost."""

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError


class ArgonPasswords:
    """Implements `Passwords`."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._dummy = self._hasher.hash("no account has this password")

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def matches(self, password: str, hashed: str | None) -> bool:
        """Costs the same when there is no such account, so that time tells nothing."""
        try:
            return self._hasher.verify(hashed or self._dummy, password) and hashed is not None
        except (Argon2Error, InvalidHashError):
            return False
