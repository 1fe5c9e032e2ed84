"""When the engine was not sure: the two best guesses in plain words, something else, and a person."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic.services.dialogue import Choice, Reply, Understood
from clinic.services.errors import ConversationUnknown
from clinic.services.ports import UnitOfWorkFactory

OFFERED = 2  # guesses shown
PERSON_AFTER_MISSES = 2  # messages in a row that were not understood
# Nobody means one of these by a question that was not understood.
NEVER_OFFERED = frozenset(
    {
        "affirm",
        "deny",
        "unsure",
        "greet",
        "goodbye",
        "thanks",
        "out_of_scope",
        "nlu_fallback",
        "bot_challenge",
    }
)


@dataclass(frozen=True)
class Clarifications:
    uows: UnitOfWorkFactory
    titles: Mapping[str, str]  # label → plain words

    def ask(self, conversation_id: str, message_id: str, understood: Understood) -> tuple[Reply, ...]:
        """Ask what was meant; after two misses in a row offer a person first. Raises ConversationUnknown."""
        if understood.label in ("affirm", "deny", "unsure"):
            return (Reply("utter_nothing_pending"),)
        with self.uows(reads_only=True) as uow:
            conversation = uow.conversations.get(conversation_id)
        if conversation is None:
            raise ConversationUnknown
        person = Choice(self.titles["talk_to_human"], "talk_to_human")
        guesses = tuple(self._guess(label) for label in self._best(understood))
        if conversation.misses + 1 >= PERSON_AFTER_MISSES:
            return (Reply("utter_clarify_person", choices=(person, *guesses)),)
        if not guesses:
            return (Reply("utter_clarify_person", choices=(person,)),)
        other = Choice(self.titles["something_else"], "answer_question", {"about": "clarification"})
        return (Reply("utter_clarify", choices=(*guesses, other, person)),)

    def something_else(self) -> tuple[Reply, ...]:
        return (Reply("utter_clarify_other_words"),)

    def _best(self, understood: Understood) -> list[str]:
        labels = [label for label, _ in understood.ranking if label not in NEVER_OFFERED]
        return [label for label in labels if label in self.titles][:OFFERED]

    def _guess(self, label: str) -> Choice:
        return Choice(self.titles[label], label)
