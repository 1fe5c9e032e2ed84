"""What one message does to a booking in the making: a button, or words about days, names, contacts."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from clinic.logic.booking import BookingStatus
from clinic.logic.consent import Deed, Verdict, asks, only_stops, takes_back, verdict
from clinic.logic.dates import Wish, WishProblem
from clinic.services.booking.details import OPEN_QUESTION, Details, without
from clinic.services.booking.diary import Diary
from clinic.services.booking.heard import VAGUE, Heard
from clinic.services.booking.picking import PROBLEM_TEXTS, Picking, to_days
from clinic.services.booking.plan import BookingStep, Plan, Turned
from clinic.services.booking.questions import Questions
from clinic.services.booking.times import Times
from clinic.services.dialogue import Reply, Taken
from clinic.services.ports import UnitOfWork
from clinic.services.ports.bookings import Booking

STOPS: Final = frozenset({"cancel_booking", "goodbye"})
AFTER_HOLD: Final = (BookingStep.NAME, BookingStep.CONTACT, BookingStep.CONFIRM, BookingStep.CHANGE)
ABOUT_CANCELLING: Final = Reply("utter_booking_about_cancelling")
# Labels under which words at a question that binds are for us: the question is put once more.
OURS_AT_CANCEL: Final = VAGUE | {"affirm", "unsure", "cancel_booking"}
OURS_AT_CONFIRM: Final = VAGUE | {"affirm", "unsure", "book_consultation", "check_booking"}


@dataclass(frozen=True)
class BookingForm:
    """One message of one conversation. Finished means: the patient said yes; the desk then books."""

    uow: UnitOfWork
    conversation_id: str
    diary: Diary
    questions: Questions
    country: str

    def take(self, plan: Plan, heard: Heard) -> Turned:
        alive = self.without_dead_hold(plan)
        reading = plan if alive is plan else replace(plan, booking_id=None)
        turned = self._pressed(reading, heard) if heard.press else self._typed(reading, heard)
        if turned.plan.step is BookingStep.WAITING:  # nothing is missing: the desk puts them on the list
            return replace(turned, taken=Taken.FINISHED)
        if turned.taken is Taken.NOT_AN_ANSWER:
            return Turned(replace(plan, doubted=turned.plan.doubted), Taken.NOT_AN_ANSWER)
        if alive is plan or turned.taken is not Taken.KEPT or turned.plan.booking_id is not None:
            return turned
        ran_out = Reply("utter_booking_hold_expired")  # what was typed meanwhile is kept all the same
        after = turned.plan.to_next() if turned.plan.step in AFTER_HOLD else turned.plan
        return replace(turned, plan=after, replies=(ran_out, *turned.replies), is_miss=False)

    def opened(self, plan: Plan, text: str) -> Turned:
        """A booking begins; a day or a time in the words that began it is not asked for again."""
        return self._picking.opened(plan, text)

    def moves(self, plan: Plan, booking: Booking, text: str) -> Turned:
        """A move begins; the day or time that the booking shall go to is not asked for again."""
        return self._picking.moved(plan, booking, text)

    def without_dead_hold(self, plan: Plan) -> Plan:
        """The same plan while its hold lives; back to picking a time when it has run out."""
        if plan.booking_id is None or plan.has_ended:
            return plan
        hold = self.uow.bookings.get(plan.booking_id)
        now = self.diary.clock.now()
        if hold and hold.status == BookingStatus.HELD and hold.hold_expires_at and hold.hold_expires_at > now:
            return plan
        freed = replace(plan, booking_id=None, page=0)
        return freed.to_next() if plan.step in AFTER_HOLD else freed

    # Buttons

    def _pressed(self, plan: Plan, heard: Heard) -> Turned:
        match heard.data("do"):
            case "cancel":
                return self._cancel_answered(plan, heard)
            case _ if plan.step is BookingStep.CANCEL:
                return Turned(plan)
            case "day":
                day = date.fromisoformat(heard.data("day"))
                return Turned(replace(plan, step=BookingStep.TIME, day=day, page=0))
            case "days":
                return Turned(to_days(plan, int(heard.data("page") or 0)))
            case "times":
                return Turned(replace(plan, step=BookingStep.TIME, page=int(heard.data("page") or 0)))
            case "time":
                return self._times.keep(plan, datetime.fromisoformat(heard.data("starts_at")))
            case "confirm":
                is_current = plan.step is BookingStep.CONFIRM and heard.data("booking") == plan.booking_id
                return Turned(plan, Taken.FINISHED) if is_current else Turned(plan)
            case "change":
                return Turned(self._to_change(plan, heard.data("what")))
            case "wait" if plan.owner_id is None:
                return self._picking.wait(plan)
            case "stop":
                return self.leave(plan)
        return Turned(plan)

    def _cancel_answered(self, plan: Plan, heard: Heard) -> Turned:
        if plan.step is not BookingStep.CANCEL or heard.data("booking") != plan.changes_id:
            return Turned(plan)
        return Turned(plan, Taken.FINISHED) if heard.data("value") == "yes" else self.leave(plan)

    def _to_change(self, plan: Plan, what: str) -> Plan:
        match what:
            case "time":
                return to_days(plan, 0)
            case "name":
                return without(plan, BookingStep.NAME)
            case "contact":
                return without(plan, BookingStep.CONTACT)
        return replace(plan, step=BookingStep.CHANGE)

    # Words

    def _typed(self, plan: Plan, heard: Heard) -> Turned:
        if plan.step is BookingStep.CANCEL:
            return self._cancel_typed(plan, heard)
        if self._picking.is_about_waiting(plan, heard):
            return self._picking.shall_wait(plan, heard.text)
        if heard.label in STOPS:
            return self._stopped(plan, heard)
        match plan.step:
            case BookingStep.WAIT:
                return self._picking.wait_typed(plan, heard) or self._dated(plan, heard)
            case BookingStep.NAME:
                return self._details.named(plan, heard)
            case BookingStep.CONTACT:
                return self._details.contacted(plan, heard)
            case BookingStep.CONFIRM:
                return self._confirm_typed(plan, heard)
            case BookingStep.CHANGE:
                return self._details.corrected(plan, heard) or self._dated(plan, heard)
        return self._dated(plan, heard)

    def _dated(self, plan: Plan, heard: Heard) -> Turned:
        if only_stops(heard.text) and heard.label in VAGUE | {"deny"}:
            return self.leave(plan)
        turned = self._picking.dated(plan, heard)
        is_no = turned.taken is Taken.NOT_AN_ANSWER and heard.label == "deny"
        return self.leave(plan) if is_no else turned

    def _cancel_typed(self, plan: Plan, heard: Heard) -> Turned:
        """Only a plain yes ends the booking; "no", "I do not want to cancel" and "stop" leave it."""
        answer = verdict(heard.text, Deed.CANCEL)
        if answer is Verdict.YES:
            return Turned(plan, Taken.FINISHED)
        if answer in (Verdict.ASKS, Verdict.WAVERS) and heard.label in OURS_AT_CANCEL | {"deny"}:
            return Turned(plan, replies=(ABOUT_CANCELLING,))
        is_no = answer is Verdict.NO and heard.label != "reschedule_booking"
        if is_no or (heard.label == "deny" and answer is not Verdict.OPEN) or only_stops(heard.text):
            return self.leave(plan)
        is_ours = heard.label in OURS_AT_CANCEL or heard.label == "deny"
        return Turned(plan, Taken.KEPT if is_ours else Taken.NOT_AN_ANSWER)

    def _stopped(self, plan: Plan, heard: Heard) -> Turned:
        """The patient wants to end something: what is made here, or the booking that was to be moved."""
        if asks(heard.text) and verdict(heard.text, Deed.CANCEL) is not Verdict.YES:
            return Turned(plan, replies=(ABOUT_CANCELLING,))
        if takes_back(heard.text):
            return Turned(plan)
        if heard.label != "cancel_booking" or plan.changes_id is None or only_stops(heard.text):
            return self.leave(plan)
        self.uow.bookings.let_go(self.conversation_id, self.diary.clock.now())
        return Turned(replace(plan, step=BookingStep.CANCEL, booking_id=None, asked=""))

    def _confirm_typed(self, plan: Plan, heard: Heard) -> Turned:
        corrected = self._details.corrected(plan, heard)
        if corrected is not None:
            return corrected
        read = self._picking.instead(heard)
        is_held = isinstance(read, Wish) and self._times.is_held(plan, read)
        if isinstance(read, WishProblem):
            return Turned(to_days(plan, 0), replies=(Reply(PROBLEM_TEXTS[read.problem]),))
        if read is not None and not is_held:
            return self._times.search(plan, read)
        answer = verdict(heard.text, Deed.MOVE if plan.changes_id else Deed.BOOK)
        names_it = is_held and heard.label == "affirm" and answer is Verdict.OPEN  # "yes, Tuesday at 9"
        if answer is Verdict.YES or names_it:
            return Turned(plan, Taken.FINISHED if plan.booking_id else Taken.KEPT)
        if answer is Verdict.NO or heard.label in ("deny", "reschedule_booking"):
            return Turned(self._to_change(plan, ""))
        if answer is Verdict.ASKS and heard.label in VAGUE | {"affirm"}:
            return Turned(plan, replies=(OPEN_QUESTION,))
        return Turned(plan, Taken.KEPT if heard.label in OURS_AT_CONFIRM else Taken.NOT_AN_ANSWER)

    @property
    def _picking(self) -> Picking:
        return Picking(self.uow, self.conversation_id, self.diary, self.questions)

    @property
    def _details(self) -> Details:
        return Details(self.country)

    @property
    def _times(self) -> Times:
        return Times(self.uow, self.conversation_id, self.diary, self.questions)

    def leave(self, plan: Plan) -> Turned:
        """Stop: what was held is free again, what was booked stays as it is."""
        self.uow.bookings.let_go(self.conversation_id, self.diary.clock.now())
        booked = self.uow.bookings.get(plan.changes_id) if plan.changes_id else None
        told = Reply("utter_booking_stopped_before")
        if booked is not None:
            told = Reply("utter_booking_not_cancelled", {"when": self.questions.when(booked)})
        return Turned(replace(plan, step=BookingStep.LEFT, booking_id=None), Taken.LEFT, (told,))
