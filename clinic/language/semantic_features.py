"""What the semantic detector looks at: the sentence's vector, its words and pieces of words, cues, concepts.

The words are taken as our reader read them, so slips and run-ons are put right where they matter.
"""

import itertools
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from clinic.criteria.vocabulary import ContextCue
from clinic.language.engine import ReadMessage
from clinic.language.reading import Passage
from clinic.language.semantic_encoder import DIMENSIONS, Rows, SentenceEncoder

BUCKETS: Final = 1024
"""Words, pairs and pieces share so many columns by their hash: no list of words has to be kept."""
PIECE: Final = 4
FEWEST_GRAMS: Final = 6
"""A text of two words is not read more boldly than one of six."""
SIGN: Final = 0.2
"""Weight of one cue or concept beside the vector of length 1."""
ASKING: Final = frozenset(
    ("is", "are", "can", "could", "does", "do", "will", "what", "should", "how", "would", "has", "which",
     "who", "any")
)  # fmt: skip


@dataclass(frozen=True)
class Signs:
    """The cues and concepts that have a column; what the vocabulary has gained since is left out."""

    cues: tuple[str, ...]
    concepts: tuple[str, ...]

    @property
    def size(self) -> int:
        return DIMENSIONS + BUCKETS + len(self.cues) + len(self.concepts) + 2


class FeatureReader:
    """Turns messages that were read into rows of numbers."""

    def __init__(self, encoder: SentenceEncoder, cues: Iterable[ContextCue], signs: Signs) -> None:
        self._encoder = encoder
        self._cues = CueFinder(cues)
        self._signs = signs
        names = [*(f"cue {name}" for name in signs.cues), *signs.concepts]
        self._columns = {name: DIMENSIONS + BUCKETS + place for place, name in enumerate(names)}

    def rows(self, messages: Sequence[ReadMessage]) -> Rows:
        """One row for each message, in the order given."""
        texts = [read_text(message.passage) for message in messages]
        rows = np.zeros((len(messages), self._signs.size), dtype=np.float32)
        rows[:, :DIMENSIONS] = self._encoder.encode(texts)
        rows[:, -1] = 1.0
        for row, message, text in zip(rows, messages, texts, strict=True):
            buckets = list({DIMENSIONS + zlib.crc32(gram.encode()) % BUCKETS for gram in set(_grams(text))})
            row[buckets] = 1 / np.sqrt(max(len(buckets), FEWEST_GRAMS))
            row[[self._columns[sign] for sign in self._seen(message) if sign in self._columns]] = SIGN
            row[-2] = SIGN * (text.partition(" ")[0] in ASKING)
        return rows

    def _seen(self, message: ReadMessage) -> Iterator[str]:
        yield from (f"cue {name}" for name in self._cues.find(message.passage))
        yield from message.mentions


class CueFinder:
    """Which kinds of context cue stand anywhere in a passage; their scope is the rules' business."""

    def __init__(self, cues: Iterable[ContextCue]) -> None:
        self._by_first_word: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        for cue in cues:
            for phrase in cue.phrases:
                words = phrase.split()
                self._by_first_word[words[0]].append((words, cue.category))

    def find(self, passage: Passage) -> set[str]:
        """The categories of the cues that stand there."""
        words = [word.form for word in passage.words]
        return {
            category
            for place, word in enumerate(words)
            for phrase, category in self._by_first_word.get(word, ())
            if words[place : place + len(phrase)] == phrase
        }


def read_text(passage: Passage) -> str:
    """The passage in the words that were read."""
    return " ".join(word.form for word in passage.words)


def _grams(text: str) -> Iterator[str]:
    """Words, pairs of neighbours, and pieces of longer words."""
    words = text.split()
    yield from words
    yield from (f"{one} {other}" for one, other in itertools.pairwise(words))
    for word in words:
        if len(word) >= PIECE:
            whole = f"<{word}>"
            yield from (f"#{whole[place : place + PIECE]}" for place in range(len(whole) - PIECE + 1))
