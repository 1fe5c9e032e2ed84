"""What is chosen from our last message, pressed or typed: "yes pick a time" counts like its button.

Some channels show no buttons, and many people write rather than press. Only outside the forms, which read
words themselves, and only for buttons that mean a label and nothing more.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from clinic.language.answers import parse_answer
from clinic.language.folding import fold
from clinic.services.dialogue import Reply
from clinic.services.disclosure import speaks_of_own_health
from clinic.services.follow_ups import FollowUp
from clinic.services.inbound import Turn
from clinic.services.ports import Clock, UnitOfWorkFactory
from clinic.services.ports.conversations import Button
from clinic.services.typed_answers import SHORT, newest_of_ours

TURNED_DOWN: Final = "deny"
OPENINGS: Final = {"yes": ("yes",), "no": ("no", "not")}  # first words of a title that means the answer
AGREEING: Final = frozenset(
    {"ok", "okay", "sure", "fine", "alright", "great", "please", "go", "ahead", "then"}
)


@dataclass(frozen=True)
class OfferedChoices:
    uows: UnitOfWorkFactory
    clock: Clock

    def resolve(self, turn: Turn, pressed: Button | None) -> FollowUp | None:
        """The label that was chosen; None where a form reads the choice, or the words name none."""
        if turn.conversation.open_form is not None or (pressed and pressed.data):
            return None
        label = pressed.intent if pressed else self._named(turn)
        if label is None:
            return None
        return FollowUp(label, (Reply("utter_not_now"),) if label == TURNED_DOWN else ())

    def _named(self, turn: Turn) -> str | None:
        """The label of the one button that the words name."""
        text = turn.message.text
        if len(text.split()) > SHORT or speaks_of_own_health(text):
            return None
        with self.uows(reads_only=True) as uow:
            asked = newest_of_ours(uow, turn.message, self.clock.now())
        plain = [button for button in asked.buttons if not button.data] if asked else []
        labels = {button.intent for button in _titled(plain, text) or _answered(plain, text)}
        return labels.pop() if len(labels) == 1 else None


def _titled(buttons: Sequence[Button], text: str) -> list[Button]:
    return [button for button in buttons if _words(button.title) == _words(text)]


def _answered(buttons: Sequence[Button], text: str) -> list[Button]:
    """A plain yes or no, where the buttons are a yes and a no."""
    if "?" in text:
        return []
    words = _words(text)
    answer = "yes" if words and AGREEING.issuperset(words) else parse_answer(text)
    openings = OPENINGS.get(answer or "", ())
    return [button for button in buttons if _words(button.title)[:1] in [[opening] for opening in openings]]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text).text)
