"""When the engine was not sure: the two best guesses in plain words, something else, and a person."""

from collections.abc import Mapping, Sequence
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
        "talk_to_human",  # always offered beside the guesses
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
        person, best = self._guess("talk_to_human"), self._best(understood)
        guesses = tuple(self._guess(label) for label in best)
        if conversation.misses + 1 >= PERSON_AFTER_MISSES:
            return (Reply("utter_clarify_person", choices=(person, *guesses)),)
        if not guesses:
            return (Reply("utter_clarify_person", choices=(person,)),)
        return self.between(best)

    def between(self, labels: Sequence[str]) -> tuple[Reply, ...]:
        """Ask which of these labels was meant."""
        other = Choice(self.titles["something_else"], "answer_question", {"about": "clarification"})
        guesses = (self._guess(label) for label in labels)
        return (Reply("utter_clarify", choices=(*guesses, other, self._guess("talk_to_human"))),)

    def something_else(self) -> tuple[Reply, ...]:
        return (Reply("utter_clarify_other_words"),)

    def _best(self, understood: Understood) -> list[str]:
        labels = [label for label, _ in understood.ranking if label not in NEVER_OFFERED]
        return [label for label in labels if label in self.titles][:OFFERED]

    def _guess(self, label: str) -> Choice:
        return Choice(self.titles[label], label)
