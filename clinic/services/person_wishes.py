"""A person asked for in one word, and a person called off: sure enough to need no understanding."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from clinic.criteria.follow_ups import NO_PERSON, PERSON, UNDO
from clinic.language.follow_ups import read_follow_up
from clinic.services.dialogue import Reply
from clinic.services.follow_ups import FollowUp
from clinic.services.handoff import Handoffs
from clinic.services.inbound import Turn
from clinic.services.ports import Clock, UnitOfWorkFactory
from clinic.services.typed_answers import newest_of_ours

# After these "never mind" means the person; elsewhere it may mean anything.
PERSON_COMES: Final = frozenset(
    {
        "utter_handoff_waiting",
        "utter_handoff_after_hours",
        "utter_handoff_asked_again",
        "utter_handoff_nobody_free",
    }
)


@dataclass(frozen=True)
class PersonWishes:
    uows: UnitOfWorkFactory
    clock: Clock
    handoffs: Handoffs
    forms: Mapping[str, Callable[[str], tuple[Reply, ...]]]  # form → asks its open question again

    def resolve(self, turn: Turn) -> FollowUp | None:
        """The label that asks for a person, or what is said to one called off; None for other messages."""
        kind = None if "?" in turn.message.text else read_follow_up(turn.message.text)
        if kind == PERSON:
            return FollowUp("talk_to_human")
        if kind == NO_PERSON or (kind == UNDO and self._is_told_of_a_person(turn)):
            return FollowUp("deny", self._called_off(turn))
        return None

    def _called_off(self, turn: Turn) -> tuple[Reply, ...]:
        conversation = turn.conversation
        told = self.handoffs.take_back(conversation.id) or (Reply("utter_not_now"),)
        again = self.forms[conversation.open_form](conversation.id) if conversation.open_form else ()
        return (*told, *again)

    def _is_told_of_a_person(self, turn: Turn) -> bool:
        with self.uows(reads_only=True) as uow:
            newest = newest_of_ours(uow, turn.message, self.clock.now())
        return newest is not None and newest.response in PERSON_COMES
