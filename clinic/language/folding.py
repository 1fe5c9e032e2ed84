"""Text as people type it → plain lower-case letters that still know where they came from.

Accents, curly quotes, full-width and fancy letters, control characters and long-drawn letters are levelled.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

READ_AT_MOST: Final = 6000
"""Characters read of one message: three times what the chat API lets in."""

LOOK_ALIKES: Final = {
    "ı": "i",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "’": "'",
    "‘": "'",
    "`": "'",
    "´": "'",
    "ʼ": "'",
}
SENTENCE_ENDS: Final = frozenset(".!…。।")
QUESTION_MARKS: Final = frozenset("?؟？")
# "don;t", "can,t", 'can"t': a finger beside the apostrophe.
SLIPPED_APOSTROPHE: Final = re.compile(r"(?<=n)[;,\"](?=t\b)")


@dataclass(frozen=True)
class Folded:
    """Levelled text; `origins[i]` is the place of its i-th character in what was typed."""

    text: str
    origins: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where the levelled characters `start:end` stand in the typed text."""
        return self.origins[start], self.origins[end - 1] + 1


def fold(text: str) -> Folded:
    """Level a message without losing the place of any character."""
    letters: list[str] = []
    origins: list[int] = []
    for place, typed in enumerate(text[:READ_AT_MOST]):
        for letter in _level(typed):
            if _drawn_out(letters, letter):
                continue
            letters.append(letter)
            origins.append(place)
    return Folded(SLIPPED_APOSTROPHE.sub("'", "".join(letters)), tuple(origins))


def _level(typed: str) -> str:
    """One typed character as zero or more plain ones."""
    if typed in LOOK_ALIKES:
        return LOOK_ALIKES[typed]
    category = unicodedata.category(typed)
    if category == "Cf":
        return ""
    if typed == "\n" or typed in SENTENCE_ENDS:
        return "."
    if typed in QUESTION_MARKS:
        return "?"
    if category[0] in "CZ" or category in {"So", "Sk"}:
        return " "
    plain = unicodedata.normalize("NFKD", typed.casefold())
    return "".join(LOOK_ALIKES.get(letter, letter) for letter in plain if not _is_latin_accent(letter))


def _is_latin_accent(letter: str) -> bool:
    return "\u0300" <= letter <= "\u036f"


def _drawn_out(letters: list[str], letter: str) -> bool:
    """A third equal letter in a row ("heeelp") adds nothing."""
    return letter.isalpha() and len(letters) > 1 and letters[-1] == letters[-2] == letter
