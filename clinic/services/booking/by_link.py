"""What the page behind a booking's link does besides cancelling: move it, or take a time that was offered.

The link is the proof. The answers that count are those of the conversation that booked, as in the chat.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from clinic.logic.booking import BookingStatus
from clinic.logic.when import write_moment, write_soon
from clinic.services.booking.counter import Counter
from clinic.services.booking.diary import OpeningTaken
from clinic.services.booking.links import hash_token
from clinic.services.booking.office import Office
from clinic.services.booking.plan import BookingStep, Plan, Turned
from clinic.services.booking.views import ChangeTooLate, LinkUnknown
from clinic.services.contact import Contact
from clinic.services.delivery import Delivery
from clinic.services.errors import Refused
from clinic.services.ports import UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.bookings import Booking
from clinic.services.ports.waitlist import WaitEntry

TOO_LATE: Final = "utter_booking_late_change"


class MoveRefused(Refused):
    """A person must look first: the gate does not let this booking be moved or made now."""


@dataclass(frozen=True)
class Times:
    """What can be picked: days with a free time, and the times of one of them."""

    days: tuple[date, ...]
    day: date | None
    starts: tuple[datetime, ...]


@dataclass(frozen=True)
class Kept:
    """A time that is held for the holder of the link."""

    hold_id: str
    when: str
    until: str


@dataclass(frozen=True)
class ByLink:
    uows: UnitOfWorkFactory
    office: Office
    delivery: Delivery

    def times(self, token: str, day: date | None = None) -> Times:
        """Other times for the booking. Raises LinkUnknown, ChangeTooLate, MoveRefused."""
        with self.uows() as uow:  # it writes nothing, but the gate holds the conversation's row
            booking = self._movable(uow, token)
            openings = self.office.questions().bookable(uow, booking.conversation_id, _moving(booking))
        starts = list(dict.fromkeys(opening.starts_at for opening in openings))
        days = tuple(dict.fromkeys(map(self.office.diary.local_day, starts)))
        shown = day if day in days else None
        return Times(days, shown, tuple(s for s in starts if self.office.diary.local_day(s) == shown))

    def keep(self, token: str, starts_at: datetime) -> Kept:
        """Hold another time. Raises as `times`, and OpeningTaken."""
        with self.uows() as uow:
            booking, questions = self._movable(uow, token), self.office.questions()
            day = self.office.diary.local_day(starts_at)
            openings = questions.bookable(uow, booking.conversation_id, _moving(booking), day)
            if all(opening.starts_at != starts_at for opening in openings):
                raise OpeningTaken
            kind = booking.appointment_type
            hold = self.office.diary.keep(uow, booking.conversation_id, kind, starts_at)
            uow.commit()
        return self._kept(hold)

    def move(self, token: str, hold_id: str) -> None:
        """Give the booking the held time. Raises as `keep`."""
        with self.uows() as uow:
            booking = self._movable(uow, token)
            hold = self._own_hold(uow, booking, hold_id)
            patient = uow.bookings.patient(booking.conversation_id)
            assert patient is not None  # it was booked for somebody
            plan = Plan(
                step=BookingStep.CONFIRM,
                kind=booking.appointment_type,
                booking_id=hold.id,
                changes_id=booking.id,
                name=patient.name,
                contact=Contact(patient.phone, patient.email),
            )
            _require(self._counter(uow, booking).finished(plan))
            uow.commit()

    def offered(self, token: str) -> Kept | None:
        """The time from the waitlist that this link opens, while it is held. Raises LinkUnknown."""
        with self.uows(reads_only=True) as uow:
            hold = _linked(uow, token)
            is_offered = _offer_of(uow, hold) is not None and self._is_held(hold)
        return self._kept(hold) if is_offered else None

    def take(self, token: str) -> str:
        """Say yes to the offer; the link of the booking that it became.

        Raises LinkUnknown, OpeningTaken, MoveRefused, ChangeTooLate.
        """
        with self.uows() as uow:
            hold = _linked(uow, token)
            uow.bookings.lock(hold.conversation_id)
            entry = _offer_of(uow, hold)
            plan = self.office.waiting(uow, hold.conversation_id).offered(entry) if entry else None
            if plan is None or not self._is_held(hold):
                raise OpeningTaken
            plan = _require(self._counter(uow, hold).finished(plan))
            self.office.drafts(uow).keep(hold.conversation_id, plan)
            booking = uow.bookings.get(plan.booking_id or "")
            assert booking is not None  # it was made just now
            told = [
                self.delivery.reply(uow, hold.conversation_id, reply)
                for reply in self.office.results(plan, booking)
            ]
            uow.commit()
        self.delivery.announce(hold.conversation_id, *told)
        return self.office.links.token(booking.id)

    def pass_on(self, token: str) -> None:
        """Say no to the offer and wait on. Raises LinkUnknown."""
        with self.uows() as uow:
            hold = _linked(uow, token)
            uow.bookings.lock(hold.conversation_id)
            waiting, entry = self.office.waiting(uow, hold.conversation_id), _offer_of(uow, hold)
            if entry is not None and waiting.pass_on(entry):
                waiting.close(entry)
                uow.commit()

    def _movable(self, uow: UnitOfWork, token: str) -> Booking:
        booking = _linked(uow, token)
        if booking.status != BookingStatus.CONFIRMED:
            raise LinkUnknown
        if self.office.making(uow, booking.conversation_id).is_late(booking):
            raise ChangeTooLate
        if not self.office.gate.ask(uow, booking.conversation_id, booking.appointment_type).is_granted:
            raise MoveRefused
        return booking

    def _own_hold(self, uow: UnitOfWork, booking: Booking, hold_id: str) -> Booking:
        hold = uow.bookings.get(hold_id)
        if hold is None or hold.conversation_id != booking.conversation_id or not self._is_held(hold):
            raise OpeningTaken
        return hold

    def _is_held(self, hold: Booking) -> bool:
        if hold.status != BookingStatus.HELD or hold.hold_expires_at is None:
            return False
        return hold.hold_expires_at > self.office.diary.clock.now()

    def _kept(self, hold: Booking) -> Kept:
        assert hold.hold_expires_at is not None  # it is held
        diary = self.office.diary
        until = write_soon(hold.hold_expires_at, diary.clock.now(), diary.zone)
        return Kept(hold.id, write_moment(hold.starts_at, diary.zone), until)

    def _counter(self, uow: UnitOfWork, booking: Booking) -> Counter:
        return Counter(uow, booking.conversation_id, self.office)


def _linked(uow: UnitOfWork, token: str) -> Booking:
    booking = uow.bookings.by_manage_token_hash(hash_token(token))
    if booking is None:
        raise LinkUnknown
    return booking


def _offer_of(uow: UnitOfWork, hold: Booking) -> WaitEntry | None:
    return next((one for one in uow.waitlist.of(hold.conversation_id) if one.hold_id == hold.id), None)


def _moving(booking: Booking) -> Plan:
    return Plan(kind=booking.appointment_type, changes_id=booking.id)


def _require(turned: Turned) -> Plan:
    """The plan when it was done; what hindered it otherwise."""
    if turned.plan.step in (BookingStep.BOOKED, BookingStep.MOVED):
        return turned.plan
    if any(reply.response == TOO_LATE for reply in turned.replies):
        raise ChangeTooLate
    raise OpeningTaken if turned.plan.step is not BookingStep.LEFT else MoveRefused
