"""Which follow-up a short message is: "say that again", "more", "why?", "and how long does that take".

A message counts only when nothing is left of it beside one known phrase and fillers. What it follows is
decided elsewhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from clinic.criteria.follow_ups import NEVER, FollowUpRules, load_follow_ups
from clinic.language.engine import language_engine
from clinic.language.folding import fold
from clinic.language.spelling import Speller

WORDS_AT_MOST: Final = 10
CHARACTERS_AT_MOST: Final = 120
_TOKEN: Final = re.compile(r"[^\W_]+")


class FollowUpReader:
    """Reads messages by the rules. Pure after loading."""

    def __init__(self, rules: FollowUpRules, common_words: Iterable[str]) -> None:
        self._spelling = rules.spelling
        self._speller = Speller(_vocabulary(rules), common_words, ())
        before, after = _fillers(rules.fillers.before), _fillers(rules.fillers.after)
        self._kinds = [
            (
                kind,
                re.compile(f"{before}(?:{'|'.join(_pattern(said, rules.words) for said in phrases)}){after}"),
            )
            for kind, phrases in rules.phrases()
        ]

    def read(self, text: str) -> str | None:
        """The kind of follow-up; None for every message that stands by itself."""
        if len(text) > CHARACTERS_AT_MOST:
            return None
        words = [word for typed in _typed(text) for word in self._meant(typed)]
        if not 0 < len(words) <= WORDS_AT_MOST:
            return None
        written = "".join(f"{word} " for word in words)
        kind = next((kind for kind, pattern in self._kinds if pattern.fullmatch(written)), NEVER)
        return None if kind == NEVER else kind

    def _meant(self, typed: str) -> list[str]:
        written = self._spelling.get(typed) or self._speller.meanings(typed)[0]
        return self._spelling.get(written, written).split()


def _typed(text: str) -> list[str]:
    return _TOKEN.findall(fold(text).text.replace("'", ""))


def _vocabulary(rules: FollowUpRules) -> set[str]:
    """Every word that a phrase, a filler or a spelling knows."""
    written = [said for _, phrases in rules.phrases() for said in phrases]
    written += [entry for entries in rules.words.values() for entry in entries]
    written += [*rules.fillers.before, *rules.fillers.after, *rules.spelling.values()]
    return {word for said in written for word in re.findall(r"[a-z0-9]+", re.sub(r"<\w+>", "", said))}


def _fillers(fillers: Iterable[str]) -> str:
    return f"(?:(?:{'|'.join(fillers)}) )*"


def _pattern(phrase: str, words: Mapping[str, Iterable[str]]) -> str:
    """A phrase as an expression over words that each end in a space."""
    return "".join(_element(element, words) for element in phrase.split(" "))


def _element(element: str, words: Mapping[str, Iterable[str]]) -> str:
    choices = "|".join(_choices(element.removesuffix("?"), words))
    return f"(?:(?:{choices}) )" + ("?" if element.endswith("?") else "")


def _choices(element: str, words: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for choice in element.split("|"):
        yield from words[choice[1:-1]] if choice.startswith("<") else (choice,)


@lru_cache(maxsize=1)
def follow_up_reader() -> FollowUpReader:
    """The reader over the clinic's own rules, loaded at the first call."""
    vocabulary = language_engine().vocabulary
    return FollowUpReader(load_follow_ups(), vocabulary.common_words | vocabulary.words)


def read_follow_up(text: str) -> str | None:
    """The kind of follow-up that a text is, by the clinic's own rules."""
    return follow_up_reader().read(text)
