"""Bookings as others see them: the staff's list, and a patient's own page behind its long link."""

from dataclasses import dataclass

from clinic.logic.booking import is_late_to_change
from clinic.logic.when import write_moment
from clinic.services.booking.diary import Diary
from clinic.services.booking.gate import Gate
from clinic.services.booking.links import ManageLinks, hash_token
from clinic.services.booking.making import Making
from clinic.services.calendar import CalendarFiles
from clinic.services.errors import Refused
from clinic.services.ports import UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.bookings import Booking


class LinkUnknown(Refused):
    """No booking has this link."""


class ChangeTooLate(Refused):
    """So close to the appointment a person must help."""


@dataclass(frozen=True)
class OwnBooking:
    """What the page behind a link shows: the least that is useful, and no name."""

    reference: str
    when: str
    clinician_name: str
    status: str
    can_be_cancelled: bool


@dataclass(frozen=True)
class BookingViews:
    uows: UnitOfWorkFactory
    diary: Diary
    gate: Gate
    links: ManageLinks
    calendar: CalendarFiles

    def by_link(self, token: str) -> OwnBooking:
        """Raises LinkUnknown."""
        with self.uows(reads_only=True) as uow:
            booking = _linked(uow, token)
        return OwnBooking(
            reference=booking.reference,
            when=write_moment(booking.starts_at, self.diary.zone),
            clinician_name=self.diary.name_of(booking),
            status=booking.status,
            can_be_cancelled=booking.status == "confirmed" and not self._is_late(booking),
        )

    def calendar_file(self, token: str) -> bytes:
        """The iCalendar file of the booking as it stands. Raises LinkUnknown."""
        with self.uows(reads_only=True) as uow:
            booking = _linked(uow, token)
        return self.calendar.file(booking, self.diary.clock.now())

    def cancel_by_link(self, token: str) -> OwnBooking:
        """Cancel; what is returned is how it stands afterwards. Raises LinkUnknown, ChangeTooLate."""
        with self.uows() as uow:
            booking = _linked(uow, token)
            if self._is_late(booking):
                raise ChangeTooLate
            making = Making(uow, booking.conversation_id, self.diary, self.gate, self.links)
            making.cancel(booking, "patient, by link")
            uow.commit()
        return self.by_link(token)

    def _is_late(self, booking: Booking) -> bool:
        return is_late_to_change(booking.starts_at, self.diary.clock.now(), self.diary.late_change)


def _linked(uow: UnitOfWork, token: str) -> Booking:
    booking = uow.bookings.by_manage_token_hash(hash_token(token))
    if booking is None:
        raise LinkUnknown
    return booking
