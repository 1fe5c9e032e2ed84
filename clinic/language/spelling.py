"""Which known words could a typed word be? Exact, misspelt, or several run together.

Only words that matter to the vocabulary are looked for; a common English word is left alone.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

MEANINGS_AT_MOST: Final = 6
SHORTEST_MISSPELT: Final = 3
LONGEST_RUN_TOGETHER: Final = 40
SHORTEST_RUN_TOGETHER: Final = 4
SHORTEST_PIECE: Final = 3
LONGEST_PIECE: Final = 14
PIECES_AT_MOST: Final = 4
LONG: Final = 5


def slips_allowed(length: int) -> int:
    """Edits we forgive in a word of this length: none below three letters, two from eight on."""
    if length < SHORTEST_MISSPELT:
        return 0
    return 1 if length < 8 else 2


class Speller:
    """Reads single typed words against the vocabulary (words that matter) and the common words."""

    def __init__(self, vocabulary: Iterable[str], common: Iterable[str], joiners: Iterable[str]) -> None:
        self._vocabulary = frozenset(vocabulary)
        self._common = frozenset(common) - self._vocabulary
        self._joiners = frozenset(joiners)
        # A three-letter word is never the meaning of a slip: too many are one letter away.
        self._candidates = sorted(word for word in self._vocabulary if len(word) > SHORTEST_MISSPELT)
        self.meanings = lru_cache(maxsize=20_000)(self._meanings)
        self.pieces = lru_cache(maxsize=20_000)(self._pieces)

    def knows(self, word: str) -> bool:
        """Whether the word may be kept as it stands."""
        return word in self._vocabulary or word in self._common or word in self._joiners

    def _meanings(self, word: str) -> tuple[str, ...]:
        """The word itself if known, else the nearest words that matter, nearest first."""
        if self.knows(word):
            return (word,)
        return self._nearest(word) or (word,)

    def _nearest(self, word: str) -> tuple[str, ...]:
        allowed = slips_allowed(len(word))
        if allowed == 0 or not word.isalpha():
            return ()
        found = process.extract(
            word, self._candidates, scorer=OSA.distance, score_cutoff=allowed, limit=MEANINGS_AT_MOST * 4
        )
        kept = [(slips, meant) for meant, slips, _ in found if _is_believable(word, meant, slips)]
        fewest = min((slips for slips, _ in kept), default=0)
        nearest = sorted(
            (meant for slips, meant in kept if slips == fewest), key=lambda meant: _oddness(word, meant)
        )
        return tuple(nearest[:MEANINGS_AT_MOST])

    def _pieces(self, word: str) -> tuple[str, ...]:
        """The known words that a run-together word consists of, or nothing."""
        if self.knows(word) or not SHORTEST_RUN_TOGETHER <= len(word) <= LONGEST_RUN_TOGETHER:
            return ()
        if not word.isalpha():
            return ()
        pieces = self._split(word)
        joins_only = len(pieces) == 2 and all(piece in self._joiners for piece in pieces)
        return () if not joins_only and self._is_one_slip(word) else pieces

    def _is_one_slip(self, word: str) -> bool:
        """A long word one slip from a word that matters is that word: "abuused", not "abu used"."""
        return len(word) >= LONG and OSA.distance(word, self.meanings(word)[0]) == 1

    def _split(self, word: str) -> tuple[str, ...]:
        """The fewest known pieces that cover the word."""
        best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - LONGEST_PIECE), end):
                before, piece = best[start], word[start:end]
                if before is None or not self._is_piece(piece):
                    continue
                here = best[end]
                if here is None or len(before) + 1 < len(here):
                    best[end] = (*before, piece)
        found = best[len(word)] or ()
        return found if 2 <= len(found) <= PIECES_AT_MOST and self._matters(found) else ()

    def _matters(self, pieces: tuple[str, ...]) -> bool:
        """Whether the split is worth believing: a word that matters, or nothing but joining words."""
        if all(piece in self._joiners for piece in pieces):
            return len(pieces) == 2
        return any(len(piece) >= SHORTEST_PIECE and piece in self._vocabulary for piece in pieces)

    def _is_piece(self, piece: str) -> bool:
        if piece in self._joiners:
            return len(piece) > 1 or piece in "ai"
        return len(piece) >= SHORTEST_PIECE and (piece in self._vocabulary or piece in self._common)


def _is_believable(word: str, meant: str, slips: int) -> bool:
    """Two slips only where the first letter stands; in three letters only a vowel left out ("kll")."""
    if len(word) == SHORTEST_MISSPELT:
        return word == "".join(letter for letter in meant if letter not in "aeiou") or (
            len(meant) == len(word) + 1
            and any(_without(meant, place) == word for place in _inner_vowels(meant))
        )
    return slips <= slips_allowed(len(meant) + 1) and (slips == 1 or meant[0] == word[0])


def _oddness(word: str, meant: str) -> tuple[bool, bool, str]:
    """A left-out letter is the commonest slip, a changed first letter the rarest."""
    return meant[0] != word[0], len(meant) != len(word) + 1, meant


def _inner_vowels(word: str) -> list[int]:
    return [place for place, letter in enumerate(word[1:-1], start=1) if letter in "aeiou"]


def _without(word: str, place: int) -> str:
    return word[:place] + word[place + 1 :]
