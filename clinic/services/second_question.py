"""The second question of a message: answered beside the first, or offered as a button. Never lost."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic.language.questions import parts_that_ask
from clinic.services.dialogue import Also, Choice, Reply, Understood
from clinic.services.disclosure import FALLBACK

TOPIC = "faq/"
# After these nothing but help is said (clinical.md 4.3).
NOTHING_BESIDE = frozenset({"emergency", "crisis"})
# Safety: what is asked besides comes after it.
SPOKEN_FIRST = frozenset({"report_reaction", "medical_question_other"})

# Told, not asked: what is answered beside it is all that was answered of what was asked.
TOLD = frozenset({"disclose_condition", "report_reaction"})
MOST_PARTS = 2  # of a message that are answered: two at most, safety first


@dataclass(frozen=True)
class SecondQuestions:
    titles: Mapping[str, str]  # label → plain words

    def beside(self, understood: Understood, replies: tuple[Reply, ...], text: str = "") -> tuple[Reply, ...]:
        """Return the replies together with those to what was asked besides.

        A topic gets its reviewed answer. What is to be done gets a button: two things cannot begin at once.
        Where more was asked than is answered, that is said: nobody takes an answer for all of them.
        """
        if understood.label in NOTHING_BESIDE:
            return replies
        for also in understood.also:
            place = _place(understood.label, also)
            replies = (*replies[:place], self._reply(also.label), *replies[place:])
        if not _is_all_answered(understood, text):
            place = len(understood.also) + _is_spoken_first(understood.label)
            replies = (*replies[:place], Reply("utter_more_asked"), *replies[place:])
        return replies

    def _reply(self, label: str) -> Reply:
        if label.startswith(TOPIC):
            return Reply(f"utter_{label}")
        return Reply("utter_also_asked", choices=(Choice(self.titles[label], label),))


def _place(label: str, also: Also) -> int:
    """Topics as they were asked; else before what opens a form or asks something, and after safety."""
    if label.startswith(TOPIC):
        return 0 if also.is_first else 1
    return int(_is_spoken_first(label))


def _is_spoken_first(label: str) -> bool:
    return label.startswith(TOPIC) or label in SPOKEN_FIRST


def _is_all_answered(understood: Understood, text: str) -> bool:
    """Whether no more was asked than two things; what could not be read is asked back anyway."""
    if understood.label == FALLBACK:
        return True
    return parts_that_ask(text) + (understood.label in TOLD) <= MOST_PARTS
