"""Conversations of patients: start, find again by token, read on, take a copy along, erase."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from clinic.services import audit
from clinic.services.delivery import Delivery
from clinic.services.dialogue import Reply
from clinic.services.errors import ConversationUnknown
from clinic.services.ports import Clock, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.ports.jobs import Job

FORGET = "forget_conversation"  # the job that empties the engine's memory of an erased conversation


@dataclass(frozen=True)
class Started:
    conversation: Conversation
    token: str
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Receipt:
    """Proof of an erasure. The number stands in our audit record, which holds nobody's words."""

    number: str
    erased_at: datetime
    messages: int


@dataclass(frozen=True)
class Conversations:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    delivery: Delivery
    before_erasure: tuple[Callable[[UnitOfWork, str], None], ...] = ()  # what must be said while it can be

    def start(self, channel: str, locale: str = "en", external_id: str | None = None) -> Started:
        """Open a conversation. Its first message says that this is a computer program."""
        token, now = self.ids.new_token(), self.clock.now()
        conversation = Conversation(
            id=self.ids.new_id(),
            channel=channel,
            locale=locale,
            owner="assistant",
            sequence=0,
            created_at=now,
            last_message_at=now,
            external_id=external_id,
            token_hash=hashed(token),
        )
        with self.uows() as uow:
            uow.conversations.add(conversation)
            greeting = self.delivery.reply(uow, conversation.id, Reply("utter_greet"))
            uow.commit()
        self.delivery.announce(conversation.id, greeting)
        return Started(conversation, token, (greeting,))

    def by_token(self, token: str) -> Conversation:
        """The conversation that a bearer token opens. Raises ConversationUnknown."""
        with self.uows(reads_only=True) as uow:
            conversation = uow.conversations.by_token_hash(hashed(token))
        if conversation is None:
            raise ConversationUnknown
        return conversation

    def get(self, conversation_id: str) -> Conversation:
        """Raises ConversationUnknown."""
        with self.uows(reads_only=True) as uow:
            conversation = uow.conversations.get(conversation_id)
        if conversation is None:
            raise ConversationUnknown
        return conversation

    def messages(self, conversation_id: str, after: int = 0) -> tuple[Message, ...]:
        with self.uows(reads_only=True) as uow:
            return uow.messages.after(conversation_id, after)

    def erase(self, conversation_id: str, *, actor: str) -> Receipt:
        """Delete everything that hangs on the conversation; a job empties the engine's memory and retries.

        Raises ConversationUnknown.
        """
        number, now = self.ids.new_id()[:12].upper(), self.clock.now()
        with self.uows() as uow:
            if uow.conversations.get(conversation_id) is None:
                raise ConversationUnknown
            for say in self.before_erasure:
                say(uow, conversation_id)
            gone = uow.conversations.erase(conversation_id)
            uow.jobs.drop(f"{conversation_id}:")
            uow.jobs.add(
                Job(self.ids.new_id(), FORGET, f"{FORGET}:{conversation_id}", {"id": conversation_id}, now)
            )
            audit.record(
                uow,
                self.clock,
                self.ids,
                actor=actor,
                action="erase_conversation",
                subject="receipt",
                subject_id=number,
                messages=gone,
            )
            uow.commit()
        return Receipt(number, now, gone)


def hashed(token: str) -> str:
    """SHA-256 of a secret: the database never holds one that works."""
    return hashlib.sha256(token.encode()).hexdigest()
