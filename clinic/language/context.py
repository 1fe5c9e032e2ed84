"""What stands around a mention: negation, doubt, "what if", long ago, a relative, here and now.

medspaCy's ConText gives the cues their scope. The rules are our own, because the stock rules read "I'm not
sure if I'm pregnant" as negated; so is the search for cues, because medspaCy prunes overlaps in pairs only.
"""

import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import spacy
from spacy.tokens import Doc, Span

from clinic.criteria.vocabulary import ContextCue
from clinic.language.concepts import Mention
from clinic.language.reading import Passage

with warnings.catch_warnings():  # importing medspaCy switches every warning of the process off
    from medspacy.context import ConTextGraph, ConTextModifier, ConTextRule

AROUND: Final = 28
"""Words on either side of a mention that can bear on it."""
UNKNOWN: Final = "_"
PAUSE: Final = ","
LIST_WORDS: Final = 7
"""Words after a comma among which an "or" makes it the comma of a list."""
START: Final = "^"
END: Final = "."
BOUNDARIES: Final = frozenset({"STOP", "TURN", "PAUSE"})
DIRECTIONS: Final = {"forward": "FORWARD", "backward": "BACKWARD", "both": "BIDIRECTIONAL"}


@dataclass(frozen=True)
class Cue:
    """A cue that bears on a mention, and the words it consists of."""

    category: str
    first: int
    last: int
    opens: bool = False
    """It stands at the very start of a sentence: "is …?"."""


@dataclass(frozen=True)
class _Surroundings:
    """The words around a mention as a spaCy document; `places` leads back to the passage."""

    doc: Doc
    places: tuple[int, ...]

    def cue(self, modifier: ConTextModifier) -> Cue:
        start, end = modifier.modifier_span
        opens = self.doc[start].text == START
        has_sign = start + 1 < end and (opens or self.doc[start].text == PAUSE)
        return Cue(modifier.category.lower(), self.places[start + has_sign], self.places[end - 1], opens)


class ContextReader:
    """Finds the cues that bear on a mention. Holds no state between messages."""

    def __init__(self, cues: Iterable[ContextCue]) -> None:
        self._vocab = spacy.blank("en").vocab
        self._rules: dict[str, list[tuple[tuple[str, ...], ConTextRule]]] = defaultdict(list)
        for cue in cues:
            for phrase in cue.phrases:
                words = tuple(phrase.split())
                self._rules[words[0]].append((words, _rule(cue, phrase)))
        self._words = {"or"} | {
            word for rules in self._rules.values() for words, _ in rules for word in words
        }

    def cues(self, passage: Passage, mention: Mention) -> frozenset[Cue]:
        """The cues whose scope reaches the mention, within its own sentence."""
        around = self._surroundings(passage, mention)
        # First and last word stand for the mention: ConText drops a cue that overlaps its target, and the
        # "had" of "never had a seizure" belongs to both.
        ends = {around.places.index(mention.first), around.places.index(mention.last)}
        targets = [Span(around.doc, place, place + 1, label="MENTION") for place in sorted(ends)]
        graph = ConTextGraph(targets=targets, modifiers=list(self._modifiers(around.doc)))
        graph.update_scopes()
        graph.apply_modifiers()
        return frozenset(around.cue(modifier) for _, modifier in graph.edges)

    def _surroundings(self, passage: Passage, mention: Mention) -> _Surroundings:
        """The words around the mention in its sentence; start, pauses and end become signs of their own."""
        sentences = {passage.words[mention.first].sentence, passage.words[mention.last].sentence}
        first, last = max(0, mention.first - AROUND), mention.last + AROUND
        words: list[str] = [START]
        places: list[int] = [-1]  # no mention stands at the start sign
        for place, word in enumerate(passage.words[first : last + 1], start=first):
            if word.sentence not in sentences:
                continue
            # Words without a bearing share one placeholder: spaCy's string store never forgets a word.
            known = next((meaning for meaning in word.meanings if meaning in self._words), UNKNOWN)
            words += [known, PAUSE] if word.pause else [known]
            places += [place] * (2 if word.pause else 1)
        starts: list[bool | int | None] = [place == 0 for place in range(len(words) + 1)]
        return _Surroundings(Doc(self._vocab, [*words, END], sent_starts=starts), (*places, places[-1]))

    def _modifiers(self, doc: Doc) -> Iterator[ConTextModifier]:
        """The cues of the document; a cue inside a longer one says nothing ("not" in "not only")."""
        words = [token.text for token in doc]
        found = [
            (start, start + len(phrase), rule)
            for start, word in enumerate(words)
            for phrase, rule in self._rules.get(word, ())
            if tuple(words[start : start + len(phrase)]) == phrase
        ]
        found += [(place, place + 1, PAUSE_RULE) for place in _clause_pauses(words)]
        spans = {(start, end) for start, end, rule in found if rule.category not in BOUNDARIES}
        for start, end, rule in found:
            if not any(_covers(span, (start, end)) for span in spans):
                yield ConTextModifier(rule, start, end, doc)


def _clause_pauses(words: list[str]) -> Iterator[int]:
    """Commas between clauses; the commas of a list ("fever, rash or swelling") divide nothing."""
    for place, word in enumerate(words):
        if word == PAUSE and "or" not in words[place : place + LIST_WORDS]:
            yield place


def _covers(longer: tuple[int, int], shorter: tuple[int, int]) -> bool:
    return longer != shorter and longer[0] <= shorter[0] and shorter[1] <= longer[1]


def _rule(cue: ContextCue, phrase: str) -> ConTextRule:
    if cue.category == "stop":
        # A stop whose scope is the whole sentence stops nothing: medspaCy's overlap test misses it.
        return ConTextRule(phrase, cue.category, direction="TERMINATE", max_scope=1)
    if cue.category == "turn":
        return ConTextRule(phrase, cue.category, direction="BIDIRECTIONAL", max_scope=1)
    if cue.category == "pseudo":
        return ConTextRule(phrase, cue.category, direction="PSEUDO")
    return ConTextRule(
        phrase,
        cue.category,
        direction=DIRECTIONS[cue.direction],
        max_scope=cue.reach,
        terminated_by=_ends(cue),
    )


def _ends(cue: ContextCue) -> set[str]:
    """The boundaries that end a cue before its reach does; a "stop" ends every cue."""
    return ({"turn"} if cue.category == "negated" else set()) | ({"pause"} if cue.stops_at_pause else set())


PAUSE_RULE: Final = ConTextRule(PAUSE, "pause", direction="BIDIRECTIONAL", max_scope=1)
