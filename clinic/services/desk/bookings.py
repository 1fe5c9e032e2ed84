"""Books, moves and cancels for a patient, by name: one transaction each, told in the chat where one is."""

from dataclasses import dataclass, replace
from typing import Final

from clinic.logic.approval import CONSULTATION, TREATMENT
from clinic.logic.booking import BookingMove, BookingStatus, Permit
from clinic.logic.permissions import Permission
from clinic.logic.when import write_moment
from clinic.services import audit
from clinic.services.alerts import ReasonMissing
from clinic.services.booking.diary import Diary
from clinic.services.booking.links import ManageLinks
from clinic.services.booking.plan import BookingStep, Plan
from clinic.services.booking.waiting import Waiting
from clinic.services.delivery import Delivery
from clinic.services.desk.permits import DeskPermits, Ticket
from clinic.services.desk.terms import (
    AT_ONCE,
    DESK,
    LONGEST_REASON,
    AlreadyBooked,
    BookingChanged,
    BookingRefused,
    BookingUnknown,
    Caller,
    CallerProblem,
    CallerRefused,
    Wanted,
)
from clinic.services.dialogue import Reply
from clinic.services.errors import ConversationUnknown
from clinic.services.ports import UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.bookings import Booking, Patient
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.ports.staff import StaffUser
from clinic.services.staff import require

CONFIRMED: Final = {CONSULTATION: "utter_booking_confirmed", TREATMENT: "utter_booking_confirmed_session"}


