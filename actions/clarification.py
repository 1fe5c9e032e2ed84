"""When a message was not understood, or belongs to nothing that was asked."""

from actions.base import Heard, Outcome, ServiceAction
from clinic.bootstrap import Services


class ActionAskClarification(ServiceAction):
    """Asks what was meant; only the service knows the best guesses and how often this happened."""

    def name(self) -> str:
        return "action_ask_clarification"

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        return Outcome(clinic.clarification.ask(heard.conversation_id, heard.message_id, heard.understood))


class ActionTakeChoice(ServiceAction):
    """Takes a button pressed outside a form by what it is about."""

    def name(self) -> str:
        return "action_take_choice"

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        return Outcome(clinic.choices.take(heard.conversation_id, heard.message_id))
