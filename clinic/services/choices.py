"""Buttons pressed outside a form: what each one's data is about decides who takes it."""

from dataclasses import dataclass

from clinic.services.clarification import Clarifications
from clinic.services.dialogue import Json, Reply
from clinic.services.disclosure import Disclosures
from clinic.services.ports import UnitOfWorkFactory
from clinic.services.reaction import Reactions


@dataclass(frozen=True)
class Choices:
    uows: UnitOfWorkFactory
    clarifications: Clarifications
    disclosures: Disclosures
    reactions: Reactions

    def take(self, conversation_id: str, message_id: str) -> tuple[Reply, ...]:
        """Answer the pressed button; one that no longer means anything gets the usual words for that."""
        match self._data(message_id):
            case {"about": "clarification"}:
                return self.clarifications.something_else()
            case {"about": "disclosure"} as told:
                value, asked_about = str(told.get("value")), str(told.get("message"))
                return self.disclosures.take(conversation_id, value, asked_about)
            case {"about": "reaction"}:
                return self.reactions.take_late(conversation_id, message_id)
        return (Reply("utter_nothing_pending"),)

    def _data(self, message_id: str) -> Json:
        with self.uows(reads_only=True) as uow:
            message = uow.messages.get(message_id)
            button = uow.messages.button_by_id(message.button_id) if message and message.button_id else None
        return dict(button.data) if button else {}
