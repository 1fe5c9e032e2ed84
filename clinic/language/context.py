"""What stands around a mention: negation, doubt, "what if", long ago, a relative, here and now.

medspaCy's ConText finds and bounds the cues; the rules are our own, because the stock rules read
"I'm not sure if I'm pregnant" as negated.
"""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import spacy
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span

from clinic.criteria.vocabulary import ContextCue
from clinic.language.concepts import Mention
from clinic.language.reading import Passage

with warnings.catch_warnings():  # importing medspaCy switches every warning of the process off
    from medspacy.context import ConText, ConTextRule

AROUND: Final = 28
"""Words on either side of a mention that can bear on it."""
UNKNOWN: Final = "_"
DIRECTIONS: Final = {"forward": "FORWARD", "backward": "BACKWARD", "both": "BIDIRECTIONAL"}


@dataclass(frozen=True)
class Cue:
    """A cue that bears on a mention, and the words it consists of."""

    category: str
    first: int
    last: int


class ContextReader:
    """Finds the cues that bear on a mention. Holds no state between messages."""

    def __init__(self, cues: Iterable[ContextCue]) -> None:
        self._nlp = spacy.blank("en")
        self._nlp.tokenizer = Tokenizer(self._nlp.vocab)
        self._context = ConText(self._nlp, rules=None, span_attrs=None, input_span_type="group")
        listed = list(cues)
        self._context.add([_rule(cue, phrase) for cue in listed for phrase in cue.phrases])
        self._words = {word for cue in listed for phrase in cue.phrases for word in phrase.split()}

    def cues(self, passage: Passage, mention: Mention) -> frozenset[Cue]:
        """The cues whose scope reaches the mention, within its own sentence."""
        places, words = self._surroundings(passage, mention)
        # Words without a bearing share one placeholder: the string store of spaCy never forgets a word.
        doc = Doc(self._nlp.vocab, words=words, sent_starts=[place == 0 for place in range(len(words))])
        span = Span(doc, places.index(mention.first), places.index(mention.last) + 1, label="MENTION")
        doc.spans["medspacy_spans"] = [span]
        self._context(doc)
        found = [modifier.modifier_span for modifier in doc._.context_graph.modifiers]
        return frozenset(
            Cue(modifier.category.lower(), places[start], places[end - 1])
            for modifier in span._.modifiers
            for start, end in [modifier.modifier_span]
            if not any(_covers(other, (start, end)) for other in found)
        )

    def _surroundings(self, passage: Passage, mention: Mention) -> tuple[list[int], list[str]]:
        """The words around the mention in its sentence; pauses become commas of their own."""
        sentences = {passage.words[mention.first].sentence, passage.words[mention.last].sentence}
        first, last = max(0, mention.first - AROUND), mention.last + AROUND
        places: list[int] = []
        words: list[str] = []
        for place, word in enumerate(passage.words[first : last + 1], start=first):
            if word.sentence not in sentences:
                continue
            known = next((meaning for meaning in word.meanings if meaning in self._words), UNKNOWN)
            places.append(place)
            words.append(known)
            if word.pause:
                places.append(place)
                words.append(",")
        return places, words


def _covers(longer: tuple[int, int], shorter: tuple[int, int]) -> bool:
    """medspaCy prunes overlapping cues in pairs only; of three ("never had such") it keeps too many."""
    return longer != shorter and longer[0] <= shorter[0] and shorter[1] <= longer[1]


def _rule(cue: ContextCue, phrase: str) -> ConTextRule:
    if cue.category == "stop":
        # Token patterns, because spaCy's matcher warns at every message while it has none. A stop with the
        # whole sentence as its scope stops nothing: medspaCy's overlap test misses containment.
        pattern = [{"LOWER": word} for word in phrase.split()]
        return ConTextRule(phrase, cue.category, pattern, direction="TERMINATE", max_scope=1)
    if cue.category == "pseudo":
        return ConTextRule(phrase, cue.category, direction="PSEUDO")
    return ConTextRule(phrase, cue.category, direction=DIRECTIONS[cue.direction], max_scope=cue.reach)
