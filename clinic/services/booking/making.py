"""The moment of a yes: a hold becomes a booking, a booking is moved or cancelled. All or nothing."""

from dataclasses import dataclass, replace

from clinic.logic.approval import TREATMENT
from clinic.logic.booking import BookingMove, is_late_to_change
from clinic.services import audit
from clinic.services.booking.diary import Diary
from clinic.services.booking.gate import Gate, Pass
from clinic.services.booking.links import ManageLinks
from clinic.services.booking.plan import BookingStep, Plan, Then, Turned
from clinic.services.booking.proving import may_change
from clinic.services.contact import Contact
from clinic.services.dialogue import Reply, Taken
from clinic.services.ports import UnitOfWork
from clinic.services.ports.bookings import Booking, Patient
from clinic.services.sessions import course_of

BY_PATIENT = "patient"
MOVE_TAKES_A_PERSON = Reply("utter_booking_move_needs_person")


@dataclass(frozen=True)
class Making:
    """One conversation's bookings, in the caller's transaction."""

    uow: UnitOfWork
    conversation_id: str
    diary: Diary
    gate: Gate
    links: ManageLinks

    def finish(self, plan: Plan) -> Turned:
        """Do what the patient said yes to."""
        if plan.step is BookingStep.CANCEL:
            return self._cancel(plan)
        hold = self.uow.bookings.get(plan.booking_id) if plan.booking_id else None
        return self._ran_out(plan) if hold is None else self._book(plan, hold)

    def stop(self, plan: Plan, replies: tuple[Reply, ...]) -> Turned:
        """Free what is held and say why it ends here."""
        self.uow.bookings.let_go(self.conversation_id, self.diary.clock.now())
        return Turned(replace(plan, step=BookingStep.LEFT, booking_id=None), Taken.LEFT, replies)

    def cancel(self, booking: Booking, reason: str) -> bool:
        """Free the time; False when there is nothing to cancel any more."""
        cancelled = self.uow.bookings.cancel(booking.id, self.diary.clock.now(), reason)
        if cancelled:
            self._note(BookingMove.CANCEL, booking.id)
        return cancelled

    def is_late(self, booking: Booking) -> bool:
        return is_late_to_change(booking.starts_at, self.diary.clock.now(), self.diary.late_change)

    def _book(self, plan: Plan, hold: Booking) -> Turned:
        if plan.owner_id is not None:
            return self._move_elsewhere(plan, plan.owner_id, hold)
        patient = self.patient(plan)
        told = self.gate.questions.link_patient(self.uow, self.conversation_id, patient.id)
        if told:  # an earlier result of the same phone or e-mail: a clinician looks first
            return self.stop(plan, told)
        asked = self.gate.ask(self.uow, self.conversation_id, plan.kind)
        if not asked.is_granted:
            return self.stop(plan, self.gate.refused(self.uow, self.conversation_id, asked))
        if not self._fits(asked, hold, plan):
            return self.stop(plan, (Reply("utter_booking_treatment_needs_approval"),))
        if plan.changes_id:
            return self._move(plan, plan.changes_id, hold)
        return self._confirm(plan, hold, patient, asked)

    def _confirm(self, plan: Plan, hold: Booking, patient: Patient, asked: Pass) -> Turned:
        answers, approval = asked.standing.answers, asked.approval
        is_booked = self.uow.bookings.confirm(
            hold.id,
            self.diary.clock.now(),
            patient_id=patient.id,
            prescreen_id=answers.id if answers else None,
            approval_id=approval.id if approval else None,
            manage_token_hash=self.links.token_hash(hold.id),
        )
        if not is_booked:
            return self._ran_out(plan)
        self._note(BookingMove.CONFIRM, hold.id)
        return Turned(replace(plan, step=BookingStep.BOOKED), Taken.FINISHED)

    def _move_elsewhere(self, plan: Plan, owner_id: str, hold: Booking) -> Turned:
        """A booking that another conversation made: the answers given there count, and its patient stays."""
        asked = self.gate.ask_elsewhere(self.uow, owner_id, self.conversation_id, plan.kind)
        if plan.changes_id is None or not asked.is_granted or not self._fits(asked, hold, plan):
            return self.stop(plan, (MOVE_TAKES_A_PERSON,))
        return self._move(plan, plan.changes_id, hold)

    def _move(self, plan: Plan, booking_id: str, hold: Booking) -> Turned:
        booking = self.uow.bookings.get(booking_id)
        if booking is None or self.is_late(booking):
            return self.stop(plan, (Reply("utter_booking_late_change"),))
        if not self._may_change(booking):
            return self._prove_again(plan, Then.MOVE)
        if not self.uow.bookings.move(booking_id, hold.id, self.diary.clock.now()):
            return self._ran_out(plan)
        self._note(BookingMove.MOVE, booking_id)
        return Turned(replace(plan, step=BookingStep.MOVED, booking_id=booking_id), Taken.FINISHED)

    def _cancel(self, plan: Plan) -> Turned:
        booking = self.uow.bookings.get(plan.changes_id) if plan.changes_id else None
        if booking is None or self.is_late(booking):
            return self.stop(plan, (Reply("utter_booking_late_change"),))
        if not self._may_change(booking):
            return self._prove_again(plan, Then.CANCEL)
        if not self.cancel(booking, BY_PATIENT):
            return self.stop(plan, (Reply("utter_booking_nothing_booked"),))
        cancelled = replace(plan, step=BookingStep.CANCELLED, booking_id=booking.id)
        return Turned(cancelled, Taken.FINISHED)

    def _may_change(self, booking: Booking) -> bool:
        return may_change(self.uow, self.conversation_id, booking, self.diary.clock)

    def _prove_again(self, plan: Plan, then: Then) -> Turned:
        """The hour of the proof is over."""
        self.uow.bookings.let_go(self.conversation_id, self.diary.clock.now())
        return Turned(replace(plan.fresh(plan.kind), step=BookingStep.WHICH, then=then))

    def _ran_out(self, plan: Plan) -> Turned:
        self.uow.bookings.let_go(self.conversation_id, self.diary.clock.now())
        again = replace(plan, booking_id=None, page=0).to_next()
        return Turned(again, replies=(Reply("utter_booking_hold_expired"),))

    def _fits(self, asked: Pass, hold: Booking, plan: Plan) -> bool:
        """R-12, once more at the last moment: the approval covers one more session at this time."""
        if hold.appointment_type != TREATMENT:
            return True
        course = course_of(self.uow, plan.owner_id or self.conversation_id, but=plan.changes_id)
        now = self.diary.clock.now()
        return asked.approval is not None and course is not None and course.fits(hold.starts_at, now)

    def patient(self, plan: Plan) -> Patient:
        """Store who the patient is, as they told last."""
        contact, known = plan.contact or Contact(), self.uow.bookings.patient(self.conversation_id)
        patient = Patient(
            id=known.id if known else self.diary.ids.new_id(),
            conversation_id=self.conversation_id,
            name=plan.name or "",
            created_at=known.created_at if known else self.diary.clock.now(),
            phone=contact.phone,
            email=contact.email,
        )
        self.uow.bookings.keep_patient(patient)
        return patient

    def _note(self, move: BookingMove, booking_id: str) -> None:
        """On the record, and to everybody who follows the diary."""
        audit.record(
            self.uow,
            self.diary.clock,
            self.diary.ids,
            actor=BY_PATIENT,
            action=f"{move}_booking",
            subject="booking",
            subject_id=booking_id,
        )
        self.diary.tell(self.uow, booking_id, move)
