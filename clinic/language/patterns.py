"""Concepts that stand together: body part × problem, within so many words, in either order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from clinic.language.concepts import Mention, Mentions
from clinic.language.reading import Passage

MATCHES_AT_MOST: Final = 24
NEAR: Final = 3
# A full stop between two words counts as this many words: people write in fragments.
SENTENCE_GAP: Final = 2


@dataclass(frozen=True)
class Pattern:
    """Concepts of which each must be mentioned, at most `within` words apart from one another."""

    parts: tuple[str, ...]
    within: int = 4
    ordered: bool = False
    needs: tuple[str, ...] = ()
    """Concepts of which each must be mentioned anywhere in the message."""
    unless: tuple[str, ...] = ()
    """Concepts of which none may be mentioned in the same sentence."""
    unless_near: tuple[str, ...] = ()
    """The same, but only within a few words: "a bit" swollen."""
    unless_before: tuple[str, ...] = ()
    """The same, but only in the few words before: "should I" stop."""
    unless_after: tuple[str, ...] = ()
    """The same, but only in the few words after: can't see "the button"."""
    unless_anywhere: tuple[str, ...] = ()
    words_at_most: int | None = None
    """Only in a sentence this short: "fire", "heart attack"."""


Match = tuple[Mention, ...]


def find_matches(pattern: Pattern, mentions: Mentions, passage: Passage) -> list[Match]:
    """The places where the pattern stands, tightest first."""
    if not all(part in mentions for part in (*pattern.parts, *pattern.needs)):
        return []
    found = [
        match
        for match in _together(pattern, mentions, passage)
        if not _is_excepted(pattern, match, mentions, passage)
    ]
    return sorted(found, key=_length)[:MATCHES_AT_MOST]


def combined_mentions(
    concept: str, patterns: Iterable[Pattern], mentions: Mentions, passage: Passage
) -> tuple[Mention, ...]:
    """What matches one of the patterns, as mentions of a concept of their own."""
    matches = [match for pattern in patterns for match in find_matches(pattern, mentions, passage)]
    places = {(min(part.first for part in match), max(part.last for part in match)) for match in matches}
    return tuple(Mention(first, last, concept) for first, last in sorted(places))


def _together(pattern: Pattern, mentions: Mentions, passage: Passage) -> Iterator[Match]:
    """Every choice of one mention per part that stays within reach."""
    chosen: list[Match] = [(mention,) for mention in mentions[pattern.parts[0]]]
    for part in pattern.parts[1:]:
        chosen = [
            (*match, mention)
            for match in chosen
            for mention in mentions[part]
            if _reaches(pattern, match, mention, passage)
        ][: MATCHES_AT_MOST * 8]
    yield from chosen


def _reaches(pattern: Pattern, match: Match, mention: Mention, passage: Passage) -> bool:
    if pattern.ordered and mention.first <= match[-1].last:
        return False
    if any(mention.first <= other.last and other.first <= mention.last for other in match):
        return False
    return min(_distance(mention, other, passage) for other in match) <= pattern.within


def _distance(one: Mention, other: Mention, passage: Passage) -> int:
    left, right = (one, other) if one.first < other.first else (other, one)
    stops = passage.words[right.first].sentence - passage.words[left.last].sentence
    return right.first - left.last - 1 + SENTENCE_GAP * min(stops, 2)


def _is_excepted(pattern: Pattern, match: Match, mentions: Mentions, passage: Passage) -> bool:
    """Whether the sentence is too long, or an exception is mentioned where it counts."""
    sentences = {passage.words[mention.first].sentence for mention in match}
    if pattern.words_at_most is not None:
        length = sum(word.sentence in sentences for word in passage.words)
        if length > pattern.words_at_most:
            return True
    if any(_exceptions(pattern.unless_anywhere, match, mentions)):
        return True
    first = min(mention.first for mention in match)
    last = max(mention.last for mention in match)
    reaches: tuple[tuple[tuple[str, ...], range], ...] = (
        (pattern.unless, range(len(passage.words))),
        (pattern.unless_near, range(first - NEAR - 1, last + NEAR + 1)),
        (pattern.unless_before, range(first - NEAR - 1, first)),
        (pattern.unless_after, range(first + 1, last + NEAR + 1)),
    )
    return any(
        passage.words[mention.first].sentence in sentences
        and (mention.first in reach or mention.last in reach)
        for concepts, reach in reaches
        for mention in _exceptions(concepts, match, mentions)
    )


def _exceptions(concepts: Iterable[str], match: Match, mentions: Mentions) -> Iterator[Mention]:
    """Mentions of exceptions; words of the match itself are none ("woke up on the floor")."""
    for concept in concepts:
        for mention in mentions.get(concept, ()):
            if not any(part.first <= mention.first and mention.last <= part.last for part in match):
                yield mention


def _length(match: Match) -> tuple[int, int]:
    first = min(mention.first for mention in match)
    return max(mention.last for mention in match) - first, first


def touches_any(match: Match, concepts: Iterable[str], mentions: Mentions) -> bool:
    """Whether a word of the match belongs to one of these concepts too."""
    return any(
        part.first <= other.last and other.first <= part.last
        for concept in concepts
        for other in mentions.get(concept, ())
        for part in match
    )
