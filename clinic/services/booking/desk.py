"""Booking in the chat, one call a message: begin, ask, take a message, submit; look up, cancel, move.

Each call is one transaction and asks the gate first. A message that comes twice gets its first answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from clinic.logic.booking import Permit
from clinic.services.booking.counter import Counter
from clinic.services.booking.drafts import FORM
from clinic.services.booking.heard import Heard
from clinic.services.booking.office import FAILED, Office
from clinic.services.booking.plan import PROVING, Then, Turned
from clinic.services.booking.questions import ABOUT
from clinic.services.dialogue import Json, Reply, Step, Taken, Understood
from clinic.services.errors import ConversationUnknown
from clinic.services.ports import UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Message

QUESTIONS_FORM: Final = "prescreen_form"


@dataclass(frozen=True)
class NextForm:
    """The form that opens next; none when the replies say why not."""

    form: str | None
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True)
class BookingDesk(Office):
    """What the chat calls."""

    uows: UnitOfWorkFactory
    mentions_health: Callable[[str], bool]  # the patient says something of their own health

    def begin(self, conversation_id: str, message_id: str) -> NextForm:
        """Open the form that comes next: the health questions, the booking, or none."""
        with self.uows() as uow:
            message, drafts = _message(uow, conversation_id, message_id), self.drafts(uow)
            given = drafts.given(message)
            if given is not None:
                return _form_after(given)
            asked = self.gate.best(uow, conversation_id)
            if asked.permit not in (Permit.QUESTIONS_FIRST, Permit.NEW_FINDING):
                turned = self._counter(uow, conversation_id).begun(message, asked)
                step = drafts.remember(message, turned, opens=True)
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
            heard = _heard(uow, message, understood.label)
        if heard.text and self.mentions_health(
            heard.text
        ):  # takes its time, so nobody waits for us meanwhile
            heard = replace(heard, mentions_health=True)
        with self.uows() as uow:
            drafts = self.drafts(uow)
            given = drafts.given(message)
            if given is not None:
                return given
            if drafts.declined(message):
                return Step(Taken.NOT_AN_ANSWER)
            turned = self._counter(uow, conversation_id).turned(drafts.plan(conversation_id), heard)
            step = drafts.remember(message, turned)
            uow.commit()
        return step

    def ask(self, conversation_id: str) -> tuple[Reply, ...]:
        """The question that is open now; a hold that ran out meanwhile is told first."""
        with self.uows() as uow:
            drafts = self.drafts(uow)
            plan, replies = self._counter(uow, conversation_id).asked(drafts.plan(conversation_id))
            drafts.keep(conversation_id, plan)
            uow.commit()
        return replies

    def submit(self, conversation_id: str) -> tuple[Reply, ...]:
        """What has come of it. Reads the record: it may be called again."""
        with self.uows(reads_only=True) as uow:
            plan = self.drafts(uow).plan(conversation_id)
            booking = uow.bookings.get(plan.booking_id) if plan.booking_id else None
        return (FAILED,) if booking is None else self.results(plan, booking)

    def check(self, conversation_id: str, message_id: str) -> tuple[Reply, ...]:
        """Say what is booked; where nothing is, look for a booking made elsewhere, unless a form is open."""
        with self.uows() as uow:
            message, drafts = _message(uow, conversation_id, message_id), self.drafts(uow)
            given = drafts.given(message)
            if given is not None and drafts.plan(conversation_id).step in PROVING:  # it began the search
                return given.replies
            conversation = uow.conversations.get(conversation_id)
            may_search = conversation is not None and conversation.open_form is None
            turned = self._counter(uow, conversation_id).checked(message.text, may_search=may_search)
            if turned.taken is not Taken.KEPT:  # the plan is as it was
                return turned.replies
            step = self._asking(uow, message, turned)
            uow.commit()
        return step.replies

    def cancel(self, conversation_id: str, message_id: str) -> tuple[Reply, ...]:
        """Ask whether a booking shall be cancelled; the form takes the answer."""
        return self._change(conversation_id, message_id, Then.CANCEL)

    def reschedule(self, conversation_id: str, message_id: str) -> tuple[Reply, ...]:
        """Offer other times for a booking; it stands until a new time is confirmed."""
        return self._change(conversation_id, message_id, Then.MOVE)

    def _change(self, conversation_id: str, message_id: str, then: Then) -> tuple[Reply, ...]:
        with self.uows() as uow:
            message, drafts = _message(uow, conversation_id, message_id), self.drafts(uow)
            given = drafts.given(message)
            if given is not None:
                return given.replies
            turned = self._counter(uow, conversation_id).changing(then, _heard(uow, message, ""))
            step = self._asking(uow, message, turned)
            uow.commit()
        return step.replies

    def _asking(self, uow: UnitOfWork, message: Message, turned: Turned) -> Step:
        """Remember the turn, with the question that follows it at once."""
        if turned.taken is Taken.KEPT:
            plan, question = self._counter(uow, message.conversation_id).question(turned.plan)
            turned = replace(turned, plan=plan, replies=(*turned.replies, *question))
        return self.drafts(uow).remember(message, turned, opens=True)

    def _counter(self, uow: UnitOfWork, conversation_id: str) -> Counter:
        return Counter(uow, conversation_id, self)


def _message(uow: UnitOfWork, conversation_id: str, message_id: str) -> Message:
    message = uow.messages.get(message_id)
    if message is None or message.conversation_id != conversation_id:
        raise ConversationUnknown
    return message


def _heard(uow: UnitOfWork, message: Message, label: str) -> Heard:
    """A button counts by what we stored with it; one that is not ours counts by its label alone."""
    if message.button_id is None:
        return Heard(message.text, label, {})
    button = uow.messages.button_by_id(message.button_id)
    data: Json = button.data if button and button.conversation_id == message.conversation_id else {}
    return Heard("", label, data if data.get("about") == ABOUT else {})


def _form_after(step: Step) -> NextForm:
    return NextForm(FORM if step.taken is Taken.KEPT else None, step.replies)
