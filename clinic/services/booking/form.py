"""What one message does to a booking in the making: a button, or words about days, names, contacts."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from clinic.logic.booking import BookingStatus
from clinic.logic.dates import Problem, Wish, WishProblem, read_wish
from clinic.logic.waitlist import asks_for_earlier, asks_to_wait, named_clinician
from clinic.services.booking.diary import Diary
from clinic.services.booking.heard import SMALL_WORDS, VAGUE, Heard
from clinic.services.booking.plan import ASKED_OTHERWISE, BookingStep, Plan, Turned
from clinic.services.booking.questions import Questions
from clinic.services.booking.times import Times
from clinic.services.contact import (
    is_contact_attempt,
    is_surely_name,
    read_contact,
    read_name,
)
from clinic.services.dialogue import Reply, Taken
from clinic.services.ports import UnitOfWork

ABOUT_TIMES: Final = frozenset(
    {"book_consultation", "reschedule_booking", "affirm", "unsure", "thanks", "greet"}
)
STOPS: Final = frozenset({"cancel_booking", "goodbye"})
AFTER_HOLD: Final = (BookingStep.NAME, BookingStep.CONTACT, BookingStep.CONFIRM, BookingStep.CHANGE)
PROBLEM_TEXTS: Final = {
    Problem.PAST: "utter_booking_past",
    Problem.TOO_FAR: "utter_booking_too_far",
    Problem.NO_SUCH_DAY: "utter_booking_no_such_date",
    Problem.NO_SUCH_TIME: "utter_booking_no_such_time",
    Problem.CONTRADICTION: "utter_booking_contradiction",
}


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
        if asks_to_wait(text):
            return self._shall_wait(plan, text)
        read = read_wish(text, self.diary.horizon())
        if read is None or read.unread:
            return Turned(plan)
        if isinstance(read, WishProblem):
            return Turned(plan, replies=(Reply(PROBLEM_TEXTS[read.problem]),))
        return Turned(plan) if read == Wish() else self._times.search(plan, read)

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
                return Turned(self._to_days(plan, int(heard.data("page") or 0)))
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
                return self._wait(plan)
            case "stop":
                return self.leave(plan)
        return Turned(plan)

    def _cancel_answered(self, plan: Plan, heard: Heard) -> Turned:
        if plan.step is not BookingStep.CANCEL or heard.data("booking") != plan.changes_id:
            return Turned(plan)
        return Turned(plan, Taken.FINISHED) if heard.data("value") == "yes" else self.leave(plan)

    def _to_days(self, plan: Plan, page: int) -> Plan:
        plan = replace(plan, step=BookingStep.DAY, page=page, waits=False, asked="")
        return plan if page else replace(plan, day=None, wish=None, from_day=None)

    def _to_change(self, plan: Plan, what: str) -> Plan:
        match what:
            case "time":
                return self._to_days(plan, 0)
            case "name":
                return replace(plan, step=BookingStep.NAME, name=None)
            case "contact":
                return replace(plan, step=BookingStep.CONTACT, contact=None)
        return replace(plan, step=BookingStep.CHANGE)

    # Words

    def _typed(self, plan: Plan, heard: Heard) -> Turned:
        if plan.step is BookingStep.CANCEL:
            return self._cancel_typed(plan, heard)
        if self._is_about_waiting(plan, heard):
            return self._shall_wait(plan, heard.text)
        if heard.label in STOPS:
            return self.leave(plan)
        match plan.step:
            case BookingStep.WAIT:
                return self._wait_typed(plan, heard)
            case BookingStep.NAME:
                return self._named(plan, heard)
            case BookingStep.CONTACT:
                return self._contacted(plan, heard)
            case BookingStep.CONFIRM:
                return self._confirm_typed(plan, heard)
        return self._dated(plan, heard)

    def _cancel_typed(self, plan: Plan, heard: Heard) -> Turned:
        if heard.label in ("affirm", "cancel_booking"):
            return Turned(plan, Taken.FINISHED)
        if heard.label == "deny":
            return self.leave(plan)
        return Turned(plan, Taken.KEPT if heard.label in VAGUE else Taken.NOT_AN_ANSWER)

    # The waitlist

    def _is_about_waiting(self, plan: Plan, heard: Heard) -> bool:
        is_picking = plan.step in (BookingStep.DAY, BookingStep.TIME) and plan.owner_id is None
        return is_picking and not _is_topic(heard.label) and asks_to_wait(heard.text)

    def _shall_wait(self, plan: Plan, text: str) -> Turned:
        """Offer a place on the waitlist, for what is wished now or was wished before."""
        read, until = read_wish(text, self.diary.horizon()), None
        if asks_for_earlier(text):
            openings = self.questions.bookable(self.uow, self.conversation_id, plan)
            first = self.questions.day_of(openings[0]) if openings else self.diary.horizon().latest
            until = first - timedelta(days=1)
            if until < self.diary.local_day(self.diary.clock.now() + self.diary.notice):
                return Turned(plan, replies=(Reply("utter_booking_too_soon"),))
        said = replace(read, unread=()) if isinstance(read, Wish) else Wish()
        wish = said if said != Wish() else plan.unmet or plan.wish or Wish()
        clinician = named_clinician(text, self.diary.names)
        return Turned(
            replace(plan, step=BookingStep.WAIT, unmet=wish, until=until, clinician=clinician, asked="")
        )

    def _wait(self, plan: Plan) -> Turned:
        """Yes: what is still missing is who they are. What was held is free again."""
        self.uow.bookings.let_go(self.conversation_id, self.diary.clock.now())
        return Turned(replace(plan, waits=True, booking_id=None, asked="").to_next())

    def _wait_typed(self, plan: Plan, heard: Heard) -> Turned:
        if heard.label == "affirm":
            return self._wait(plan)
        if heard.label == "deny":
            return Turned(self._to_days(plan, 0))
        return self._dated(plan, heard)

    def _confirm_typed(self, plan: Plan, heard: Heard) -> Turned:
        wish = read_wish(heard.text, self.diary.horizon())
        if (
            isinstance(wish, Wish)
            and wish != Wish()
            and not wish.unread
            and not self._times.is_held(plan, wish)
        ):
            return self._times.search(plan, wish)
        if heard.label == "affirm":
            return Turned(plan, Taken.FINISHED if plan.booking_id else Taken.KEPT)
        if heard.label in ("deny", "reschedule_booking"):
            return Turned(self._to_change(plan, ""))
        return Turned(plan, Taken.KEPT if heard.label in VAGUE else Taken.NOT_AN_ANSWER)

    def _dated(self, plan: Plan, heard: Heard) -> Turned:
        read = read_wish(heard.text, self.diary.horizon())
        is_meant = heard.label in VAGUE | ABOUT_TIMES
        if read is None or (read.unread and not is_meant):
            if heard.label == "deny":
                return self.leave(plan)
            missed = Turned(plan, replies=(Reply("utter_booking_not_understood"),), is_miss=True)
            return missed if is_meant else Turned(plan, Taken.NOT_AN_ANSWER)
        if isinstance(read, WishProblem):
            return Turned(plan, replies=(Reply(PROBLEM_TEXTS[read.problem]),))
        return self._times.search(plan, read)

    def _named(self, plan: Plan, heard: Heard) -> Turned:
        name = read_name(heard.text)
        is_small_word = heard.label in SMALL_WORDS and len(heard.text.split()) == 1
        if name is None or is_small_word:
            is_other = heard.label not in VAGUE | SMALL_WORDS
            return (
                Turned(plan, Taken.NOT_AN_ANSWER)
                if is_other
                else _asked_otherwise(plan, "utter_booking_retry_name")
            )
        is_sure = heard.label in VAGUE or is_surely_name(heard.text) or heard.text == plan.doubted
        if not is_sure:  # "cost" could be a name; said twice it is one
            return Turned(replace(plan, doubted=heard.text), Taken.NOT_AN_ANSWER)
        return Turned(replace(plan, name=name, doubted="").to_next())

    def _contacted(self, plan: Plan, heard: Heard) -> Turned:
        contact = read_contact(heard.text, self.country)
        if contact is not None:
            return Turned(replace(plan, contact=contact).to_next())
        if heard.label == "deny":
            return Turned(plan, replies=(Reply("utter_booking_explain_contact"),))
        if is_contact_attempt(heard.text) or heard.label in VAGUE | SMALL_WORDS:
            return _asked_otherwise(plan, "utter_booking_retry_contact")
        return Turned(plan, Taken.NOT_AN_ANSWER)

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


def _is_topic(label: str) -> bool:
    return label.startswith("faq/") or label in ("talk_to_human", "complaint", "privacy")


def _asked_otherwise(plan: Plan, response: str) -> Turned:
    """The same question with an example: nothing more is asked after it."""
    return Turned(replace(plan, asked=ASKED_OTHERWISE), replies=(Reply(response),), is_miss=True)
