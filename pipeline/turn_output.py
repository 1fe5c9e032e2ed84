"""Collects what one turn replies, in order: response names, values, buttons. One response is one message.

Buttons are those that actions name; the fixed ones of a response are added by web, with the words.
"""

from __future__ import annotations

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
                "buttons": message.get("buttons") or [],
            }
        )
