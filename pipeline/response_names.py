"""Rasa's place for wording, kept empty: a reply is a name and its fixed buttons; web renders the words."""

from __future__ import annotations

import copy
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class ResponseNames(TemplatedNaturalLanguageGenerator):
    """Never drops a reply: stock Rasa stays silent when a name is missing from the trained model.

    The text it adds is for `rasa shell` only.
    """

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        super().__init__(domain.responses)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any]:
        variations = self.responses.get(utter_action) or [{}]
        return {
            "text": variations[0].get("text", utter_action),
            "buttons": copy.deepcopy(variations[0].get("buttons", [])),
        }
