"""Collects what one turn replies, in order: response names, values, buttons. One response is one message."""

from __future__ import annotations

import json
import logging
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

logger = logging.getLogger(__name__)


class TurnOutput(CollectingOutputChannel):
    """The output channel of a single turn; it also carries the open form in, and failed actions out."""

    def __init__(self, form: str | None) -> None:
        super().__init__()
        self.form = form
        self.failed_actions: list[str] = []

    @classmethod
    def name(cls) -> str:
        return "gateway"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        response = message.get("utter_action")
        if response is None:
            # Words without a name cannot be reviewed, so they do not reach a patient.
            logger.error("A reply without a response name was left out.")
            self.failed_actions.append("nameless_reply")
            return
        await self._persist_message(
            {
                "response": response,
                "values": message.get("values") or {},
                "buttons": [_button(button) for button in message.get("buttons") or []],
            }
        )


def _button(button: dict[str, Any]) -> dict[str, Any]:
    """Bring both kinds of button to one shape: those from actions have it, fixed ones carry a payload."""
    if "payload" not in button:
        return {"title": button["title"], "intent": button["intent"], "data": button.get("data") or {}}
    intent, brace, data = button["payload"].removeprefix("/").partition("{")
    return {
        "title": button["title"],
        "intent": intent.strip(),
        "data": json.loads(brace + data) if brace else {},
    }
