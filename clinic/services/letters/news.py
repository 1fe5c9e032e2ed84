"""What a changed booking sends: the news at once, reminders later. A change drops the old time's letters."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from clinic.logic.booking import BookingMove, BookingStatus
from clinic.logic.letters import LetterKind, reminders_of
from clinic.services.letters.queue import Letters, letter_keys
from clinic.services.ports import UnitOfWork
from clinic.services.ports.bookings import Booking

NEWS: Final = {
    BookingMove.CONFIRM: LetterKind.BOOKED,
    BookingMove.MOVE: LetterKind.MOVED,
    BookingMove.CANCEL: LetterKind.CANCELLED,
}


@dataclass(frozen=True)
class BookingNews:
    """Listens to the diary, in the transaction of the change."""

    letters: Letters
    zone: ZoneInfo

    def __call__(self, uow: UnitOfWork, booking: Booking, move: BookingMove) -> None:
        if move in NEWS:
            uow.jobs.drop(letter_keys(booking.conversation_id, f"{booking.id}:"))
            self._tell(uow, booking, NEWS[move])

    def again(self, uow: UnitOfWork, conversation_id: str) -> None:
        """Queue anew what an alarm has dropped, where it is still to come; what went does not go twice."""
        for booking in uow.bookings.of(conversation_id):
            if booking.status == BookingStatus.CONFIRMED and booking.starts_at > self.letters.clock.now():
                kind = LetterKind.MOVED if booking.calendar_sequence else LetterKind.BOOKED
                self._tell(uow, booking, kind)

    def _tell(self, uow: UnitOfWork, booking: Booking, kind: LetterKind) -> None:
        key = f"{booking.conversation_id}:{booking.id}:{booking.calendar_sequence}"
        self.letters.queue(uow, kind, None, key, {}, until=booking.starts_at, booking=booking)
        if kind is LetterKind.CANCELLED:
            return
        for reminder in reminders_of(booking.starts_at, self.letters.clock.now(), self.zone):
            self.letters.queue(
                uow, reminder.kind, None, key, {}, reminder.run_at, until=reminder.until, booking=booking
            )
