"""What is chosen from our last message, pressed or typed: "yes pick a time" counts like its button.

Some channels show no buttons, and many people write rather than press. Only outside the forms, which read
words themselves, and only for buttons that mean a label and nothing more.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from clinic.language.answers import parse_answer
from clinic.language.folding import fold
from clinic.logic.dates import Horizon, Wish, read_wish
from clinic.services.dialogue import Reply
from clinic.services.disclosure import speaks_of_own_health
from clinic.services.follow_ups import FollowUp
from clinic.services.inbound import Turn
from clinic.services.ports import Clock, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Button, Message
from clinic.services.typed_answers import SHORT, said_by_us

TURNED_DOWN: Final = "deny"
NOT_NOW: Final = Reply("utter_not_now")  # "come back to it later": what was offered before it stays open
BOOKS: Final = "book_consultation"
OPENINGS: Final = {"yes": ("yes",), "no": ("no", "not")}  # first words of a title that means the answer
AGREEING: Final = frozenset(
    {"ok", "okay", "sure", "fine", "alright", "great", "please", "go", "ahead", "then", "actually", "well"}
)


@dataclass(frozen=True)
class OfferedChoices:
    uows: UnitOfWorkFactory
    clock: Clock
    horizon: Callable[[], Horizon]  # the days that can be booked

    def resolve(self, turn: Turn, pressed: Button | None) -> FollowUp | None:
        """The label that was chosen; None where a form reads the choice, or the words name none."""
        if turn.conversation.open_form is not None or (pressed and pressed.data):
            return None
        label = pressed.intent if pressed else self._named(turn)
        if label is None:
            return None
        return FollowUp(label, (NOT_NOW,) if label == TURNED_DOWN else ())

    def _named(self, turn: Turn) -> str | None:
        """The label of the one button that the words name."""
        text = turn.message.text
        if len(text.split()) > SHORT or speaks_of_own_health(text):
            return None
        with self.uows(reads_only=True) as uow:
            asked, is_later = self._offer(uow, turn.message)
        plain = [button for button in asked.buttons if not button.data] if asked else []
        if is_later:
            plain = [button for button in plain if button.intent != TURNED_DOWN]
        chosen = _titled(plain, text) or _answered(plain, text) or self._dated(plain, text)
        labels = {button.intent for button in chosen}
        return labels.pop() if len(labels) == 1 else None

    def _offer(self, uow: UnitOfWork, message: Message) -> tuple[Message | None, bool]:
        """What our last message offers; True with it where it was turned down before, for now."""
        said = said_by_us(uow, message, self.clock.now())
        is_later = bool(said) and said[0].response == NOT_NOW.response
        return (said[is_later] if len(said) > is_later else None), is_later

    def _dated(self, buttons: Sequence[Button], text: str) -> list[Button]:
        """ "Fri 4 Dec" to "would you like to pick a time?": booking begins, and reads the day itself."""
        read = read_wish(text, self.horizon())
        is_day = read is not None and read != Wish() and not read.unread
        return [button for button in buttons if button.intent == BOOKS and _is_yes(button)] if is_day else []


def _titled(buttons: Sequence[Button], text: str) -> list[Button]:
    words = _words(text)
    return [button for button in buttons if words in (_words(button.title), _without_yes(button))]


def _answered(buttons: Sequence[Button], text: str) -> list[Button]:
    """A plain yes or no, where the buttons are a yes and a no."""
    if "?" in text:
        return []
    words = _words(text)
    answer = "yes" if words and AGREEING.issuperset(words) else parse_answer(text)
    openings = OPENINGS.get(answer or "", ())
    return [button for button in buttons if _words(button.title)[:1] in [[opening] for opening in openings]]


def _is_yes(button: Button) -> bool:
    return _words(button.title)[:1] == ["yes"]


def _without_yes(button: Button) -> list[str]:
    """ "Pick a time" of "Yes, pick a time"."""
    return _words(button.title)[1:] if _is_yes(button) else _words(button.title)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text).text)
