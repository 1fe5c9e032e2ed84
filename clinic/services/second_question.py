"""The second question of a message: answered beside the first, or offered as a button. Never lost."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic.services.dialogue import Also, Choice, Reply, Understood

TOPIC = "faq/"
# After these nothing but help is said (clinical.md 4.3).
NOTHING_BESIDE = frozenset({"emergency", "crisis"})
# Safety: what is asked besides comes after it.
SPOKEN_FIRST = frozenset({"report_reaction", "medical_question_other"})


@dataclass(frozen=True)
class SecondQuestions:
    titles: Mapping[str, str]  # label → plain words

    def beside(self, understood: Understood, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
        """Return the replies together with those to what was asked besides.

        A topic gets its reviewed answer. What is to be done gets a button: two things cannot begin at once.
        """
        if understood.label in NOTHING_BESIDE:
            return replies
        for also in understood.also:
            place = _place(understood.label, also)
            replies = (*replies[:place], self._reply(also.label), *replies[place:])
        return replies

    def _reply(self, label: str) -> Reply:
        if label.startswith(TOPIC):
            return Reply(f"utter_{label}")
        return Reply("utter_also_asked", choices=(Choice(self.titles[label], label),))


def _place(label: str, also: Also) -> int:
    """Topics as they were asked; else before what opens a form or asks something, and after safety."""
    if label.startswith(TOPIC):
        return 0 if also.is_first else 1
    return 1 if label in SPOKEN_FIRST else 0
