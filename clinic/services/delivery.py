"""Puts messages into a conversation: renders reviewed texts, numbers, stores, and tells whoever listens."""

from dataclasses import dataclass
from datetime import datetime

from clinic.criteria.responses import ResponseCatalogue
from clinic.services.dialogue import Choice, Json, Reply
from clinic.services.distress import is_slowed_down
from clinic.services.ports import Clock, Fanout, Ids, UnitOfWork
from clinic.services.ports.conversations import Button, Message

SALES = ("book_consultation", "start_prescreen")


@dataclass(frozen=True)
class Delivery:
    """The one road from us to a patient, for replies, staff messages and notices alike.

    Call inside the caller's transaction; call `announce` after its commit, never before.
    """

    catalogue: ResponseCatalogue
    clock: Clock
    ids: Ids
    fanout: Fanout

    def reply(
        self,
        uow: UnitOfWork,
        conversation_id: str,
        reply: Reply,
        *,
        sender: str = "assistant",
        reply_to_id: str | None = None,
    ) -> Message:
        """Store one reviewed text as a message. Raises KeyError when no text has that name."""
        now, message_id = self.clock.now(), self.ids.new_id()
        rendered = self.catalogue.text(reply.response, reply.values, on=now.date(), key=message_id)
        fixed = tuple(Choice(button.title, button.intent, button.data) for button in rendered.buttons)
        choices = self._offered(uow, conversation_id, reply.choices or fixed)
        buttons = self._buttons(conversation_id, message_id, choices)
        message = Message(
            id=message_id,
            conversation_id=conversation_id,
            sequence=uow.conversations.next_sequence(conversation_id, now),
            sender=sender,
            kind=_kind(rendered.kind, bool(buttons)),
            text=rendered.text,
            state="sent",
            created_at=now,
            response=rendered.response,
            sources=tuple(_source(source) for source in rendered.sources),
            level=rendered.level,
            reply_to_id=reply_to_id,
            buttons=buttons,
        )
        uow.messages.add(message)
        return message

    def unstored(self, conversation_id: str, reply: Reply) -> Message:
        """A reviewed text for a moment in which nothing can be stored: sequence 0, no buttons."""
        now = self.clock.now()
        rendered = self.catalogue.text(reply.response, reply.values, on=now.date(), key=conversation_id)
        return Message(
            id="",
            conversation_id=conversation_id,
            sequence=0,
            sender="assistant",
            kind=rendered.kind,
            text=rendered.text,
            state="sent",
            created_at=now,
            response=rendered.response,
            level=rendered.level,
        )

    def words(
        self, uow: UnitOfWork, conversation_id: str, text: str, *, staff_user_id: str, sent_at: datetime
    ) -> Message:
        """Store what a member of staff wrote."""
        message = Message(
            id=self.ids.new_id(),
            conversation_id=conversation_id,
            sequence=uow.conversations.next_sequence(conversation_id, sent_at),
            sender="staff",
            kind="text",
            text=text,
            state="sent",
            created_at=sent_at,
            staff_user_id=staff_user_id,
        )
        uow.messages.add(message)
        return message

    def announce(self, conversation_id: str, *messages: Message) -> None:
        """Tell the patient's open pages and the staff console; the messages stand in the database already."""
        for message in messages:
            self.fanout.publish(conversation_id, "message", {"sequence": message.sequence})
        self.fanout.publish("staff", "conversation", {"conversation_id": conversation_id})

    def announce_typing(self, conversation_id: str, sender: str = "assistant") -> None:
        self.fanout.publish(conversation_id, "typing", {"sender": sender})

    def announce_owner(self, conversation_id: str, owner: str) -> None:
        self.fanout.publish(conversation_id, "owner", {"owner": owner})
        self.fanout.publish("staff", "queue", {"conversation_id": conversation_id})

    def _offered(
        self, uow: UnitOfWork, conversation_id: str, choices: tuple[Choice, ...]
    ) -> tuple[Choice, ...]:
        """Nobody whose booking is blocked, or whose heart is heavy, is offered one (clinical.md 4.3, 4)."""
        calm = tuple(choice for choice in choices if choice.intent not in SALES)
        if len(calm) == len(choices):
            return choices
        conversation = uow.conversations.get(conversation_id)
        if conversation is None:
            return choices
        is_calm = conversation.booking_block is not None or is_slowed_down(uow, conversation)
        return calm if is_calm else choices

    def _buttons(
        self, conversation_id: str, message_id: str, choices: tuple[Choice, ...]
    ) -> tuple[Button, ...]:
        return tuple(
            Button(
                id=self.ids.new_id(),
                conversation_id=conversation_id,
                message_id=message_id,
                position=position,
                token=self.ids.new_token(),
                title=choice.title,
                intent=choice.intent,
                data=dict(choice.data),
            )
            for position, choice in enumerate(choices)
        )


def _kind(kind: str, has_buttons: bool) -> str:
    return "choices" if kind == "text" and has_buttons else kind


def _source(source: object) -> Json:
    return {"title": str(getattr(source, "title", "")), "checked_on": str(getattr(source, "checked_on", ""))}
