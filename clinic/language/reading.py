"""A message as a row of known words, each pointing back at the patient's own characters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from clinic.language.folding import Folded, fold
from clinic.language.spelling import Speller

WORDS_AT_MOST: Final = 1200
TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|(?:[^\W\d_]|[\u0900-\u0dff])+(?:'[a-z]+)*|[^\w\s]")
YEAR: Final = re.compile(r"(?:19|20)\d\d")
PAUSES: Final = frozenset(",;:()-–—/")
APOSTROPHE_ENDINGS: Final = {
    "'ll": " will",
    "'re": " are",
    "'ve": " have",
    "'d": " would",
    "'m": " am",
    "'s": " is",
}


@dataclass(frozen=True)
class Word:
    """One word: what it may mean, where it was typed, and what stands around it."""

    meanings: tuple[str, ...]
    start: int
    end: int
    sentence: int
    pause: bool = False
    """A comma or the like follows."""

    @property
    def form(self) -> str:
        return self.meanings[0]


@dataclass(frozen=True)
class Passage:
    """A message that has been read."""

    text: str
    words: tuple[Word, ...]
    questions: frozenset[int] = frozenset()
    """Sentences that end in a question mark."""

    def quote(self, first: int, last: int) -> str:
        """The patient's own characters from word `first` to word `last`."""
        if not self.words:
            return ""
        return self.text[self.words[first].start : self.words[last].end]

    def sentence_bounds(self, sentence: int) -> tuple[int, int]:
        """First and one-past-last word of a sentence."""
        places = [place for place, word in enumerate(self.words) if word.sentence == sentence]
        return places[0], places[-1] + 1


@dataclass
class _Progress:
    """Words read so far."""

    words: list[Word]
    sentence: int = 0
    questions: set[int] = field(default_factory=set)

    def add(self, meanings: tuple[str, ...], start: int, end: int) -> None:
        self.words.append(Word(meanings, start, end, self.sentence))

    def mark(self, sign: str) -> None:
        if not self.words:
            return
        last = self.words[-1]
        if sign in ".!?":
            if sign == "?":
                self.questions.add(last.sentence)
            self.sentence = last.sentence + 1
        elif sign in PAUSES:
            self.words[-1] = Word(last.meanings, last.start, last.end, last.sentence, True)


class Reader:
    """Turns text into a passage; the same words for every watcher that looks at it."""

    def __init__(self, speller: Speller, expansions: Mapping[str, tuple[str, ...]]) -> None:
        self._speller = speller
        self._expansions = expansions

    def read(self, text: str) -> Passage:
        """Read any text; what cannot be read is left out."""
        folded = fold(text)
        progress = _Progress([])
        for token in TOKEN.finditer(folded.text):
            if len(progress.words) >= WORDS_AT_MOST:
                break
            self._take(token.group(), folded, token.start(), progress)
        return Passage(text, tuple(progress.words), frozenset(progress.questions))

    def _take(self, typed: str, folded: Folded, start: int, progress: _Progress) -> None:
        if not typed[0].isalnum() and not "\u0900" <= typed[0] <= "\u0dff":
            progress.mark(typed)
            return
        place = folded.origin(start, start + len(typed))
        if self._joins_previous(typed, progress):
            before = progress.words.pop()
            progress.add((before.form + "t",), before.start, place[1])
            return
        for meanings in self._meanings(typed):
            progress.add(meanings, *place)

    def _joins_previous(self, typed: str, progress: _Progress) -> bool:
        """ "can t" and "don t": a space where the apostrophe was."""
        return typed == "t" and bool(progress.words) and self._speller.knows(progress.words[-1].form + "t")

    def _meanings(self, typed: str) -> list[tuple[str, ...]]:
        if typed[0].isdigit():
            return [(typed, "someyear" if YEAR.fullmatch(typed) else "somenumber")]
        plain = _apostrophes_written_out(typed)
        if " " in plain:
            return [self._speller.meanings(part) for part in plain.split()]
        if plain in self._expansions:
            return [(part,) for part in self._expansions[plain]]
        pieces = self._speller.pieces(plain)
        meanings = self._speller.meanings(plain)
        if pieces and meanings == (plain,):
            return [(part,) for piece in pieces for part in self._expansions.get(piece, (piece,))]
        first = meanings[0]
        return [(part,) for part in self._expansions[first]] if first in self._expansions else [meanings]


def _apostrophes_written_out(typed: str) -> str:
    """ "i'm" → "i am", "can't" → "cant"; other apostrophes vanish."""
    for ending, written in APOSTROPHE_ENDINGS.items():
        if typed.endswith(ending):
            return typed.removesuffix(ending).replace("'", "") + written
    if typed.endswith("'t") and not typed.endswith("n't"):
        return typed.removesuffix("'t") + "nt"
    return typed.replace("'", "")
