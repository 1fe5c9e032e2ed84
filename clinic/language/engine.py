"""The parts that every watcher shares: reader, concept finder, context reader. Loaded once."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from clinic.criteria.vocabulary import Vocabulary, load_vocabulary
from clinic.language.concepts import ConceptFinder, Mention, Mentions
from clinic.language.context import ContextReader, Cue
from clinic.language.patterns import Pattern, combined_mentions
from clinic.language.reading import Passage, Reader
from clinic.language.readings import readings
from clinic.language.spelling import Speller


@dataclass(frozen=True)
class ReadMessage:
    """One message, read: its words, its concepts, and its context on demand."""

    passage: Passage
    mentions: Mentions
    context: ContextReader
    findings_context: ContextReader

    @cached_property
    def _known(self) -> dict[tuple[int, int, bool], frozenset[Cue]]:
        return {}

    def cues(self, mention: Mention, *, for_finding: bool = False) -> frozenset[Cue]:
        """The context cues that bear on a mention; looked up once."""
        place = (mention.first, mention.last, for_finding)
        if place not in self._known:
            reader = self.findings_context if for_finding else self.context
            self._known[place] = reader.cues(self.passage, mention)
        return self._known[place]


class LanguageEngine:
    """Reads messages. Pure after loading; needs no engine, no network and no database."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        spelling = vocabulary.spelling
        speller = Speller(
            vocabulary.words, vocabulary.common_words, [*spelling.joiners, *spelling.expansions]
        )
        self._reader = Reader(speller, spelling)
        self._finder = ConceptFinder(vocabulary.concepts, vocabulary.idioms)
        self._flag_context = ContextReader(vocabulary.cues_for("flags"))
        self._finding_context = ContextReader(vocabulary.cues_for("findings"))
        self._combined = {
            concept: [Pattern(row.all, row.within, row.ordered) for row in rows]
            for concept, rows in vocabulary.combined.items()
        }

    def read(self, text: str) -> ReadMessage:
        """Any text at all; what cannot be read is left out."""
        passage = self._reader.read(text)
        mentions = self._finder.find(passage)
        mentions |= readings(passage, mentions)
        for concept, patterns in self._combined.items():
            together = combined_mentions(concept, patterns, mentions, passage)
            if together:
                mentions[concept] = together
        return ReadMessage(passage, mentions, self._flag_context, self._finding_context)


@lru_cache(maxsize=1)
def language_engine() -> LanguageEngine:
    """The engine over the clinic's own vocabulary, loaded at the first call."""
    return LanguageEngine(load_vocabulary())
