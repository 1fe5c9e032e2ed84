"""The draft between two messages: how far a booking has come, and what the last message was answered."""

from dataclasses import dataclass, replace
from typing import Final

from clinic.services.booking.plan import BookingStep, Plan, Turned
from clinic.services.contact import Contact
from clinic.services.dialogue import Reply, Step, Taken
from clinic.services.ports import Clock, UnitOfWork
from clinic.services.ports.bookings import BookingDraft
from clinic.services.ports.conversations import Message
from clinic.services.prescreen.steps import load_step, stored_step

FORM: Final = "booking_form"
MISSES_BEFORE_HELP: Final = 2
HELP: Final = {
    BookingStep.DAY: "utter_booking_help",
    BookingStep.TIME: "utter_booking_help",
    BookingStep.CONTACT: "utter_booking_explain_contact",
}


@dataclass(frozen=True)
class Drafts:
    """The drafts in one transaction."""

    uow: UnitOfWork
    clock: Clock

    def plan(self, conversation_id: str) -> Plan:
        draft = self.uow.bookings.draft(conversation_id)
        return Plan.load(draft.data) if draft else Plan(step=BookingStep.LEFT)

    def known(self, conversation_id: str) -> Plan:
        """The plan, with what the patient has told of themselves at any time."""
        plan, patient = self.plan(conversation_id), self.uow.bookings.patient(conversation_id)
        if patient is None:
            return plan
        on_file = Contact(patient.phone, patient.email) if patient.phone or patient.email else None
        return replace(plan, name=plan.name or patient.name or None, contact=plan.contact or on_file)

    def given(self, message: Message) -> Step | None:
        """What this message was answered before; None when it is new, or when it was no answer to us."""
        step = self._last_step(message)
        return None if step is None or step.taken is Taken.NOT_AN_ANSWER else step

    def declined(self, message: Message) -> bool:
        """It was no answer to the form: nor is it when the form looks at it again in the same turn."""
        step = self._last_step(message)
        return step is not None and step.taken is Taken.NOT_AN_ANSWER

    def _last_step(self, message: Message) -> Step | None:
        draft = self.uow.bookings.draft(message.conversation_id)
        is_repeat = draft is not None and draft.last_message_id == message.id
        return load_step(draft.last_step) if draft and is_repeat and draft.last_step else None

    def remember(self, message: Message, turned: Turned, *, opens: bool = False) -> Step:
        """Store the plan and the answer to the message, and which form is open now."""
        before = self.uow.bookings.draft(message.conversation_id)
        missed = before.bad_answers if before else 0
        if turned.taken is Taken.NOT_AN_ANSWER:  # another rule answers this message, perhaps with us again
            self.keep(message.conversation_id, turned.plan)
            self._note(message, Step(turned.taken), missed)
            return Step(turned.taken)
        misses = missed + 1 if turned.is_miss else 0
        plan, replies = turned.plan, turned.replies
        if misses >= MISSES_BEFORE_HELP and plan.step in HELP:
            plan, replies = replace(plan, asked=""), (Reply(HELP[plan.step]),)
        step = Step(turned.taken, replies)
        self.keep(message.conversation_id, plan)
        self._note(message, step, misses)
        if step.taken is Taken.KEPT and opens:
            self.uow.conversations.change(message.conversation_id, open_form=FORM)
        return step

    def keep(self, conversation_id: str, plan: Plan) -> None:
        """Store the plan; one that has ended closes the form."""
        now, before = self.clock.now(), self.uow.bookings.draft(conversation_id)
        draft = before or BookingDraft(conversation_id, plan.step, now)
        self.uow.bookings.keep_draft(replace(draft, step=plan.step.value, data=plan.stored(), changed_at=now))
        conversation = self.uow.conversations.get(conversation_id)
        if plan.has_ended and conversation is not None and conversation.open_form == FORM:
            self.uow.conversations.change(conversation_id, open_form=None)

    def _note(self, message: Message, step: Step, misses: int) -> None:
        draft = self.uow.bookings.draft(message.conversation_id)
        assert draft is not None  # it was kept just now
        self.uow.bookings.keep_draft(
            replace(draft, last_message_id=message.id, last_step=stored_step(step), bad_answers=misses)
        )
