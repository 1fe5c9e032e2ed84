"""Changes to a message that leave its meaning alone: slips, case, marks, politeness, names, fillers.

Pure functions of the standard library: the same name and text always give the same result. The slips are not
those of pipeline/typing_slips.py, which the model learns from: a test with the same slips would prove little.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

Change = Callable[[str, random.Random], str]

WORD: Final = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
SLIPS_FROM: Final = 4  # letters of a word; a shorter one may become another word
LONG: Final = 6
NEXT_KEY: Final = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuioopsdfghjkllxcvbnmm", strict=True))
CONTRACTIONS: Final = {
    "I am": "I'm", "I have": "I've", "do not": "don't", "does not": "doesn't", "is not": "isn't",
    "are not": "aren't", "cannot": "can't", "can not": "can't", "will not": "won't", "it is": "it's",
    "that is": "that's", "what is": "what's", "there is": "there's", "you are": "you're", "I would": "I'd",
    "would not": "wouldn't", "he is": "he's", "I will": "I'll",
}  # fmt: skip
POLITE: Final = ("Sorry to bother you, ", "Excuse me, ", "If you don't mind me asking, ", "Please, ")
THANKS: Final = (" Thank you.", " Thanks in advance!", " Many thanks", " thx")
GREETINGS: Final = ("Hello, ", "Hi there! ", "Good morning, ", "Dear team, ", "Salaam, ")
NAMES: Final = ("Ayşe", "Priya", "Omar", "Linda", "Kwame", "Wei")
PLACES: Final = ("Leeds", "Izmir", "Pune", "Sharjah", "Cork", "Lagos")
FILLERS: Final = ("um, so basically ", "ok so like ", "well, you know, ", "right, so ", "hmm, ")
EMOJI: Final = (" 🙏", " 😊", " 🤔", " 👍🏽", " 💇‍♀️")
MARKS: Final = ("!!!", "???", "...", " ?!", "…")
INVISIBLE: Final = ("\u200b", "\u2060", "\u00ad", "\ufeff")


def perturbed(name: str, text: str) -> str:
    """Return the text after this change; the same text when there is nothing to change in it."""
    return PERTURBATIONS[name](text, random.Random(f"{name}:{text}"))


def _slip(text: str, draw: random.Random, *, slip: Change) -> str:
    """Return the text with one slip, in one word that is long enough to stay readable."""
    words = [word for word in WORD.finditer(text) if len(word.group()) >= SLIPS_FROM]
    if not words:
        return text
    word = draw.choice(words)
    return text[: word.start()] + slip(word.group(), draw) + text[word.end() :]


def _slips(text: str, draw: random.Random) -> str:
    """Return the text with one slip in every long word."""

    def slipped(word: re.Match[str]) -> str:
        kind = draw.choice((_swapped, _left_out, _doubled, _beside))
        return kind(word.group(), draw) if len(word.group()) >= LONG else word.group()

    return WORD.sub(slipped, text)


def _inner(word: str, draw: random.Random) -> int:
    """Return the place of a letter that is neither first nor last: those are seldom wrong."""
    return draw.randrange(1, len(word) - 1)


def _swapped(word: str, draw: random.Random) -> str:
    places = [at for at in range(1, len(word) - 1) if word[at] != word[at + 1]]
    at = draw.choice(places or [1])
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _left_out(word: str, draw: random.Random) -> str:
    at = _inner(word, draw)
    return word[:at] + word[at + 1 :]


def _doubled(word: str, draw: random.Random) -> str:
    at = _inner(word, draw)
    return word[:at] + word[at] + word[at:]


def _beside(word: str, draw: random.Random) -> str:
    at = _inner(word, draw)
    return word[:at] + NEXT_KEY.get(word[at].lower(), word[at]) + word[at + 1 :]


def _space_lost(text: str, draw: random.Random) -> str:
    spaces = [at for at, character in enumerate(text) if character == " "]
    if not spaces:
        return text
    at = draw.choice(spaces)
    return text[:at] + text[at + 1 :]


def _every_word_capital(text: str, _draw: random.Random) -> str:
    return WORD.sub(lambda word: word.group()[0].upper() + word.group()[1:], text)


def _without(text: str, _draw: random.Random, *, marks: str) -> str:
    return re.sub(marks, "", text)


def _marks_added(text: str, draw: random.Random) -> str:
    return text.rstrip(".?!") + draw.choice(MARKS)


def _typographic(text: str, _draw: random.Random) -> str:
    return text.replace("'", "’")


def _contracted(text: str, _draw: random.Random) -> str:
    for long, short in CONTRACTIONS.items():
        text = _said(text, long, short)
    return text


def _written_out(text: str, _draw: random.Random) -> str:
    # The first long form of a short one counts: "can't" is "cannot".
    for short, long in {short: long for long, short in reversed(CONTRACTIONS.items())}.items():
        text = _said(text, short, long)
    return text


def _said(text: str, one: str, other: str) -> str:
    """Return the text with `other` wherever it says `one`, a capital at the beginning kept."""

    def replaced(found: re.Match[str]) -> str:
        return other[0].upper() + other[1:] if found.group()[0].isupper() else other

    return re.sub(rf"\b{re.escape(one)}\b", replaced, text, flags=re.IGNORECASE)


def _blanks(text: str, draw: random.Random) -> str:
    return "  " + re.sub(" ", lambda _space: draw.choice((" ", "  ", "\n", "\u00a0")), text) + "\n"


def _invisible(text: str, draw: random.Random) -> str:
    at = draw.randrange(len(text) + 1)
    return f"{draw.choice(INVISIBLE)}{text[:at]}{draw.choice(INVISIBLE)}{text[at:]}"


def _before(text: str, draw: random.Random, *, words: tuple[str, ...]) -> str:
    """Return the text after one of these; its own capital goes, unless it is an I or a name like PRP."""
    first = text.split(" ", 1)[0]
    keeps = len(first) == 1 or first.startswith(("I'", "I’")) or first[1:] != first[1:].lower()
    return draw.choice(words) + (text if keeps else text[:1].lower() + text[1:])


def _after(text: str, draw: random.Random, *, words: tuple[str, ...]) -> str:
    return text + draw.choice(words)


def _name(text: str, draw: random.Random) -> str:
    return f"My name is {draw.choice(NAMES)}. {text}"


def _place(text: str, draw: random.Random) -> str:
    return f"I am writing from {draw.choice(PLACES)}. {text}"


PERTURBATIONS: Final[Mapping[str, Change]] = {
    "two letters swapped": partial(_slip, slip=_swapped),
    "a letter left out": partial(_slip, slip=_left_out),
    "a letter doubled": partial(_slip, slip=_doubled),
    "a key beside the right one": partial(_slip, slip=_beside),
    "a space lost": _space_lost,
    "a slip in every long word": _slips,
    "small letters": lambda text, _draw: text.lower(),
    "capitals": lambda text, _draw: text.upper(),
    "every word capital": _every_word_capital,
    "no punctuation": partial(_without, marks=r"[.,?!;:…]"),
    "marks added": _marks_added,
    "no apostrophes": partial(_without, marks="['’]"),
    "typographic apostrophes": _typographic,
    "contracted": _contracted,
    "written out": _written_out,
    "spaces and line breaks": _blanks,
    "invisible characters": _invisible,
    "an emoji added": partial(_after, words=EMOJI),
    "filler words": partial(_before, words=FILLERS),
    "polite before": partial(_before, words=POLITE),
    "thanks after": partial(_after, words=THANKS),
    "greeting before": partial(_before, words=GREETINGS),
    "a name inserted": _name,
    "a place inserted": _place,
}
