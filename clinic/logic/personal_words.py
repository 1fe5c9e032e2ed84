"""Whether a text may name a person. It errs towards yes: it only asks a reader to look twice."""

import re
from typing import Final

_LETTERS: Final = r"[^\W\d_]"
_TITLED: Final = re.compile(
    rf"\b(?:[Dd]r|[Mm]rs?|[Mm]s)\b\.?\s+(?!(?:is|are|will|can|has|said|says|free|available|or|and|to)\b){_LETTERS}{{2,}}"
)
_INTRODUCED: Final = re.compile(
    r"\bmy (?:full )?name\b|\b(?:name is|named|called|i am|i['’]?m|this is)\s+"
    rf"(?:[A-Z]{_LETTERS}+|{_LETTERS}+\s+(?:here|from|speaking|calling)\b)"
)
_SENTENCE: Final = re.compile(r"[.!?:;…\n]+\s*|(?<=\s)[-–—]\s+")
_WORD: Final = re.compile(rf"{_LETTERS}+(?:['’]{_LETTERS}+)?")
# Written with a capital, and nobody's name.
_KNOWN: Final = re.compile(
    """
    (?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october
    |november|december|christmas|easter|ramadan|eid|diwali|english|turkish|arabic|hindi|indian|asian|american|british
    |european|african|botox|norwood|minoxidil|finasteride|dutasteride|rogaine|regaine|propecia|biotin|google|whatsapp
    |instagram|facebook|doctor|clinic|please|thanks|hello|hi
    """,
    re.VERBOSE,
)


def may_name_somebody(text: str) -> bool:
    """True for an introduction, a title before a word, or a capital where no sentence begins."""
    if _TITLED.search(text) or _INTRODUCED.search(text):
        return True
    sentences = [_WORD.findall(part) for part in _SENTENCE.split(text)]
    if _is_shouted([word for words in sentences for word in words]):
        return False
    return any(_is_name(word) for words in sentences for word in words[1:])


def _is_name(word: str) -> bool:
    """A capital and small letters after it: neither an abbreviation nor the word I."""
    plain = re.split(r"['’]", word)[0]
    return len(plain) > 1 and plain.istitle() and not _KNOWN.fullmatch(plain.casefold())


def _is_shouted(words: list[str]) -> bool:
    """Every word of a longer text has a capital: it tells nothing."""
    return len(words) > 4 and all(word[0].isupper() for word in words)
