"""Tells messages that say nothing: blanks, punctuation, emoji, control characters."""

import unicodedata


def says_nothing(text: str) -> bool:
    """True when no letter and no digit is left. A digit counts: it may answer a question."""
    return not any(unicodedata.category(character)[0] in "LN" for character in text)
