"""Who asks for the emergency number, or for somebody at once, gets it by rule: no label is needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from clinic.services import standing
from clinic.services.dialogue import Reply
from clinic.services.handoff import Handoffs
from clinic.services.hearing import Heard
from clinic.services.inbound import Turn

LEVEL = "urgent"  # in everybody's queue


@dataclass(frozen=True)
class UrgentCalls:
    handoffs: Handoffs
    forms: Mapping[str, Callable[[str], tuple[Reply, ...]]]  # form → asks its open question again

    def answer(self, turn: Turn, heard: Heard) -> tuple[Reply, ...]:
        """The number, then a person where one is wanted, then the open question; none for other words."""
        told = self._told(turn, heard)
        form = turn.conversation.open_form
        return (*told, *self.forms[form](turn.conversation.id)) if told and form else told

    def _told(self, turn: Turn, heard: Heard) -> tuple[Reply, ...]:
        signals = heard.signals
        if signals.needs_someone_now is not None:
            person = self.handoffs.open(turn.conversation.id, "talk_to_human", LEVEL)
            return (standing.NUMBERS, *person)
        if signals.asks_emergency_number is not None:
            return (standing.NUMBERS,)
        is_alarmed = turn.conversation.alert_level is not None
        return (standing.WITHIN_A_DAY,) if is_alarmed and signals.asks_what_to_do is not None else ()
