"""Proof of who asks: one-time codes that were sent, and which bookings a conversation may see for a while."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clinic.services.ports.bookings import Booking


@dataclass(frozen=True)
class CodeRecord:
    """A code that was asked for. Without `booking_id` none was sent: nothing fits, or there is no address."""

    id: str
    conversation_id: str
    booking_id: str | None
    created_at: datetime
    expires_at: datetime
    tries: int = 0
    used_at: datetime | None = None


@dataclass(frozen=True)
class OnFile:
    """A booking to come, and the address that it was made with."""

    booking: Booking
    email: str | None


class IdentityStore(Protocol):
    def by_reference(self, reference: str, now: datetime) -> tuple[OnFile, ...]:
        """The booking to come with this reference."""
        ...

    def by_email(self, email: str, now: datetime) -> tuple[OnFile, ...]:
        """Bookings to come that were made with this address, by time."""
        ...

    def by_phone(self, phone: str, now: datetime) -> tuple[OnFile, ...]:
        """Bookings to come that were made with this number, by time."""
        ...

    def add_code(self, code: CodeRecord) -> None: ...

    def newest_code(self, conversation_id: str) -> CodeRecord | None:
        """The code that counts, its row held: tries at the same time are counted one by one."""
        ...

    def change_code(self, code_id: str, **values: object) -> None: ...

    def codes_asked(self, conversation_id: str, since: datetime) -> int:
        """How many codes the conversation asked for, sent or not."""
        ...

    def codes_sent(self, email: str, since: datetime) -> int:
        """How many codes went to this address, whoever asked."""
        ...

    def grant(self, conversation_id: str, booking_id: str, until: datetime) -> None:
        """Let the conversation see and change the booking."""
        ...

    def granted(self, conversation_id: str, now: datetime) -> tuple[Booking, ...]:
        """The bookings of others that the conversation may see now, by time."""
        ...
