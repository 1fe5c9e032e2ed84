"""Somebody in distress is sold nothing for some turns, and the clinician hears of it (clinical.md H36)."""

from collections.abc import Sequence
from typing import Final

from clinic.services.ports import UnitOfWork
from clinic.services.ports.conversations import Conversation, Message

HEARD: Final = "utter_distress_heard"
HELP_LINES: Final = "utter_distress"  # said where it may be more than distress
ANSWERS: Final = frozenset({HEARD, HELP_LINES})
CALM_TURNS: Final = 5
"""Messages of the patient after it in which nothing is offered for sale. Source: clinical.md H36."""
MESSAGES_BACK: Final = 30


def told_in_distress(messages: Sequence[Message]) -> tuple[Message, ...]:
    """The patient's messages that were answered as distress, in their order."""
    heard = {message.reply_to_id for message in messages if message.response in ANSWERS}
    return tuple(message for message in messages if message.id in heard)


def is_slowed_down(uow: UnitOfWork, conversation: Conversation) -> bool:
    """Whether the patient told of their distress a few turns ago."""
    recent = uow.messages.after(conversation.id, conversation.sequence - MESSAGES_BACK)
    heard = max((message.sequence for message in recent if message.response in ANSWERS), default=None)
    if heard is None:
        return False
    return sum(m.sender == "patient" and m.sequence > heard for m in recent) <= CALM_TURNS
