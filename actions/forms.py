"""The forms as Rasa sees them: one step that never gets a value, while a service keeps the answers."""

from abc import ABC, abstractmethod
from typing import Protocol

from rasa_sdk.events import FollowupAction, SlotSet

from actions.base import Event, Heard, Outcome, ServiceAction
from clinic.bootstrap import Services
from clinic.services.dialogue import Reply, Step, Taken, Understood

LISTEN = "action_listen"
REQUESTED = "requested_slot"
RESUME = "resume_form"  # the button that only wants the open question again


class FormService(Protocol):
    """What the service behind a form offers."""

    def take_message(self, conversation_id: str, message_id: str, understood: Understood) -> Step: ...

    def ask(self, conversation_id: str) -> tuple[Reply, ...]: ...

    def submit(self, conversation_id: str) -> tuple[Reply, ...]: ...


class FormStepAction(ServiceAction, ABC):
    """One of the three things a form does with its service."""

    step: str  # the form's only slot

    @abstractmethod
    def form_service(self, clinic: Services) -> FormService:
        """Return the service behind this form."""


class ValidateStep(FormStepAction, ABC):
    """Hands a message to the form's service and tells Rasa what became of it."""

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        if heard.asked_step is None:  # the form is opening: nothing was asked, so nothing was answered
            return Outcome()
        service = self.form_service(clinic)
        taken = service.take_message(heard.conversation_id, heard.message_id, heard.understood)
        is_resumed = taken.taken is Taken.NOT_AN_ANSWER and heard.understood.label == RESUME
        return Outcome(taken.replies, self._events(Taken.KEPT if is_resumed else taken.taken))

    def _events(self, taken: Taken) -> tuple[Event, ...]:
        if taken is Taken.NOT_AN_ANSWER:
            return ()  # no slot is set, so the form rejects and the rule for the label answers
        kept = SlotSet(
            self.step, None
        )  # for Rasa something was set; the step stays open for the next question
        if taken is Taken.KEPT:
            return (kept,)
        closed = (kept, SlotSet(REQUESTED, None))
        # A finished form is submitted by its rule; one that the patient left must not be.
        return closed if taken is Taken.FINISHED else (*closed, FollowupAction(LISTEN))


class AskStep(FormStepAction, ABC):
    """Asks what the service wants to know next; only the service knows which question that is."""

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        return Outcome(self.form_service(clinic).ask(heard.conversation_id))


class SubmitForm(FormStepAction, ABC):
    """Says the outcome of a finished form."""

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        return Outcome(self.form_service(clinic).submit(heard.conversation_id))
