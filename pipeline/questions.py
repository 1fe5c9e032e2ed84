"""Finds where one message may hold two questions: "does it hurt and how much is it".

Only says where a cut is possible and how clear it is; whether both sides mean something, the labels decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.asking import ASKING, HELPER, QUESTION_WORD, TURNED_ROUND, looks_asked

MOST_CUTS: Final = 6  # each costs two more looks at the model; a longer text is cut at its clearest joints
FEWEST_LETTERS: Final = 4  # of a side that can be a question ("cost?")

# "an" is "and" before a question only: "duz it hurt an wats the price", but not "I have an appointment".
_JOINING: Final = rf"(?:(?:and|also|allso|plus|but|then|n|nd|as well as)\b|an(?=\s+{ASKING}))"
# From the clearest joint to the least clear one. "2.30" is no end of a sentence.
_SENTENCE: Final = re.compile(
    rf"(?P<mark>(?:[?!;…]|\.(?!\d))+)[\s)\"']*(?:{_JOINING}[\s,]*)*(?=\S)", re.IGNORECASE
)
_WORD: Final = re.compile(
    rf"(?:\s*,\s*|\s+)(?:{_JOINING}[\s,]+)+|\s*,\s+|\s*[&+]\s*|\s+[-–—/|]+\s+", re.IGNORECASE
)
# "does it hurt how much is it": a new question begins without any joint.
_BARE: Final = re.compile(rf"\s+(?={QUESTION_WORD}|{TURNED_ROUND})", re.IGNORECASE)
# "the difference between PRP and mesotherapy": the joining word belongs to what is named.
_NAMES_BOTH: Final = re.compile(r"\b(?:between|both)(?:\s+[^\s,.?!]+){1,4}$", re.IGNORECASE)
# "I want to know | how …", "is there | any …": what follows belongs to what stands before.
_UNFINISHED: Final = re.compile(
    rf"\b(?:{ASKING}|if|that|than|or|so|to|of|the|a|for|with|in|at|from|on|whether|know|tell|me|ask"
    r"|wondering|much|many|long|often|soon|i|you|u|it|there|people|women|men)$",
    re.IGNORECASE,
)
_SENTENCE_START: Final = re.compile(r"(?<=[.?!;])\s+")
_CLAUSE_END: Final = re.compile(r"[.?!;,\n]\s*")
_WORD_FIRST: Final = re.compile(rf"(?:(?:{_JOINING}|so|ok|hi)[\s,]+)*{QUESTION_WORD}", re.IGNORECASE)
_HELPER_FIRST: Final = re.compile(HELPER, re.IGNORECASE)
_HAS_VERB: Final = re.compile(rf"\b{HELPER}|'s\b|\b(?:what|where|when|wat|wot|who)s\b", re.IGNORECASE)


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
            mark = match.groupdict().get("mark") or ""
            left, right = text[: match.start()].strip() + mark, text[match.end() :].strip()
            if _can_stand_alone(left, right, joint is _BARE):
                found.setdefault(match.end(), _cut(left, right, joint is not _BARE))
    offered = dict.fromkeys([*found.values(), *map(_without_preamble, found.values())])
    # Sorting keeps the order of joints among cuts that ask as much.
    return sorted(offered, key=lambda cut: sum(cut.asks), reverse=True)[:MOST_CUTS]


def _cut(left: str, right: str, has_joint: bool) -> Cut:
    return Cut(left, right, has_joint, (looks_asked(left), looks_asked(right)))


def _without_preamble(cut: Cut) -> Cut:
    """Return the cut with only the last sentence of its left side, where that asks: a story goes before."""
    last = _SENTENCE_START.split(cut.left)[-1]
    is_question = _says_something(last) and looks_asked(last)
    return _cut(last, cut.right, cut.has_joint) if is_question else cut


def _can_stand_alone(left: str, right: str, is_bare: bool) -> bool:
    if not (_says_something(left) and _says_something(right)):
        return False
    if is_bare:
        return not (_UNFINISHED.search(left) or _waits_for_a_verb(left, right))
    return not _NAMES_BOTH.search(left)


def _waits_for_a_verb(left: str, right: str) -> bool:
    """Tell whether the question on the left has its verb on the right: "which part | is the sorest"."""
    question = _CLAUSE_END.split(left)[-1]
    is_open = bool(_WORD_FIRST.match(question)) and not _HAS_VERB.search(question)
    return is_open and bool(_HELPER_FIRST.match(right))


def _says_something(side: str) -> bool:
    return sum(character.isalpha() for character in side) >= FEWEST_LETTERS
