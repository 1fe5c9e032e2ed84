"""May this be booked at the desk? The chat's own gate, and one way more: a talk for somebody who rang.

Who rings has answered no health questions. They get a talk with the expert and nothing else, unless the same
phone or e-mail has a result that a clinician must look at first (R-09, R-15).
"""

from dataclasses import dataclass
from datetime import timedelta

from clinic.logic.approval import CONSULTATION, TREATMENT
from clinic.logic.booking import Approval, Permit
from clinic.logic.screening import Outcome
from clinic.services.booking.diary import Diary
from clinic.services.booking.gate import Gate
from clinic.services.desk.terms import DESK, BookingRefused, Caller, OffCourse, Wanted
from clinic.services.ports import UnitOfWork
from clinic.services.ports.bookings import Booking, Patient
from clinic.services.ports.conversations import Conversation
from clinic.services.sessions import course_of

NEEDS_A_PERSON = (Outcome.A, Outcome.B, Outcome.E)


@dataclass(frozen=True)
class Ticket:
    """What a booking that is allowed rests on."""

    prescreen_id: str | None = None
    approval: Approval | None = None


@dataclass(frozen=True)
class DeskPermits:
    diary: Diary
    gate: Gate

    def ask(self, uow: UnitOfWork, conversation: Conversation, kind: str) -> Ticket:
        """Inside the transaction that books. Raises BookingRefused."""
        if conversation.channel == DESK and kind == CONSULTATION:
            uow.bookings.lock(conversation.id)
            patient = uow.bookings.patient(conversation.id)
            if uow.bookings.standing(conversation.id).is_blocked:
                raise BookingRefused(Permit.BLOCKED)
            self._ask_contact(uow, patient.phone if patient else None, patient.email if patient else None)
            return Ticket()
        asked = self.gate.ask(uow, conversation.id, kind)
        if not asked.is_granted:
            raise BookingRefused(asked.permit)
        answers = asked.standing.answers
        return Ticket(answers.id if answers else None, asked.approval)

    def ask_caller(self, uow: UnitOfWork, caller: Caller) -> None:
        """Before a talk for somebody who rang. Raises BookingRefused."""
        self._ask_contact(uow, caller.contact.phone, caller.contact.email)

    def ask_course(self, uow: UnitOfWork, conversation_id: str, wanted: Wanted, but: str | None) -> None:
        """R-12: the approval covers one more session at this time. Raises OffCourse."""
        course = course_of(uow, conversation_id, but=but)
        if course is None or not course.fits(wanted.starts_at, self.diary.clock.now()):
            raise OffCourse

    def concern(self, uow: UnitOfWork, booking: Booking, conversation: Conversation) -> Permit | None:
        """Why an upcoming booking would not be made any more; None while all is well."""
        if booking.status != "confirmed" or booking.starts_at <= self.diary.clock.now():
            return None
        if conversation.channel == DESK and booking.appointment_type == CONSULTATION:
            return Permit.BLOCKED if uow.bookings.standing(conversation.id).is_blocked else None
        permit = self.gate.look(uow, conversation.id, booking.appointment_type)
        return None if permit is Permit.GRANTED else permit

    def may_have_session(self, uow: UnitOfWork, conversation_id: str) -> bool:
        """True when a treatment session is worth offering on the page."""
        return self.gate.look(uow, conversation_id, TREATMENT) is Permit.GRANTED

    def link(self, uow: UnitOfWork, conversation_id: str, patient: Patient) -> bool:
        """Contact details are new: False when an earlier result of the same contact stops the booking."""
        return not self.gate.questions.link_patient(uow, conversation_id, patient.id)

    def _ask_contact(self, uow: UnitOfWork, phone: str | None, email: str | None) -> None:
        since = self.diary.clock.now() - timedelta(days=self.gate.rules.valid_days)
        for conversation_id in uow.bookings.of_contact(phone, email):
            if uow.bookings.standing(conversation_id).is_blocked:
                raise BookingRefused(Permit.BLOCKED, conversation_id)
            screens = [s for s in uow.prescreens.of(conversation_id) if s.last_activity_at >= since]
            if any(s.outcome in tuple(NEEDS_A_PERSON) and s.lowered_at is None for s in screens):
                raise BookingRefused(Permit.UNDER_REVIEW, conversation_id)