@dataclass(frozen=True)
class FrontDesk:
    uows: UnitOfWorkFactory
    diary: Diary
    permits: DeskPermits
    links: ManageLinks
    delivery: Delivery

    def book(
        self, conversation_id: str, staff: StaffUser, kind: str, wanted: Wanted, caller: Caller | None
    ) -> Booking:
        """Book for the patient of a conversation; `caller` says who it is where the chat has not.

        Raises NotPermitted, ConversationUnknown, CallerRefused, BookingRefused, AlreadyBooked, OffCourse,
        OpeningTaken.
        """
        require(staff, Permission.MANAGE_BOOKINGS)
        with self.uows() as uow:
            conversation = _known(uow, conversation_id)
            uow.bookings.lock(conversation_id)  # before the queue, as the chat does: nobody deadlocks
            patient = self._patient(uow, conversation_id, caller)
            if not self.permits.link(uow, conversation_id, patient):
                uow.commit()  # the case that a clinician must look at stands
                raise BookingRefused(Permit.UNDER_REVIEW)
            ticket = self.permits.ask(uow, conversation, kind)
            self._require_none_upcoming(uow, conversation_id, kind)
            if kind == TREATMENT:
                self.permits.ask_course(uow, conversation_id, wanted, None)
            booking = self._booked(uow, patient, kind, wanted, ticket, staff)
            told = self._told(uow, conversation, Reply(CONFIRMED[kind], self._values(booking)))
            uow.commit()
        self._announce(told)
        return booking

    def book_caller(self, key: str, staff: StaffUser, caller: Caller, wanted: Wanted) -> Booking:
        """A talk for somebody who rang. The same form sent twice (`key`) books once.

        Raises NotPermitted, BookingRefused, BookingChanged, OpeningTaken.
        """
        require(staff, Permission.MANAGE_BOOKINGS)
        with self.uows() as uow:
            uow.bookings.queue_up()
            if uow.conversations.get(key) is not None:
                return self._made_before(uow, key)
            self.permits.ask_caller(uow, caller)
            uow.conversations.add(self._conversation(key))
            patient = self._patient(uow, key, caller)
            booking = self._booked(uow, patient, CONSULTATION, wanted, Ticket(), staff)
            uow.commit()
        return booking

    def move(self, booking_id: str, staff: StaffUser, wanted: Wanted, sequence: int) -> Booking:
        """Give it another time, also after the patients' cut-off; `sequence` is what the page showed.

        Raises NotPermitted, BookingUnknown, BookingChanged, BookingRefused, OffCourse, OpeningTaken.
        """
        require(staff, Permission.MANAGE_BOOKINGS)
        with self.uows() as uow:
            booking = self._upcoming(uow, booking_id, sequence)
            conversation = _known(uow, booking.conversation_id)
            self.permits.ask(uow, conversation, booking.appointment_type)
            if booking.appointment_type == TREATMENT:
                self.permits.ask_course(uow, conversation.id, wanted, booking.id)
            hold = self._held(uow, conversation.id, booking.appointment_type, wanted)
            if not uow.bookings.move(booking.id, hold.id, self.diary.clock.now()):
                raise BookingChanged
            moved = self._noted(uow, booking.id, BookingMove.MOVE, staff)
            told = self._told(uow, conversation, Reply("utter_booking_moved", self._values(moved)))
            uow.commit()
        self._announce(told)
        return moved

    def cancel(self, booking_id: str, staff: StaffUser, reason: str, sequence: int) -> None:
        """Free its time. The reason is for colleagues. Raises as `move`, and ReasonMissing."""
        require(staff, Permission.MANAGE_BOOKINGS)
        words = reason.strip()[:LONGEST_REASON]
        if not words:
            raise ReasonMissing
        with self.uows() as uow:
            booking = self._upcoming(uow, booking_id, sequence)
            if not uow.bookings.cancel(booking.id, self.diary.clock.now(), words):
                raise BookingChanged
            cancelled = self._noted(uow, booking.id, BookingMove.CANCEL, staff)
            conversation = _known(uow, booking.conversation_id)
            told = self._told(uow, conversation, Reply("utter_booking_cancelled", self._values(cancelled)))
            uow.commit()
        self._announce(told)

    def _made_before(self, uow: UnitOfWork, key: str) -> Booking:
        made = uow.bookings.of(key)
        if not made:
            raise BookingChanged
        return made[0]

    def _require_none_upcoming(self, uow: UnitOfWork, conversation_id: str, kind: str) -> None:
        now = self.diary.clock.now()
        for booking in uow.bookings.of(conversation_id):
            is_same = booking.appointment_type == kind and booking.status == BookingStatus.CONFIRMED
            if is_same and booking.starts_at > now:
                raise AlreadyBooked

    def _booked(
        self, uow: UnitOfWork, patient: Patient, kind: str, wanted: Wanted, ticket: Ticket, staff: StaffUser
    ) -> Booking:
        hold = self._held(uow, patient.conversation_id, kind, wanted)
        is_booked = uow.bookings.confirm(
            hold.id,
            self.diary.clock.now(),
            patient_id=patient.id,
            prescreen_id=ticket.prescreen_id,
            approval_id=ticket.approval.id if ticket.approval else None,
            manage_token_hash=self.links.token_hash(hold.id),
        )
        if not is_booked:
            raise BookingChanged
        got = Plan(step=BookingStep.BOOKED, kind=kind)
        Waiting(uow, patient.conversation_id, self.diary).settle(got)
        return self._noted(uow, hold.id, BookingMove.CONFIRM, staff)

    def _held(self, uow: UnitOfWork, conversation_id: str, kind: str, wanted: Wanted) -> Booking:
        return self.diary.keep(
            uow, conversation_id, kind, wanted.starts_at, clinician=wanted.clinician, notice=AT_ONCE
        )

    def _upcoming(self, uow: UnitOfWork, booking_id: str, sequence: int) -> Booking:
        """The booking, held still until the transaction ends."""
        booking = uow.bookings.get(booking_id)
        if booking is None:
            raise BookingUnknown
        uow.bookings.lock(booking.conversation_id)
        now, booking = self.diary.clock.now(), uow.bookings.get(booking_id)
        stands = booking is not None and booking.status == BookingStatus.CONFIRMED and booking.starts_at > now
        if booking is None or not stands or booking.calendar_sequence != sequence:
            raise BookingChanged
        return booking

    def _patient(self, uow: UnitOfWork, conversation_id: str, caller: Caller | None) -> Patient:
        known = uow.bookings.patient(conversation_id)
        if caller is None:
            if known is None or not known.name:  # an address alone may have been left
                raise CallerRefused(CallerProblem.NAME)
            return known
        new = Patient(self.diary.ids.new_id(), conversation_id, caller.name, self.diary.clock.now())
        patient = replace(
            known or new, name=caller.name, phone=caller.contact.phone, email=caller.contact.email
        )
        uow.bookings.keep_patient(patient)
        return patient

    def _conversation(self, key: str) -> Conversation:
        """Closed from the start: it holds the booking of somebody who has no chat."""
        now = self.diary.clock.now()
        return Conversation(
            id=key,
            channel=DESK,
            locale="en",
            owner="closed",
            sequence=0,
            created_at=now,
            last_message_at=now,
            closed_at=now,
        )

    def _noted(self, uow: UnitOfWork, booking_id: str, move: BookingMove, staff: StaffUser) -> Booking:
        """On the record, and to everybody who follows the diary."""
        audit.record(
            uow,
            self.diary.clock,
            self.diary.ids,
            actor=staff.id,
            action=f"{move}_booking",
            subject="booking",
            subject_id=booking_id,
        )
        self.diary.tell(uow, booking_id, move)
        booking = uow.bookings.get(booking_id)
        assert booking is not None  # it was changed just now
        return booking

    def _values(self, booking: Booking) -> dict[str, str]:
        return {
            "clinician": self.diary.name_of(booking),
            "when": write_moment(booking.starts_at, self.diary.zone),
            "reference": booking.reference,
            "calendar_url": self.links.calendar_url(booking.id),
        }

    def _told(self, uow: UnitOfWork, conversation: Conversation, reply: Reply) -> Message | None:
        if conversation.channel == DESK:
            return None
        return self.delivery.reply(uow, conversation.id, reply, sender="system")

    def _announce(self, message: Message | None) -> None:
        if message is not None:
            self.delivery.announce(message.conversation_id, message)


def _known(uow: UnitOfWork, conversation_id: str) -> Conversation:
    conversation = uow.conversations.get(conversation_id)
    if conversation is None:
        raise ConversationUnknown
    return conversation
