"""What the desk's pages show: the days, one booking with its history, and the openings for a new time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from clinic.logic.approval import TREATMENT
from clinic.logic.booking import Permit
from clinic.logic.course import Course
from clinic.logic.dates import Wish
from clinic.logic.openings import Opening
from clinic.logic.permissions import Permission
from clinic.logic.waitlist import WaitStatus
from clinic.services.booking.diary import Diary
from clinic.services.booking.plan import load_wish
from clinic.services.desk.permits import DeskPermits
from clinic.services.desk.terms import AT_ONCE, BookingUnknown
from clinic.services.errors import ConversationUnknown
from clinic.services.ports import UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.bookings import Booking, Patient
from clinic.services.ports.conversations import Conversation
from clinic.services.ports.staff import AccessLogEntry, AuditEntry, StaffUser
from clinic.services.ports.waitlist import WaitEntry
from clinic.services.sessions import course_of
from clinic.services.staff import require

NOBODY = ""  # who has no conversation yet has no hold that could stand in the way
UNMARKED_DAYS = 14  # how far back visits are listed that nobody has marked


@dataclass(frozen=True)
class DayItem:
    """One line of the days."""

    booking: Booking
    clinician_name: str
    patient: Patient | None
    concern: Permit | None  # why it would not be made any more


@dataclass(frozen=True)
class Days:
    upcoming: tuple[DayItem, ...]  # from today on
    unmarked: tuple[DayItem, ...]  # over, and nobody has said whether the patient came


@dataclass(frozen=True)
class BookingFile:
    """One booking, and what a person needs to change it."""

    booking: Booking
    conversation: Conversation
    patient: Patient | None
    clinician_name: str
    concern: Permit | None
    course: Course | None
    history: tuple[AuditEntry, ...]


@dataclass(frozen=True)
class Offer:
    """The openings of one day, and the days that have any."""

    day: date
    openings: tuple[Opening, ...]
    days: tuple[date, ...]


@dataclass(frozen=True)
class WaitItem:
    """One line of the waitlist."""

    entry: WaitEntry
    wish: Wish
    patient: Patient | None
    offered: Booking | None  # the time that is kept for them now


@dataclass(frozen=True)
class Patron:
    """The patient of a conversation that is booked for."""

    conversation: Conversation
    patient: Patient | None
    may_have_session: bool


@dataclass(frozen=True)
class DeskLists:
    uows: UnitOfWorkFactory
    diary: Diary
    permits: DeskPermits

    def days(self, staff: StaffUser) -> Days:
        """Bookings and living holds from today on, and older visits without a mark. Raises NotPermitted."""
        require(staff, Permission.VIEW_BOOKINGS)
        now, horizon, zone = self.diary.clock.now(), self.diary.horizon(), self.diary.zone
        start = datetime.combine(horizon.today, time(), zone)
        end = datetime.combine(horizon.latest + timedelta(days=1), time(), zone)
        with self.uows(reads_only=True) as uow:
            older = uow.bookings.unmarked(start - timedelta(days=UNMARKED_DAYS), start)
            upcoming = uow.bookings.between(start, end, now)
            return Days(self._items(uow, upcoming), self._items(uow, older))

    def open(self, booking_id: str, staff: StaffUser) -> BookingFile:
        """One booking; that it was read is recorded. Raises NotPermitted, BookingUnknown."""
        require(staff, Permission.MANAGE_BOOKINGS)
        with self.uows() as uow:
            booking = uow.bookings.get(booking_id)
            conversation = uow.conversations.get(booking.conversation_id) if booking else None
            if booking is None or conversation is None:
                raise BookingUnknown
            seen = AccessLogEntry(
                self.diary.ids.new_id(), self.diary.clock.now(), staff.id, conversation.id, "booking"
            )
            uow.audit.add_access(seen)
            file = BookingFile(
                booking,
                conversation,
                uow.bookings.patient(conversation.id),
                self.diary.name_of(booking),
                self.permits.concern(uow, booking, conversation),
                course_of(uow, conversation.id) if booking.appointment_type == TREATMENT else None,
                uow.audit.about("booking", booking.id),
            )
            uow.commit()
        return file

    def patron(self, conversation_id: str, staff: StaffUser) -> Patron:
        """Who a booking is made for. Raises NotPermitted, ConversationUnknown."""
        require(staff, Permission.MANAGE_BOOKINGS)
        with self.uows(reads_only=True) as uow:
            conversation = uow.conversations.get(conversation_id)
            if conversation is None:
                raise ConversationUnknown
            patient = uow.bookings.patient(conversation_id)
            return Patron(conversation, patient, self.permits.may_have_session(uow, conversation_id))

    def waitlist(self, staff: StaffUser) -> tuple[WaitItem, ...]:
        """Who has waited longest stands first. Raises NotPermitted."""
        require(staff, Permission.MANAGE_BOOKINGS)
        with self.uows(reads_only=True) as uow:
            return tuple(
                WaitItem(
                    entry,
                    load_wish(entry.wish),
                    uow.bookings.patient(entry.conversation_id),
                    uow.bookings.get(entry.hold_id) if entry.hold_id else None,
                )
                for entry in uow.waitlist.with_status(WaitStatus.WAITING, WaitStatus.OFFERED)
            )

    def offer(
        self, staff: StaffUser, kind: str, day: date | None, conversation_id: str = NOBODY, but: str = ""
    ) -> Offer:
        """Openings for one patient: of this day, or of the first that has any. Raises NotPermitted."""
        require(staff, Permission.MANAGE_BOOKINGS)
        with self.uows(reads_only=True) as uow:
            openings = self.diary.openings(uow, conversation_id, kind, notice=AT_ONCE)
            if kind == TREATMENT:
                openings = tuple(self._on_course(uow, openings, conversation_id, but))
        days = tuple(dict.fromkeys(self.diary.local_day(opening.starts_at) for opening in openings))
        shown = day or (days[0] if days else self.diary.horizon().today)
        of_day = tuple(o for o in openings if self.diary.local_day(o.starts_at) == shown)
        return Offer(shown, of_day, days)

    def _on_course(
        self, uow: UnitOfWork, openings: Iterable[Opening], conversation_id: str, but: str
    ) -> Iterable[Opening]:
        course, now = course_of(uow, conversation_id, but=but or None), self.diary.clock.now()
        return (o for o in openings if course is not None and course.fits(o.starts_at, now))

    def _items(self, uow: UnitOfWork, bookings: Iterable[Booking]) -> tuple[DayItem, ...]:
        return tuple(self._item(uow, booking) for booking in bookings)

    def _item(self, uow: UnitOfWork, booking: Booking) -> DayItem:
        conversation = uow.conversations.get(booking.conversation_id)
        concern = self.permits.concern(uow, booking, conversation) if conversation else None
        patient = uow.bookings.patient(booking.conversation_id)
        return DayItem(booking, self.diary.name_of(booking), patient, concern)
