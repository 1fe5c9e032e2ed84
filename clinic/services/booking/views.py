"""Bookings as others see them: the staff's list, and a patient's own page behind its long link."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from clinic.logic.booking import is_late_to_change
from clinic.logic.permissions import Permission
from clinic.logic.when import write_moment
from clinic.services.booking.diary import Diary
from clinic.services.booking.gate import Gate
from clinic.services.booking.links import ManageLinks, hash_token
from clinic.services.booking.making import Making
from clinic.services.calendar import CalendarFiles
from clinic.services.errors import Refused
from clinic.services.ports import UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.bookings import Booking
from clinic.services.ports.staff import StaffUser
from clinic.services.staff import require


class LinkUnknown(Refused):
    """No booking has this link."""


class ChangeTooLate(Refused):
    """So close to the appointment a person must help."""


@dataclass(frozen=True)
class AgendaItem:
    """One line of the staff's list."""

    conversation_id: str
    reference: str
    appointment_type: str
    starts_at: datetime
    ends_at: datetime
    clinician_name: str
    room: str
    status: str
    patient_name: str | None


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

    def agenda(self, staff: StaffUser) -> tuple[AgendaItem, ...]:
        """Bookings and living holds from today on, by time. Raises NotPermitted."""
        require(staff, Permission.VIEW_BOOKINGS)
        horizon, now = self.diary.horizon(), self.diary.clock.now()
        start = datetime.combine(horizon.today, time(), self.diary.zone)
        end = datetime.combine(horizon.latest + timedelta(days=1), time(), self.diary.zone)
        with self.uows(reads_only=True) as uow:
            return tuple(self._item(uow, booking) for booking in uow.bookings.between(start, end, now))

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

    def _item(self, uow: UnitOfWork, booking: Booking) -> AgendaItem:
        patient = uow.bookings.patient(booking.conversation_id)
        return AgendaItem(
            conversation_id=booking.conversation_id,
            reference=booking.reference,
            appointment_type=booking.appointment_type,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            clinician_name=self.diary.name_of(booking),
            room=booking.room,
            status=booking.status,
            patient_name=patient.name if patient else None,
        )

    def _is_late(self, booking: Booking) -> bool:
        return is_late_to_change(booking.starts_at, self.diary.clock.now(), self.diary.late_change)


def _linked(uow: UnitOfWork, token: str) -> Booking:
    booking = uow.bookings.by_manage_token_hash(hash_token(token))
    if booking is None:
        raise LinkUnknown
    return booking
