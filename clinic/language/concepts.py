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
    """Looks phrases up by their first two words; what an idiom covers is not looked at."""

    def __init__(self, concepts: Mapping[str, tuple[Phrase, ...]], idioms: Iterable[Phrase] = ()) -> None:
        self._words: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
        self._pairs: dict[tuple[str, str], list[tuple[Phrase, str]]] = defaultdict(list)
        self._starts: set[str] = set()
        told = [(phrase, concept) for concept, phrases in concepts.items() for phrase in phrases]
        for phrase, concept in (*told, *((phrase, IDIOM) for phrase in idioms)):
            if len(phrase) == 1:
                self._words[phrase[0]].append((phrase, concept))
            else:
                self._pairs[phrase[0], phrase[1]].append((phrase, concept))
                self._starts.add(phrase[0])

    def find(self, passage: Passage) -> dict[str, tuple[Mention, ...]]:
        """All mentions by concept, in reading order."""
        found: dict[str, set[Mention]] = defaultdict(set)
        for place in range(len(passage.words)):
            for phrase, concept in self._at(passage.words, place):
                if len(found[concept]) == MENTIONS_AT_MOST or not _stands_at(phrase, passage.words, place):
                    continue
                if concept != IDIOM or _is_in_one_sentence(phrase, passage.words, place):
                    found[concept].add(Mention(place, place + len(phrase) - 1, concept))
        idioms = found.pop(IDIOM, set())
        kept = {concept: tuple(sorted(_outside(mentions, idioms))) for concept, mentions in found.items()}
        return {concept: mentions for concept, mentions in kept.items() if mentions}

    def _at(self, words: tuple[Word, ...], place: int) -> Iterator[tuple[Phrase, str]]:
        """The phrases that may stand there."""
        following = words[place + 1].meanings if place + 1 < len(words) else ()
        for meaning in words[place].meanings:
            yield from self._words.get(meaning, ())
            if meaning in self._starts:
                for second in following:
                    yield from self._pairs.get((meaning, second), ())


def _stands_at(phrase: Phrase, words: tuple[Word, ...], place: int) -> bool:
    if place + len(phrase) > len(words):
        return False
    return all(part in words[place + step].meanings for step, part in enumerate(phrase) if step > 1)


def _is_in_one_sentence(phrase: Phrase, words: tuple[Word, ...], place: int) -> bool:
    """ "my husband beats me. how much is it": the idiom "beats me how" is not meant."""
    return words[place].sentence == words[place + len(phrase) - 1].sentence


def _outside(mentions: set[Mention], idioms: set[Mention]) -> set[Mention]:
    """Mentions of which no word belongs to an idiom, unless the mention says all of the idiom and more."""
    return {mention for mention in mentions if not any(_is_covered(mention, idiom) for idiom in idioms)}


def _is_covered(mention: Mention, idiom: Mention) -> bool:
    overlaps = mention.first <= idiom.last and idiom.first <= mention.last
    says_more = mention.first <= idiom.first and idiom.last <= mention.last
    same = (mention.first, mention.last) == (idiom.first, idiom.last)
    return overlaps and (same or not says_more)
