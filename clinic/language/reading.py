"""A message as a row of known words, each pointing back at the patient's own characters."""

import re
from dataclasses import dataclass
from typing import Final

from clinic.criteria.vocabulary import SpellingFile
from clinic.language.folding import Folded, fold
from clinic.language.spelling import Speller

WORDS_AT_MOST: Final = 1200
# An e-mail address is no sentence: its letters would be taken for misspelt words.
# Bounded as in RFC 5321 (64 and 255), so that no text makes it slow.
ADDRESS: Final = r"[\w.+'-]{1,64}@[\w.-]{1,251}\.[a-z]{2,}"
# "stroke: never", "fits? no": a form's question with its answer. Not "no?", which asks for agreement.
FORM_ANSWER: Final = r"[?:=–—-]\s*(?:no|none|nil|nope|never|n/a)(?=\s*(?:[.,;!)]|$))"
TOKEN: Final = re.compile(
    rf"{ADDRESS}|{FORM_ANSWER}|" r"\d+(?:[.,]\d+)*|(?:[^\W\d_]|[\u0900-\u0dff])+(?:'[a-z]+)*|[^\w\s]"
)
# "he'sunconscious": the space after the contraction is missing.
RUN_ON_APOSTROPHE: Final = re.compile(r"((?:'(?:s|m|re|ve|ll|d)|n't))(?=[a-z])")
FORM_POINT_WORDS: Final = 5
ASKS_OR_LIVES: Final = frozenset(
    ("is", "are", "am", "was", "can", "could", "do", "does", "did", "has", "have", "will", "should", "any",
     "breathing", "breathe", "breath", "conscious", "awake", "moving", "responding", "response", "alive",
     "talking", "pulse", "answering", "waking", "safe", "well", "ok", "better", "help", "relief", "feeling",
     "improvement", "change", "sensation", "vision", "sight", "swallow", "walk", "stand", "speak", "smile")
)  # fmt: skip
"""A no to these denies no illness: "is he breathing? no"."""
YEAR: Final = re.compile(r"(?:19|20)\d\d")
PAUSES: Final = frozenset(",;:()-–—/")
APOSTROPHE_ENDINGS: Final = {"'ll": " will", "'re": " are", "'ve": " have", "'d": " would", "'m": " am"}
IS_SHORTENED_AFTER: Final = frozenset(
    ("it", "he", "she", "that", "there", "what", "who", "here", "where", "how", "everything", "something")
)


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

    def quote(self, first: int, last: int) -> str:
        """The patient's own characters from word `first` to word `last`."""
        if not self.words:
            return ""
        return self.text[self.words[first].start : self.words[last].end]


@dataclass
class _Progress:
    """Words read so far."""

    words: list[Word]
    sentence: int = 0

    def add(self, meanings: tuple[str, ...], start: int, end: int) -> None:
        self.words.append(Word(meanings, start, end, self.sentence))

    def names_a_point(self) -> bool:
        """Whether the sentence so far is what a form lists: a few words that ask nothing and deny no life."""
        point = [word.form for word in self.words if word.sentence == self.sentence]
        return 0 < len(point) <= FORM_POINT_WORDS and ASKS_OR_LIVES.isdisjoint(point)

    def mark(self, sign: str) -> None:
        if not self.words:
            return
        last = self.words[-1]
        if sign in ".!?":
            self.sentence = last.sentence + 1
        elif sign in PAUSES:
            self.words[-1] = Word(last.meanings, last.start, last.end, last.sentence, True)


class Reader:
    """Turns text into a passage; the same words for every watcher that looks at it."""

    def __init__(self, speller: Speller, spelling: SpellingFile) -> None:
        self._speller = speller
        self._spelling = spelling

    def read(self, text: str) -> Passage:
        """Read any text; what cannot be read is left out."""
        folded = fold(text)
        progress = _Progress([])
        for token in TOKEN.finditer(folded.text):
            if len(progress.words) >= WORDS_AT_MOST:
                break
            self._take(token.group(), folded, token.start(), progress)
        return Passage(text, tuple(progress.words))

    def _take(self, typed: str, folded: Folded, start: int, progress: _Progress) -> None:
        if "@" in typed and len(typed) > 1:
            progress.add(("someaddress",), *folded.origin(start, start + len(typed)))
            return
        if len(typed) > 1 and not typed[0].isalnum() and typed[-1].isalnum():
            self._take_form_answer(typed, folded, start, progress)
            return
        if not typed[0].isalnum() and not "\u0900" <= typed[0] <= "\u0dff":
            progress.mark(typed)
            return
        place = folded.origin(start, start + len(typed))
        for meanings in self._meanings(typed):
            joined = self._joined(meanings, progress)
            if joined is None:
                progress.add(meanings, *place)
            else:
                before = progress.words.pop()
                progress.add((joined,), before.start, place[1])

    def _take_form_answer(self, typed: str, folded: Folded, start: int, progress: _Progress) -> None:
        """A denial of the point before it, or a sign and a word like any other."""
        if progress.names_a_point():
            progress.add(("saidno",), *folded.origin(start, start + len(typed)))
            return
        progress.mark(typed[0])
        answer = typed[1:].lstrip()
        self._take(answer, folded, start + len(typed) - len(answer), progress)

    def _joined(self, meanings: tuple[str, ...], progress: _Progress) -> str | None:
        """ "can t" and "my self": a space too many."""
        if not progress.words or progress.words[-1].pause or progress.words[-1].sentence != progress.sentence:
            return None
        return self._spelling.pairs.get(f"{progress.words[-1].form} {meanings[0]}")

    def _meanings(self, typed: str) -> list[tuple[str, ...]]:
        """What a typed word may mean; several words where it was a contraction or words run together."""
        if typed[0].isdecimal():
            return [(typed, "someyear" if YEAR.fullmatch(typed) else "somenumber")]
        typed = RUN_ON_APOSTROPHE.sub(r"\1 ", typed)
        parts = [part for piece in typed.split() for part in _apostrophes_written_out(piece).split()]
        return [meant for part in parts for meant in self._meant(part)]

    def _meant(self, word: str) -> list[tuple[str, ...]]:
        if word.endswith("'s"):
            owner = self._speller.meanings(word.removesuffix("'s"))
            return [(*owner, owner[0] + "s")]
        written = self._spelling.written_out(word)
        if written != (word,):
            return [(part,) for part in written]
        pieces, meanings = self._speller.pieces(word), self._speller.meanings(word)
        if pieces:
            return [(part,) for piece in pieces for part in self._spelling.written_out(piece)]
        corrected = self._spelling.written_out(meanings[0])
        return [meanings] if len(corrected) == 1 else [(part,) for part in corrected]


def _apostrophes_written_out(typed: str) -> str:
    """ "i'm" → "i am", "it's" → "it is", "can't" → "cant"; "throat's" keeps its ending, others vanish."""
    for ending, written in APOSTROPHE_ENDINGS.items():
        if typed.endswith(ending):
            return typed.removesuffix(ending).replace("'", "") + written
    if typed.endswith("'s"):
        owner = typed.removesuffix("'s").replace("'", "")
        return f"{owner} is" if owner in IS_SHORTENED_AFTER else f"{owner}'s"
    if typed.endswith("'t") and not typed.endswith("n't"):
        return typed.removesuffix("'t") + "nt"
    return typed.replace("'", "")
