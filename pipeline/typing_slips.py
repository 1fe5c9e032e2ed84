"""Makes the slips that hurried people make, so that the encoder learns to read through them.

Used at training only, on copies of the training lines. The same line and seed always give the same slips.
"""

from __future__ import annotations

import random
import re
from typing import Final

WORD_SHARE: Final = 0.3  # of the words of a line that get a slip
LOWER_CASE: Final = 0.6
NO_MARKS: Final = 0.35
LOST_SPACE: Final = 0.08
SHORTENED: Final = 0.5  # of the words that have a common short form

# Letters that sound alike: written as heard.
HEARD: Final = (
    ("ough", "uf"), ("igh", "i"), ("tion", "shun"), ("ph", "f"), ("ck", "k"), ("wh", "w"), ("kn", "n"),
    ("ea", "ee"), ("ee", "ea"), ("ie", "ei"), ("ei", "ie"), ("ou", "u"), ("ai", "a"), ("oo", "u"), ("c", "k"),
    ("s", "z"), ("le", "el"), ("er", "a"), ("re", "er"), ("y", "i"), ("th", "d"), ("ent", "ant"),
    ("ant", "ent"), ("ce", "se"), ("x", "ks"), ("qu", "kw"), ("ur", "er"), ("or", "er"), ("ey", "y"),
)  # fmt: skip
# Neighbours on the keyboard.
BESIDE: Final = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        [
            "sqz",
            "vgn",
            "xvd",
            "sfe",
            "wr",
            "dgr",
            "fht",
            "gjy",
            "uo",
            "hku",
            "jl",
            "k",
            "n",
            "bm",
            "ip",
            "o",
            "wa",
            "et",
            "ad",
            "ry",
            "yi",
            "cb",
            "qe",
            "zc",
            "tu",
            "x",
        ],
        strict=True,
    )
)
SHORT_FORMS: Final = {
    "you": "u", "are": "r", "your": "ur", "please": "plz", "what": "wat", "for": "4", "to": "2", "and": "n",
    "because": "cuz", "with": "wid", "the": "da", "how": "hw", "much": "mch", "have": "hav", "before": "b4",
    "people": "ppl", "about": "abt", "that": "dat", "this": "dis", "want": "wnt", "know": "kno",
    "thanks": "thx", "is": "iz", "can": "cn", "appointment": "appt", "would": "wud", "could": "cud",
    "should": "shud", "my": "ma", "really": "rly", "night": "nite", "through": "thru", "enough": "enuf",
}  # fmt: skip


def with_slips(text: str, draw: random.Random) -> str:
    """Return the text as somebody in a hurry might have typed it."""
    pieces = re.findall(r"[A-Za-z']+|[^A-Za-z']+", text)
    slipped = "".join(_maybe(piece, draw) if piece[0].isalpha() else piece for piece in pieces)
    if draw.random() < NO_MARKS:
        slipped = re.sub(r"[',.?!]", "", slipped)
    if draw.random() < LOWER_CASE:
        slipped = slipped.lower()
    spaces = [place for place, character in enumerate(slipped) if character == " "]
    if spaces and draw.random() < LOST_SPACE:
        place = draw.choice(spaces)
        slipped = slipped[:place] + slipped[place + 1 :]
    return slipped


def _maybe(word: str, draw: random.Random) -> str:
    if draw.random() >= WORD_SHARE:
        return word
    low = word.lower()
    if low in SHORT_FORMS and draw.random() < SHORTENED:
        return SHORT_FORMS[low]
    return low if len(low) < 3 else draw.choice(SLIPS)(low, draw)


def _as_heard(word: str, draw: random.Random) -> str:
    fitting = [pair for pair in HEARD if pair[0] in word]
    if not fitting:
        return _dropped(word, draw)
    right, heard = draw.choice(fitting)
    return word.replace(right, heard, 1)


def _dropped(word: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def _other_vowel(word: str, draw: random.Random) -> str:
    places = [place for place in range(1, len(word)) if word[place] in "aeiou"]
    if not places:
        return _dropped(word, draw)
    place = draw.choice(places)
    return word[:place] + draw.choice(("a", "e", "i", "o", "u", "")) + word[place + 1 :]


def _swapped(word: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _doubled(word: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(word))
    return word[:place] + word[place] + word[place:]


def _single(word: str, draw: random.Random) -> str:
    places = [place for place in range(1, len(word)) if word[place] == word[place - 1]]
    if not places:
        return word[:-1] if word.endswith("e") else _dropped(word, draw)
    place = draw.choice(places)
    return word[:place] + word[place + 1 :]


def _beside(word: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(word))
    return word[:place] + draw.choice(BESIDE.get(word[place], word[place])) + word[place + 1 :]


# What is written as heard, and letters left out, are the commonest slips.
SLIPS: Final = (
    _as_heard,
    _as_heard,
    _as_heard,
    _dropped,
    _dropped,
    _other_vowel,
    _swapped,
    _doubled,
    _single,
    _beside,
)
