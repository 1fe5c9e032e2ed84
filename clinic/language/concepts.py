"""Finds the vocabulary's concepts in a passage: which words mention which concept, and where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from clinic.language.reading import Passage, Word

MENTIONS_AT_MOST: Final = 30
"""Mentions kept of one concept: a message that repeats itself a thousand times says nothing new."""

Phrase = tuple[str, ...]
IDIOM: Final = "idiom"


@dataclass(frozen=True, order=True)
class Mention:
    """Words `first` to `last` of a passage speak of a concept."""

    first: int
    last: int
    concept: str


Mentions = Mapping[str, tuple[Mention, ...]]


class ConceptFinder:
    """Looks every phrase of every concept up by its first word; what an idiom covers is not looked at."""

    def __init__(self, concepts: Mapping[str, tuple[Phrase, ...]], idioms: Iterable[Phrase] = ()) -> None:
        self._by_first_word: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
        for concept, phrases in concepts.items():
            for phrase in phrases:
                self._by_first_word[phrase[0]].append((phrase, concept))
        for phrase in idioms:
            self._by_first_word[phrase[0]].append((phrase, IDIOM))

    def find(self, passage: Passage) -> dict[str, tuple[Mention, ...]]:
        """All mentions by concept, in reading order."""
        found: dict[str, set[Mention]] = defaultdict(set)
        for place, word in enumerate(passage.words):
            for phrase, concept in self._at(word):
                if len(found[concept]) < MENTIONS_AT_MOST and _stands_at(phrase, passage.words, place):
                    found[concept].add(Mention(place, place + len(phrase) - 1, concept))
        idioms = found.pop(IDIOM, set())
        kept = {concept: tuple(sorted(_outside(mentions, idioms))) for concept, mentions in found.items()}
        return {concept: mentions for concept, mentions in kept.items() if mentions}

    def _at(self, word: Word) -> Iterator[tuple[Phrase, str]]:
        for meaning in word.meanings:
            yield from self._by_first_word.get(meaning, ())


def _stands_at(phrase: Phrase, words: tuple[Word, ...], place: int) -> bool:
    if place + len(phrase) > len(words):
        return False
    return all(part in words[place + step].meanings for step, part in enumerate(phrase) if step)


def _outside(mentions: set[Mention], idioms: set[Mention]) -> set[Mention]:
    """Mentions of which no word belongs to an idiom, unless the mention says all of the idiom and more."""
    return {mention for mention in mentions if not any(_is_covered(mention, idiom) for idiom in idioms)}


def _is_covered(mention: Mention, idiom: Mention) -> bool:
    overlaps = mention.first <= idiom.last and idiom.first <= mention.last
    says_more = mention.first <= idiom.first and idiom.last <= mention.last
    same = (mention.first, mention.last) == (idiom.first, idiom.last)
    return overlaps and (same or not says_more)
