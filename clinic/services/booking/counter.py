"""What the desk does in one transaction of one conversation: open, take, look up, change, find elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from clinic.logic.booking import BookingStatus, Permit
from clinic.logic.consent import asks, takes_back, wonders
from clinic.logic.waitlist import asks_to_leave
from clinic.logic.when import write_day
from clinic.services.booking.finding import Finding, read_reference
from clinic.services.booking.form import ABOUT_CANCELLING, BookingForm
from clinic.services.booking.gate import TEXTS, Pass
from clinic.services.booking.heard import Heard
from clinic.services.booking.making import MOVE_TAKES_A_PERSON, Making
from clinic.services.booking.office import Office
from clinic.services.booking.plan import NO_GATE, PROVING, BookingStep, Plan, Then, Turned
from clinic.services.contact import read_contact
from clinic.services.dialogue import Reply, Taken
from clinic.services.ports import UnitOfWork
from clinic.services.ports.bookings import Booking
from clinic.services.ports.conversations import Message

NOTHING_PENDING: Final = Reply("utter_nothing_pending")
ENDS_OFFER: Final = frozenset({"deny", "goodbye", "cancel_booking"})
STEPS: Final = {Then.CANCEL: BookingStep.CANCEL, Then.MOVE: BookingStep.DAY}


@dataclass(frozen=True)
class Counter:
    uow: UnitOfWork
    conversation_id: str
    office: Office

    def begun(self, message: Message, asked: Pass) -> Turned:
        """A booking is wanted, and the gate has answered."""
        plan = self.office.drafts(self.uow).known(self.conversation_id)
        if not asked.is_granted:
            return self._making.stop(plan, self._why(plan, asked))
        same_kind = [b for b in self.upcoming() if b.appointment_type == asked.kind]
        if same_kind:
            when = {"when": self.office.questions().when(same_kind[0])}
            told = Reply("utter_booking_already_booked", when)
            return Turned(replace(plan, step=BookingStep.LEFT), Taken.LEFT, (told,))
        is_other = plan.has_ended or plan.kind != asked.kind or plan.changes_id or plan.step in PROVING
        text = message.text if message.button_id is None else ""
        return self._form.opened(plan.fresh(asked.kind) if is_other else plan, text)

    def turned(self, plan: Plan, heard: Heard) -> Turned:
        """What one message does to the plan."""
        if plan.has_ended:
            return Turned(plan, Taken.LEFT, (NOTHING_PENDING,))
        if plan.step in PROVING:
            return self._found(plan, heard)
        if plan.step not in NO_GATE:
            asked = self.allowed(plan)
            if not asked.is_granted:
                return self._making.stop(plan, self._why(plan, asked))
            if heard.mentions_health:
                told = MOVE_TAKES_A_PERSON if plan.owner_id else Reply(TEXTS[Permit.NEW_FINDING])
                return self._making.stop(plan, (told,))
        if plan.offer_id is not None:
            offered = self._offered(plan, plan.offer_id, heard)
            if offered is not None:
                return offered
        turned = self._form.take(plan, heard)
        return self.finished(turned.plan) if turned.taken is Taken.FINISHED else turned

    def finished(self, plan: Plan) -> Turned:
        """Do what the patient said yes to."""
        if plan.waits:
            return self._waits(plan)
        turned = self._making.finish(plan)
        self.office.waiting(self.uow, self.conversation_id).settle(turned.plan)
        return turned

    def asked(self, plan: Plan) -> tuple[Plan, tuple[Reply, ...]]:
        """The open question, or why there is none any more."""
        if plan.has_ended:
            return plan, (NOTHING_PENDING,)
        if plan.step not in NO_GATE:
            asked = self.allowed(plan)
            if not asked.is_granted:
                refused = self._making.stop(plan, self._why(plan, asked))
                return refused.plan, refused.replies
        return self.question(plan)

    def question(self, plan: Plan) -> tuple[Plan, tuple[Reply, ...]]:
        """The question of the plan's step; a hold that ran out meanwhile is told first."""
        alive = self._form.without_dead_hold(plan)
        told = () if alive is plan else (Reply("utter_booking_hold_expired"),)
        asked, question = self.office.questions().ask(self.uow, self.conversation_id, alive)
        return asked, (*told, *question)

    def changing(self, then: Then, heard: Heard) -> Turned:
        """A booking is to be moved or cancelled: the one that is named or pressed, or the next."""
        plan = self.office.drafts(self.uow).known(self.conversation_id)
        waiting, upcoming = self.office.waiting(self.uow, self.conversation_id), self.upcoming()
        if then is Then.CANCEL and takes_back(heard.text):  # "no, do not cancel"
            return Turned(plan, Taken.LEFT, self._seen(upcoming) or self._waited_for() or (NOTHING_PENDING,))
        about = (ABOUT_CANCELLING,) if then is Then.CANCEL and wonders(heard.text) else ()
        is_over = then is Then.CANCEL and not about and (_leaves(heard) or not upcoming)
        if is_over and waiting.leave():
            return self._making.stop(plan, (Reply("utter_waitlist_left"),))
        return self._changed(plan, then, heard, about)

    def _changed(self, plan: Plan, then: Then, heard: Heard, about: tuple[Reply, ...]) -> Turned:
        """The question that follows; `about` is the answer to what was asked first."""
        upcoming = self.upcoming()
        pressed, named = heard.data("booking"), read_reference(heard.text)
        fitting = [b for b in upcoming if pressed in ("", b.id) and named in (None, b.reference)]
        if not fitting:
            searching = self._searching(plan, then, heard.text)
            return replace(searching, replies=(*about, *searching.replies))
        booking = fitting[0]
        if self._making.is_late(booking):
            return self._making.stop(plan, (Reply("utter_booking_late_change"),))
        owner_id = None if booking.conversation_id == self.conversation_id else booking.conversation_id
        fresh = replace(
            plan.fresh(booking.appointment_type),
            step=STEPS[then],
            changes_id=booking.id,
            owner_id=owner_id,
        )
        if fresh.step not in NO_GATE:
            asked = self.allowed(fresh)
            if not asked.is_granted:
                return self._making.stop(plan, self._why(fresh, asked))
        if then is Then.MOVE:
            return self._form.moves(fresh, booking, heard.text)
        return Turned(fresh, replies=about)

    def checked(self, text: str, *, may_search: bool) -> Turned:
        """What is booked and waited for; where there is nothing, a booking made elsewhere is looked for."""
        seen = (
            *self._seen(self.upcoming()),
            *self.office.gate.courses.told(self.uow, self.conversation_id),
            *self._waited_for(),
        )
        plan = self.office.drafts(self.uow).known(self.conversation_id)
        names_another = (
            read_reference(text) is not None or read_contact(text, self.office.country) is not None
        )
        cancelled = None if seen or names_another else self._cancelled()
        if cancelled is not None:
            return Turned(plan, Taken.LEFT, (cancelled,))
        if not seen and may_search:
            return self._searching(plan, Then.CHECK, text)
        return Turned(plan, Taken.LEFT, seen or (Reply("utter_booking_nothing_booked"),))

    def upcoming(self) -> list[Booking]:
        """The patient's bookings to come: made here, or shown to be theirs."""
        now = self.office.diary.clock.now()
        every = (
            *self.uow.bookings.of(self.conversation_id),
            *self.uow.identity.granted(self.conversation_id, now),
        )
        to_come = {b.id: b for b in every if b.status == BookingStatus.CONFIRMED and b.starts_at > now}
        return sorted(to_come.values(), key=lambda booking: booking.starts_at)

    def _cancelled(self) -> Reply | None:
        """The booking of this conversation that was cancelled last, while its time is still to come."""
        now = self.office.diary.clock.now()
        cancelled = [
            booking
            for booking in self.uow.bookings.of(self.conversation_id)
            if booking.status == BookingStatus.CANCELLED and booking.starts_at > now
        ]
        if not cancelled:
            return None
        last = max(cancelled, key=lambda booking: booking.changed_at)
        return Reply("utter_booking_cancelled", {"when": self.office.questions().when(last)})

    def allowed(self, plan: Plan) -> Pass:
        """The gate's answer for this plan, in whichever conversation the health answers are."""
        if plan.owner_id is None:
            return self.office.gate.ask(self.uow, self.conversation_id, plan.kind)
        return self.office.gate.ask_elsewhere(self.uow, plan.owner_id, self.conversation_id, plan.kind)

    def _searching(self, plan: Plan, then: Then, text: str) -> Turned:
        """Ask which booking is meant, unless the words say so; what was being booked here ends."""
        self.uow.bookings.let_go(self.conversation_id, self.office.diary.clock.now())
        return self._finding.opened(replace(plan.fresh(plan.kind), step=BookingStep.WHICH, then=then), text)

    def _found(self, plan: Plan, heard: Heard) -> Turned:
        turned = self._finding.take(plan, heard)
        if turned.taken is not Taken.FINISHED:
            return turned
        if plan.then in STEPS:
            return self.changing(plan.then, Heard("", "", {}))
        return Turned(replace(plan, step=BookingStep.LEFT), Taken.LEFT, self._seen(self.upcoming()))

    def _seen(self, booked: Iterable[Booking]) -> tuple[Reply, ...]:
        questions = self.office.questions()
        return tuple(
            Reply(
                "utter_booking_found",
                {"clinician": self.office.diary.name_of(booking), "when": questions.when(booking)},
                questions.about_booking(booking),
            )
            for booking in booked
        )

    def _waited_for(self) -> tuple[Reply, ...]:
        choices = self.office.questions().about_waiting()
        return tuple(
            Reply("utter_waitlist_standing", {"until": write_day(entry.until)}, choices)
            for entry in self.uow.waitlist.of(self.conversation_id)
        )

    def _offered(self, plan: Plan, offer_id: str, heard: Heard) -> Turned | None:
        """A message about a time that is offered to somebody who waits; None when it is for the form."""
        waiting, entry = self.office.waiting(self.uow, self.conversation_id), self.uow.waitlist.get(offer_id)
        ended = replace(plan, step=BookingStep.LEFT, booking_id=None)
        is_end = heard.label in ENDS_OFFER and not asks(heard.text) and not takes_back(heard.text)
        is_no = heard.data("do") == "pass" or (not heard.press and is_end)
        is_alive = self._form.without_dead_hold(plan) is plan
        if _leaves(heard):
            waiting.leave()
            return Turned(ended, Taken.LEFT, (Reply("utter_waitlist_left"),))
        if is_alive and not is_no:
            return None
        if entry is not None:
            waiting.pass_on(entry)
        return Turned(ended, Taken.LEFT, (Reply("utter_waitlist_passed"),))

    def _waits(self, plan: Plan) -> Turned:
        self._making.patient(plan)
        entry = self.office.waiting(self.uow, self.conversation_id).join(plan)
        choices = self.office.questions().about_waiting()
        told = Reply("utter_waitlist_joined", {"until": write_day(entry.until)}, choices)
        return Turned(replace(plan, step=BookingStep.WAITING), Taken.LEFT, (told,))

    def _why(self, plan: Plan, asked: Pass) -> tuple[Reply, ...]:
        """Why not. In another conversation than the one with the answers nothing is told of them."""
        if plan.owner_id is not None:
            return (MOVE_TAKES_A_PERSON,)
        return self.office.gate.refused(self.uow, self.conversation_id, asked)

    @property
    def _finding(self) -> Finding:
        office = self.office
        choices = office.questions().about_codes()
        return Finding(self.uow, self.conversation_id, office.proving, office.country, choices)

    @property
    def _form(self) -> BookingForm:
        office = self.office
        return BookingForm(self.uow, self.conversation_id, office.diary, office.questions(), office.country)

    @property
    def _making(self) -> Making:
        return self.office.making(self.uow, self.conversation_id)


def _leaves(heard: Heard) -> bool:
    """The waitlist is what the patient has had enough of."""
    is_asked = asks_to_leave(heard.text) and not takes_back(heard.text) and not wonders(heard.text)
    return heard.data("do") == "unlist" or is_asked
