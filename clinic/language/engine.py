"""The parts that every watcher shares: reader, concept finder, context reader. Loaded once."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from clinic.criteria.vocabulary import Vocabulary, load_vocabulary
from clinic.language.concepts import ConceptFinder, Mention, Mentions
from clinic.language.context import ContextReader, Cue
from clinic.language.patterns import Pattern, combined_mentions
from clinic.language.reading import Passage, Reader
from clinic.language.spelling import Speller


@dataclass(frozen=True)
class ReadMessage:
    """One message, read: its words, its concepts, and its context on demand."""

    passage: Passage
    mentions: Mentions
    context: ContextReader

    @cached_property
    def _cues(self) -> dict[Mention, frozenset[Cue]]:
        return {}

    def cues(self, mention: Mention) -> frozenset[Cue]:
        """The context cues that bear on a mention; looked up once."""
        place = Mention(mention.first, mention.last, "")
        if place not in self._cues:
            self._cues[place] = self.context.cues(self.passage, place)
        return self._cues[place]


class LanguageEngine:
    """Reads messages. Pure after loading; needs no engine, no network and no database."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        speller = Speller(vocabulary.words, vocabulary.common_words, vocabulary.joiners)
        self._reader = Reader(speller, vocabulary.expansions)
        self._finder = ConceptFinder(vocabulary.concepts, vocabulary.idioms)
        self._context = ContextReader(vocabulary.cues)
        self._combined = {
            concept: Pattern(tuple(row.all), row.within, row.ordered)
            for concept, row in vocabulary.combined.items()
        }

    def read(self, text: str) -> ReadMessage:
        """Any text at all; what cannot be read is left out."""
        passage = self._reader.read(text)
        mentions = self._finder.find(passage)
        for concept, combination in self._combined.items():
            together = combined_mentions(concept, combination, mentions, passage)
            if together:
                mentions[concept] = together
        return ReadMessage(passage, mentions, self._context)


@lru_cache(maxsize=1)
def language_engine() -> LanguageEngine:
    """The engine over the clinic's own vocabulary, loaded at the first call."""
    return LanguageEngine(load_vocabulary())
