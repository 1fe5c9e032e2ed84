"""Rasa's place for wording, kept empty: a reply is a name; web adds the words and the fixed buttons."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

# What Rasa's own actions would say; unless somebody writes these, they say nothing.
OF_RASA = {"utter_default", "utter_restart", "utter_back", "utter_ask_rephrase"}


class ResponseNames(TemplatedNaturalLanguageGenerator):
    """Never drops a reply: stock Rasa stays silent when a name is missing from the trained model.

    The text it adds is for `rasa shell` only.
    """

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        super().__init__(domain.responses)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        variations = self.responses.get(utter_action)
        if not variations and utter_action in OF_RASA:
            return None
        return {"text": variations[0].get("text", utter_action) if variations else utter_action}
