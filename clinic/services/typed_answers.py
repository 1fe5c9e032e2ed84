"""A typed yes or no to a question of ours that has buttons: it counts like the button."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from clinic.language.answers import parse_answer
from clinic.services.dialogue import Reply
from clinic.services.disclosure import ASKS_IF_OWN, OFFER, Disclosures
from clinic.services.hearing import Heard
from clinic.services.inbound import Turn
from clinic.services.ports import Clock, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Message

REMEMBERED: Final = timedelta(hours=1)
MESSAGES_BACK: Final = 6  # the question is the newest of ours, so it lies a few messages back at most
ANSWERS: Final = "utter_faq/"
SHORT: Final = 8  # words: more of them say something of their own
# Doubt counts as yes where it keeps somebody safer, and as no where it would give something away.
VALUES: Final = {
    OFFER: {"yes": "yes", "no": "no", "rather_not": "no", "not_sure": "no"},
    ASKS_IF_OWN: {"yes": "about_me", "not_sure": "about_me", "no": "not_me", "rather_not": "not_me"},
}


@dataclass(frozen=True)
class TypedAnswers:
    uows: UnitOfWorkFactory
    clock: Clock
    disclosures: Disclosures

    def take(self, turn: Turn, heard: Heard) -> tuple[Reply, ...]:
        """The replies to an answer; none when nothing was asked, or the words say something else."""
        if turn.conversation.open_form is not None or heard.findings:
            return ()
        if len(turn.message.text.split()) > SHORT or "?" in turn.message.text:
            return ()
        with self.uows(reads_only=True) as uow:
            asked = _open_question(uow, turn.message, self.clock.now())
        if asked is None:
            return ()
        assert asked.response is not None  # it has one of the names in VALUES
        answer = parse_answer(turn.message.text)
        if answer is None and asked.response == ASKS_IF_OWN and heard.signals.about_me:
            answer = "yes"
        if answer is None:
            return ()
        value = VALUES[asked.response][answer]
        return self.disclosures.take(turn.conversation.id, value, _asks_about(asked))


def newest_of_ours(uow: UnitOfWork, message: Message, now: datetime) -> Message | None:
    """What was said last before a message, when that was within the hour."""
    return next(iter(said_by_us(uow, message, now)), None)


def said_by_us(uow: UnitOfWork, message: Message, now: datetime) -> tuple[Message, ...]:
    """What was said before a message within the hour, the newest first."""
    before = uow.messages.after(message.conversation_id, message.sequence - MESSAGES_BACK)
    ours = [m for m in before if m.sender != "patient" and m.sequence < message.sequence]
    return tuple(m for m in reversed(ours) if m.created_at >= now - REMEMBERED)


def _open_question(uow: UnitOfWork, message: Message, now: datetime) -> Message | None:
    """The question of ours that still waits: answers about a topic may lie between, as they ask nothing."""
    for ours in said_by_us(uow, message, now):
        if ours.response in VALUES:
            return ours
        if not (ours.response or "").startswith(ANSWERS):
            break
    return None


def _asks_about(asked: Message) -> str:
    named = (button.data.get("message") for button in asked.buttons)
    return next((str(message_id) for message_id in named if message_id), "")
