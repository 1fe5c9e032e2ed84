"""Takes a patient's message in: stored once, then its turn is waited for, one at a time and in order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic.services.errors import ButtonUnknown, ConversationUnknown, TurnCrowded
from clinic.services.ports import Clock, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import AlreadyStored, Button, Conversation, Message

LEASE = timedelta(seconds=60)  # longer than the slowest engine turn; a crashed process blocks no longer
QUEUE_LIMIT = 8  # messages of one conversation that may wait at once
PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class Inbound:
    """What a channel received: a text, or a button's token. `client_id` is the sender's own id of it."""

    client_id: str
    text: str = ""
    button_token: str | None = None


@dataclass(frozen=True)
class Turn:
    """A message whose turn it is. `holder` gives the turn back."""

    conversation: Conversation
    message: Message
    holder: str
    speaks_of_danger: bool = False
    """Without telling of any: the answer says what to do if it happens now."""


@dataclass(frozen=True)
class Inbox:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    pause: Callable[[float], None]

    def receive(self, conversation_id: str, inbound: Inbound, *, is_urgent: bool = False) -> Message:
        """Store the message, or return the first copy of a repeat. An urgent one is never turned away.

        Raises ConversationUnknown, ButtonUnknown, TurnCrowded.
        """
        with self.uows() as uow:
            if uow.conversations.get(conversation_id) is None:
                raise ConversationUnknown
            first = uow.messages.by_client_id(conversation_id, inbound.client_id)
            if first is not None:
                return first
            if not is_urgent and len(self._waiting(uow, conversation_id)) >= QUEUE_LIMIT:
                raise TurnCrowded
            message = self._message(uow, conversation_id, inbound)
            try:
                uow.messages.add(message)
            except AlreadyStored:
                return self._stored(conversation_id, inbound.client_id)
            uow.commit()
        return message

    def wait_for_turn(self, message: Message) -> Turn | None:
        """Return once every earlier message is answered and nobody else holds the turn.

        None when somebody else answered this very message meanwhile. Raises TurnCrowded.
        """
        holder = self.ids.new_id()
        give_up = self.clock.now() + LEASE
        while self.clock.now() < give_up:
            with self.uows() as uow:
                current = uow.messages.get(message.id)
                if current is None or current.state != "received":
                    return None
                conversation = self._lease(uow, message, holder)
                if conversation is not None:
                    uow.commit()
                    return Turn(conversation, message, holder)
            self.pause(PAUSE_SECONDS)
        raise TurnCrowded

    def _lease(self, uow: UnitOfWork, message: Message, holder: str) -> Conversation | None:
        now = self.clock.now()
        waiting = self._waiting(uow, message.conversation_id)
        if any(other.sequence < message.sequence for other in waiting):
            return None
        if not uow.conversations.lease_turn(message.conversation_id, holder, now, now + LEASE):
            return None
        return uow.conversations.get(message.conversation_id)

    def _waiting(self, uow: UnitOfWork, conversation_id: str) -> list[Message]:
        oldest = self.clock.now() - LEASE
        return [m for m in uow.messages.unanswered(conversation_id) if m.created_at > oldest]

    def _message(self, uow: UnitOfWork, conversation_id: str, inbound: Inbound) -> Message:
        now = self.clock.now()
        button = self._pressed(uow, conversation_id, inbound.button_token)
        return Message(
            id=self.ids.new_id(),
            conversation_id=conversation_id,
            sequence=uow.conversations.next_sequence(conversation_id, now),
            sender="patient",
            kind="text",
            text=button.title if button else inbound.text,
            state="received",
            created_at=now,
            client_id=inbound.client_id,
            button_id=button.id if button else None,
        )

    def _pressed(self, uow: UnitOfWork, conversation_id: str, token: str | None) -> Button | None:
        if token is None:
            return None
        button = uow.messages.button(token)
        if button is None or button.conversation_id != conversation_id:
            raise ButtonUnknown
        return button

    def _stored(self, conversation_id: str, client_id: str) -> Message:
        with self.uows(reads_only=True) as uow:
            message = uow.messages.by_client_id(conversation_id, client_id)
        assert message is not None  # the constraint that refused the second copy saw the first
        return message


def is_stale(message: Message, now: datetime) -> bool:
    """True for a message whose turn died with its process and that nobody works on any more."""
    return message.state == "received" and message.created_at <= now - LEASE
