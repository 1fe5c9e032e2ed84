"""Puts right what is misspelt, before the encoder reads it: only words that no dictionary knows, and only
towards words that patients use in the training data.

The dictionary of English words comes with symspellpy; the words of this trade come from the training lines.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from symspellpy import SymSpell, Verbosity

WORD: Final = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
SEEN_OFTEN: Final = (
    8  # so often in the training lines, a word is one of the trade although no dictionary has it
)
SEEN: Final = 3  # so often, a word of the dictionary is one that patients use
LEFT_ALONE: Final = 2  # so often, the encoder has learned the word as it stands: a name, another language
SHORTEST: Final = 4  # letters; shorter words are too near to each other
TWO_SLIPS_FROM: Final = 7  # letters; below, one slip at most
MOST_SLIPS: Final = 2
KEPT_WORDS: Final = 50_000  # remembered corrections


class Spelling:
    """Corrects texts; made of how often each word stands in the training lines."""

    def __init__(self, counts: dict[str, int]) -> None:
        self._counts = counts
        english = _english()
        self._known = english | {word for word, count in counts.items() if count >= LEFT_ALONE}
        self._finder = SymSpell(max_dictionary_edit_distance=MOST_SLIPS)
        for word, count in counts.items():
            if len(word) >= SHORTEST and (count >= SEEN_OFTEN or (count >= SEEN and word in english)):
                self._finder.create_dictionary_entry(word, count)
        self._corrected = lru_cache(KEPT_WORDS)(self._correct)

    @classmethod
    def learn(cls, texts: Iterable[str]) -> Spelling:
        """Count the words of the training lines."""
        return cls(dict(Counter(word.lower() for text in texts for word in WORD.findall(text))))

    @classmethod
    def load(cls, path: Path) -> Spelling:
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(self._counts, sort_keys=True, ensure_ascii=False), encoding="utf-8")

    def correct(self, text: str) -> str:
        """Return the text with misspelt words put right; what is known, short or far from anything stays."""
        return WORD.sub(lambda match: self._corrected(match.group()), text)

    def _correct(self, word: str) -> str:
        low = re.sub(r"(.)\1{2,}", r"\1\1", word.lower())
        if len(low) < SHORTEST or low in self._known or "'" in low or word.isupper():
            return word
        slips = MOST_SLIPS if len(low) >= TWO_SLIPS_FROM else 1
        found = self._finder.lookup(low, Verbosity.CLOSEST, max_edit_distance=slips)
        # The first letter is seldom wrong, and holding to it spares names and other languages.
        alike = [each.term for each in found if each.term[0] == low[0]]
        return alike[0] if alike else self._apart(low) or word

    def _apart(self, word: str) -> str:
        """Return a run-on as two words ("hairloss"), if both are common; the commonest pair wins."""
        pairs = [(word[:place], word[place:]) for place in range(3, len(word) - 2)]
        common = [pair for pair in pairs if min(self._counts.get(part, 0) for part in pair) >= SEEN_OFTEN]
        return " ".join(max(common, key=lambda pair: min(self._counts[part] for part in pair), default=()))


def _english() -> set[str]:
    lines = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return {line.split(" ", 1)[0] for line in lines.splitlines()}
