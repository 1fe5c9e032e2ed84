"""How hard a text is to read: its sentences, its words, its Flesch-Kincaid grade (about age minus five)."""

import re
from typing import Final

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[”\"')]*(?:\s+|$)|\n")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d.,:]*\d|\d")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT_END: Final = re.compile(
    r"(?<![^aeiouy]l)(?:(?<=[^aeiouy])e|(?<=[^aeiouytd])ed|(?<=[^aeiouysxzcgh])es)$"
)


def sentences(text: str) -> tuple[str, ...]:
    """The pieces between which a reader may breathe; each line of a list is one."""
    pieces = (piece.strip() for piece in _SENTENCE_END.split(text))
    return tuple(piece for piece in pieces if _WORD.search(piece))


def words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade; 0 for a text without words."""
    found = words(text)
    if not found:
        return 0.0
    spoken = sum(_syllables(word) for word in found)
    return 0.39 * len(found) / len(sentences(text)) + 11.8 * spoken / len(found) - 15.59


def _syllables(word: str) -> int:
    """Vowel groups less a silent ending; a number counts as one, as a reader takes it in at a glance."""
    lower = word.lower()
    groups = len(_VOWELS.findall(lower))
    if groups > 1 and _SILENT_END.search(lower):
        groups -= 1
    return max(1, groups)
