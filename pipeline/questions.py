"""Finds where one message may hold two questions: "does it hurt and how much is it".

Only says where a cut is possible and how clear it is; whether both sides mean something, the labels decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MOST_CUTS: Final = 6  # each costs two more looks at the model; a longer text is cut at its clearest joints
FEWEST_LETTERS: Final = 4  # of a side that can be a question ("cost?")

# From the clearest joint to the least clear one.
_SENTENCE: Final = re.compile(r"[.?!;]+[\s)]*(?=\S)")
_WORD: Final = re.compile(
    r"\s+(?:and|also|plus|n|but|&|\+|then|,)\s+|,\s+(?:and\s+|also\s+|but\s+)?|\s*[&+]\s*", re.IGNORECASE
)
_ASKING: Final = (
    r"(?:how|what|whats|wat|when|wen|where|why|which|who|whose|does|do|did|is|are|was|can|could|will|would"
    r"|should|shall|may|hw)\b"
)
# "does it hurt how much is it": a new question begins without any joint.
_BARE: Final = re.compile(rf"\s+(?={_ASKING})", re.IGNORECASE)
_OPENING: Final = re.compile(
    r"(?:(?:and|also|plus|n|but|so|ok|then|second|secondly|one more|another)[, ]+)*"
    rf"(?:{_ASKING}|(?:has|have|any|price|cost|need|tell me|i want|i need|i would|i'd|id like|please|pls"
    r"|want to|book|cancel)\b)",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[.?!;\n,]+\s*")


@dataclass(frozen=True)
class Cut:
    """One way to read a text as two parts."""

    left: str
    right: str
    has_joint: bool  # a mark or a word stands between them
    asks: tuple[bool, bool]  # which side looks like something that is asked

    @property
    def is_asked(self) -> bool:
        """Return whether both sides of a joint look like something that is asked."""
        return self.has_joint and all(self.asks)


def cuts(text: str) -> list[Cut]:
    """Return the ways to read the text as two parts, clearest first; none for most messages."""
    found: dict[int, Cut] = {}
    for joint in (_SENTENCE, _WORD, _BARE):
        for match in joint.finditer(text):
            # A question mark belongs to the side before it.
            left, right = text[: match.start()].strip(), text[match.end() :].strip()
            if _says_something(left) and _says_something(right):
                found.setdefault(match.end(), _cut(left, right, match.group(), joint is not _BARE))
    return list(found.values())[:MOST_CUTS]


def _cut(left: str, right: str, between: str, has_joint: bool) -> Cut:
    return Cut(left, right, has_joint, ("?" in between or _asks(left), _asks(right)))


def _asks(side: str) -> bool:
    last = _CLAUSE.split(side.strip(" .?!"))[-1]
    return "?" in side or bool(_OPENING.match(side) or _OPENING.match(last))


def _says_something(side: str) -> bool:
    return sum(character.isalpha() for character in side) >= FEWEST_LETTERS
