"""Tells messages that say nothing: blanks, punctuation, emoji, control characters, a bare link."""

import re
import unicodedata
from typing import Final

LINK: Final = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.|\bdata:\w+/)\S*", re.IGNORECASE)
# Letters by Unicode's book, and yet nothing is seen.
INVISIBLE_LETTERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
# Half an emoji, cut somewhere on the way, is no UTF-8; PostgreSQL keeps no NUL.
NOT_KEPT: Final = re.compile("[\x00\ud800-\udfff]")


def says_nothing(text: str) -> bool:
    """True when no letter and no digit is left beside links. A digit counts: it may answer a question."""
    return not any(_is_read(character) for character in LINK.sub(" ", text))


def storable(text: str) -> str:
    """The text with U+FFFD in place of what no database keeps; its length stays."""
    return NOT_KEPT.sub("\ufffd", text)


def _is_read(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN" and character not in INVISIBLE_LETTERS
