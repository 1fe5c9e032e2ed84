"""Records with a default for everything."""

from datetime import datetime
from typing import Any

from clinic.services.ports.conversations import Button, Conversation, Message
from clinic.services.ports.jobs import Job
from clinic.services.ports.staff import StaffUser
from tests.fakes import MONDAY_MORNING, CountingIds

ids = CountingIds()


def make_conversation(**values: Any) -> Conversation:
    defaults: dict[str, Any] = {
        "id": ids.new_id(),
        "channel": "website",
        "locale": "en",
        "owner": "assistant",
        "sequence": 0,
        "created_at": MONDAY_MORNING,
        "last_message_at": MONDAY_MORNING,
    }
    return Conversation(**{**defaults, **values})


def make_message(conversation: Conversation, sequence: int = 1, **values: Any) -> Message:
    defaults: dict[str, Any] = {
        "id": ids.new_id(),
        "conversation_id": conversation.id,
        "sequence": sequence,
        "sender": "patient",
        "kind": "text",
        "text": "does it hurt",
        "state": "received",
        "created_at": MONDAY_MORNING,
    }
    return Message(**{**defaults, **values})


def make_button(message: Message, position: int = 0, **values: Any) -> Button:
    defaults: dict[str, Any] = {
        "id": ids.new_id(),
        "conversation_id": message.conversation_id,
        "message_id": message.id,
        "position": position,
        "token": ids.new_token(),
        "title": "Yes",
        "intent": "affirm",
        "data": {"value": "yes"},
    }
    return Button(**{**defaults, **values})


def make_job(run_at: datetime = MONDAY_MORNING, **values: Any) -> Job:
    defaults: dict[str, Any] = {
        "id": ids.new_id(),
        "kind": "forget_conversation",
        "dedup_key": ids.new_id(),
        "payload": {"id": "c"},
        "run_at": run_at,
    }
    return Job(**{**defaults, **values})


def make_staff_user(**values: Any) -> StaffUser:
    new_id = ids.new_id()
    defaults: dict[str, Any] = {
        "id": new_id,
        "email": f"{new_id}@clinic.example",
        "name": "Asha Reed",
        "role": "reception",
        "password_hash": "hash",
        "created_at": MONDAY_MORNING,
    }
    return StaffUser(**{**defaults, **values})
