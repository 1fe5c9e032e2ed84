"""Booking in the chat, one call a message: begin, ask, take a message, submit; look up, cancel, move.

Each call is one transaction and asks the gate first. A message that comes twice gets its first answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from clinic.logic.approval import CONSULTATION
from clinic.logic.booking import BookingStatus, Permit
from clinic.services.booking.diary import Diary
from clinic.services.booking.drafts import FORM, Drafts
from clinic.services.booking.form import BookingForm, Heard
from clinic.services.booking.gate import TEXTS, Gate, Pass
from clinic.services.booking.links import ManageLinks
from clinic.services.booking.making import Making
from clinic.services.booking.plan import BookingStep, Plan, Turned
from clinic.services.booking.questions import ABOUT, Questions
from clinic.services.dialogue import Json, Reply, Step, Taken, Understood
from clinic.services.errors import ConversationUnknown
from clinic.services.ports import UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.bookings import Booking
from clinic.services.ports.conversations import Message

QUESTIONS_FORM: Final = "prescreen_form"


@dataclass(frozen=True)
class NextForm:
    """The form that opens next; none when the replies say why not."""

    form: str | None
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True)
class BookingDesk:
    """What the chat calls."""

    uows: UnitOfWorkFactory
    diary: Diary
    gate: Gate
    links: ManageLinks
    titles: Mapping[str, str]
    country: str
    mentions_health: Callable[[str], bool]  # the patient says something of their own health

    def begin(self, conversation_id: str, message_id: str) -> NextForm:
        """Open the form that comes next: the health questions, the booking, or none."""
        with self.uows() as uow:
            message, drafts = _message(uow, conversation_id, message_id), self._drafts(uow)
            given = drafts.given(message)
            if given is not None:
                return _form_after(given)
            asked = self.gate.best(uow, conversation_id)
            if asked.permit not in (Permit.QUESTIONS_FIRST, Permit.NEW_FINDING):
                step = drafts.remember(message, self._begun(uow, message, asked), opens=True)
                uow.commit()
                return _form_after(step)
        started = self.gate.questions.start(conversation_id, message_id)
        return NextForm(QUESTIONS_FORM if started.taken is Taken.KEPT else None, started.replies)

    def start(self, conversation_id: str, message_id: str) -> Step:
        """The same for a caller that wants this form only."""
        begun = self.begin(conversation_id, message_id)
        return Step(Taken.KEPT if begun.form == FORM else Taken.LEFT, begun.replies)

    def take_message(self, conversation_id: str, message_id: str, understood: Understood) -> Step:
        """What the message is to the booking."""
        with self.uows(reads_only=True) as uow:
            message = _message(uow, conversation_id, message_id)
            heard = _heard(uow, message, understood)
        if heard.text and self.mentions_health(
            heard.text
        ):  # takes its time, so nobody waits for us meanwhile
            heard = replace(heard, mentions_health=True)
        with self.uows() as uow:
            drafts = self._drafts(uow)
            given = drafts.given(message)
            if given is not None:
                return given
            turned = self._turned(uow, message, drafts.plan(conversation_id), heard)
            step = drafts.remember(message, turned)
            uow.commit()
        return step

    def ask(self, conversation_id: str) -> tuple[Reply, ...]:
        """The question that is open now; a hold that ran out meanwhile is told first."""
        with self.uows() as uow:
            drafts = self._drafts(uow)
            plan = drafts.plan(conversation_id)
            if plan.has_ended:
                return (Reply("utter_nothing_pending"),)
            asked = self.gate.ask(uow, conversation_id, plan.kind)
            if plan.step is not BookingStep.CANCEL and not asked.is_granted:
                refused = self._making(uow, conversation_id).stop(
                    plan, self._why(uow, conversation_id, asked)
                )
                plan, replies = refused.plan, refused.replies
            else:
                plan, replies = self._question(uow, conversation_id, plan)
            drafts.keep(conversation_id, plan)
            uow.commit()
        return replies

    def submit(self, conversation_id: str) -> tuple[Reply, ...]:
        """What has come of it. Reads the record: it may be called again."""
        with self.uows(reads_only=True) as uow:
            plan = self._drafts(uow).plan(conversation_id)
            booking = uow.bookings.get(plan.booking_id) if plan.booking_id else None
        if booking is None:
            return (Reply("utter_booking_failed"),)
        values = {
            "clinician": self.diary.name_of(booking),
            "when": self._questions().when(booking),
            "reference": booking.reference,
            "calendar_url": self.links.calendar_url(booking.id),
        }
        manage = Reply("utter_booking_manage", {"manage_url": self.links.manage_url(booking.id)})
        match plan.step:
            case BookingStep.BOOKED:
                is_talk = booking.appointment_type == CONSULTATION
                name = "utter_booking_confirmed" if is_talk else "utter_booking_confirmed_session"
                return (Reply(name, values), manage)
            case BookingStep.MOVED:
                return (Reply("utter_booking_moved", values), manage)
            case BookingStep.CANCELLED:
                return (Reply("utter_booking_cancelled", values),)
        return (Reply("utter_booking_failed"),)

    def check(self, conversation_id: str, message_id: str) -> tuple[Reply, ...]:
        """Say what is booked from this conversation."""
        with self.uows(reads_only=True) as uow:
            booked = self._upcoming(uow, conversation_id)
        when = self._questions().when
        found = tuple(
            Reply("utter_booking_found", {"clinician": self.diary.name_of(booking), "when": when(booking)})
            for booking in booked
        )
        return found or (Reply("utter_booking_nothing_booked"),)

    def cancel(self, conversation_id: str, message_id: str) -> tuple[Reply, ...]:
        """Ask whether the next booking shall be cancelled; the form takes the answer."""
        return self._change(conversation_id, message_id, BookingStep.CANCEL)

    def reschedule(self, conversation_id: str, message_id: str) -> tuple[Reply, ...]:
        """Offer other times for the next booking; it stands until a new time is confirmed."""
        return self._change(conversation_id, message_id, BookingStep.DAY)

    def _begun(self, uow: UnitOfWork, message: Message, asked: Pass) -> Turned:
        conversation_id = message.conversation_id
        plan = self._drafts(uow).known(conversation_id)
        if not asked.is_granted:
            return self._making(uow, conversation_id).stop(plan, self._why(uow, conversation_id, asked))
        same_kind = [b for b in self._upcoming(uow, conversation_id) if b.appointment_type == asked.kind]
        if same_kind and asked.kind == CONSULTATION:
            when = {"when": self._questions().when(same_kind[0])}
            return Turned(
                replace(plan, step=BookingStep.LEFT),
                Taken.LEFT,
                (Reply("utter_booking_already_booked", when),),
            )
        if plan.has_ended or plan.kind != asked.kind or plan.changes_id:
            plan = plan.fresh(asked.kind)
        return self._form(uow, conversation_id).opened(
            plan, message.text if message.button_id is None else ""
        )

    def _turned(self, uow: UnitOfWork, message: Message, plan: Plan, heard: Heard) -> Turned:
        making = self._making(uow, message.conversation_id)
        if plan.has_ended:
            return Turned(plan, Taken.LEFT, (Reply("utter_nothing_pending"),))
        if plan.step is not BookingStep.CANCEL:
            asked = self.gate.ask(uow, message.conversation_id, plan.kind)
            if not asked.is_granted:
                return making.stop(plan, self._why(uow, message.conversation_id, asked))
            if heard.mentions_health:
                return making.stop(plan, (Reply(TEXTS[Permit.NEW_FINDING]),))
        turned = self._form(uow, message.conversation_id).take(plan, heard)
        return making.finish(turned.plan) if turned.taken is Taken.FINISHED else turned

    def _change(self, conversation_id: str, message_id: str, step: BookingStep) -> tuple[Reply, ...]:
        with self.uows() as uow:
            message, drafts = _message(uow, conversation_id, message_id), self._drafts(uow)
            given = drafts.given(message)
            if given is not None:
                return given.replies
            turned = self._changing(uow, conversation_id, step)
            if turned.taken is Taken.KEPT:
                plan, question = self._question(uow, conversation_id, turned.plan)
                turned = replace(turned, plan=plan, replies=(*turned.replies, *question))
            taken = drafts.remember(message, turned, opens=True)
            uow.commit()
        return taken.replies

    def _changing(self, uow: UnitOfWork, conversation_id: str, step: BookingStep) -> Turned:
        making, plan = self._making(uow, conversation_id), self._drafts(uow).known(conversation_id)
        booking = next(iter(self._upcoming(uow, conversation_id)), None)
        if booking is None:
            return making.stop(plan, (Reply("utter_booking_nothing_booked"),))
        if making.is_late(booking):
            return making.stop(plan, (Reply("utter_booking_late_change"),))
        if step is not BookingStep.CANCEL:
            asked = self.gate.ask(uow, conversation_id, booking.appointment_type)
            if not asked.is_granted:
                return making.stop(plan, self._why(uow, conversation_id, asked))
        return Turned(replace(plan.fresh(booking.appointment_type), step=step, changes_id=booking.id))

    def _question(self, uow: UnitOfWork, conversation_id: str, plan: Plan) -> tuple[Plan, tuple[Reply, ...]]:
        alive = self._form(uow, conversation_id).without_dead_hold(plan)
        told = () if alive is plan else (Reply("utter_booking_hold_expired"),)
        asked, question = self._questions().ask(uow, conversation_id, alive)
        return asked, (*told, *question)

    def _upcoming(self, uow: UnitOfWork, conversation_id: str) -> list[Booking]:
        now = self.diary.clock.now()
        return [
            booking
            for booking in uow.bookings.of(conversation_id)
            if booking.status == BookingStatus.CONFIRMED and booking.starts_at > now
        ]

    def _why(self, uow: UnitOfWork, conversation_id: str, asked: Pass) -> tuple[Reply, ...]:
        return self.gate.refused(uow, conversation_id, asked)

    def _drafts(self, uow: UnitOfWork) -> Drafts:
        return Drafts(uow, self.diary.clock)

    def _questions(self) -> Questions:
        return Questions(self.diary, self.titles, self.country)

    def _form(self, uow: UnitOfWork, conversation_id: str) -> BookingForm:
        return BookingForm(uow, conversation_id, self.diary, self._questions(), self.country)

    def _making(self, uow: UnitOfWork, conversation_id: str) -> Making:
        return Making(uow, conversation_id, self.diary, self.gate, self.links)


def _message(uow: UnitOfWork, conversation_id: str, message_id: str) -> Message:
    message = uow.messages.get(message_id)
    if message is None or message.conversation_id != conversation_id:
        raise ConversationUnknown
    return message


def _heard(uow: UnitOfWork, message: Message, understood: Understood) -> Heard:
    """A button counts by what we stored with it; one that is not ours counts by its label alone."""
    if message.button_id is None:
        return Heard(message.text, understood.label, {})
    button = uow.messages.button_by_id(message.button_id)
    data: Json = button.data if button and button.conversation_id == message.conversation_id else {}
    return Heard("", understood.label, data if data.get("about") == ABOUT else {})


def _form_after(step: Step) -> NextForm:
    return NextForm(FORM if step.taken is Taken.KEPT else None, step.replies)
