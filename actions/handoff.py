"""To a person."""

from typing import Final

from actions.base import Heard, Outcome, ServiceAction
from clinic.bootstrap import Services

# How urgent it is when only the classifier saw it; web's red-flag watch sets its own level.
LEVELS: Final = {"emergency": "emergency", "crisis": "crisis"}


class ActionOpenHandoff(ServiceAction):
    """Asks for a person; the reason is what was understood."""

    def name(self) -> str:
        return "action_open_handoff"

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        reason = heard.understood.label
        return Outcome(clinic.handoff.open(heard.conversation_id, reason, LEVELS.get(reason, "none")))
