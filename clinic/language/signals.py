"""Signals of a message: somebody else's treatment, a minor, distress, pressure, drug advice, do-it-yourself,
questions that are told by their words, and what people write when it is urgent or an alarm stands.

Each is the words that raised it, or None. What follows from a signal is decided elsewhere.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from clinic.criteria.findings import FindingPattern
from clinic.criteria.signals import SignalFile, load_signals
from clinic.language.ages import minor_ages
from clinic.language.concepts import ConceptFinder, Mentions
from clinic.language.engine import LanguageEngine, ReadMessage, language_engine
from clinic.language.folding import READ_AT_MOST
from clinic.language.patterns import Pattern, find_matches, touches_any


@dataclass(frozen=True)
class Signals:
    """The words behind each signal."""

    third_person: str | None = None
    books_for_other: str | None = None
    carer: str | None = None
    """Somebody who cannot decide or speak alone: a person arranges that."""
    minor: str | None = None
    distress: str | None = None
    bypass: str | None = None
    coaching: str | None = None
    took_back: str | None = None
    command: str | None = None
    """An order to the program, or something typed to look like one."""
    claims_approval: str | None = None
    drug_advice: str | None = None
    self_injection: str | None = None
    asks_who: str | None = None
    """Whether this is a person, a doctor, a nurse."""
    about_me: str | None = None
    asks_of_baby: str | None = None
    """What it does to a baby, a pregnancy, sperm, or having children."""
    asks_of_danger: str | None = None
    """Whether it can do what calls for help at once: a stroke, blindness."""
    asks_of_harm: str | None = None
    """Whether it can do other great harm: cancer, death."""
    asks_of_consultation: str | None = None
    """What happens at the first talk."""
    asks_language: str | None = None
    """Whether another language than English can be used."""
    asks_emergency_number: str | None = None
    asks_number: str | None = None
    """Any number: which one is meant is told by what was said before."""
    needs_someone_now: str | None = None
    asks_what_to_do: str | None = None
    """Or where to go, or whether it is serious."""
    gets_worse: str | None = None
    makes_light: str | None = None
    """Of what was advised: it is put off, or called nothing."""
    asks_to_delete: str | None = None
    asks_no_contact: str | None = None
    own_child: str | None = None
    """A parent, or whoever looks after a child, speaks of the child."""

    @property
    def pressure(self) -> str | None:
        """Any of its kinds: to be let through, told what to say, believed otherwise, or obeyed."""
        return self.command or self.took_back or self.coaching or self.bypass


class SignalFinder:
    """Finds signals. Pure after loading."""

    def __init__(self, engine: LanguageEngine, file: SignalFile) -> None:
        self._engine = engine
        self._finder = ConceptFinder(
            {name: tuple(self._phrase(told) for told in phrases) for name, phrases in file.concepts.items()}
        )
        self._rules = [(row.signal, told, _pattern(told)) for row in file.signals for told in row.patterns]
        self._shapes = [
            (row.signal, re.compile(shape, re.IGNORECASE | re.DOTALL))
            for row in file.signals
            for shape in row.shapes
        ]

    def find(self, text: str) -> Signals:
        """The signals of a text. Never raises, whatever the text."""
        return self.find_read(self._engine.read(text))

    def find_read(self, message: ReadMessage) -> Signals:
        """The same for a message that was read already."""
        found: dict[str, str] = {}
        mentions = {**message.mentions, **self._finder.find(message.passage)}
        for signal, told, pattern in self._rules:
            words = _words(told, pattern, message, mentions)
            if words is not None:
                found.setdefault(signal, words)
        typed = message.passage.text[:READ_AT_MOST]
        for signal, shape in self._shapes:
            match = shape.search(typed)
            if match is not None:
                found.setdefault(signal, match[0])
        ages = [message.passage.quote(first, last) for first, last in minor_ages(message)]
        return Signals(minor=ages[0] if ages else None, **found)

    def _phrase(self, told: str) -> tuple[str, ...]:
        """A phrase as the reader will see it."""
        return tuple(word.form for word in self._engine.read(told).passage.words)


def _pattern(told: FindingPattern) -> Pattern:
    return Pattern(told.all, told.within, told.ordered, needs=told.needs, unless=told.unless)


def _words(told: FindingPattern, pattern: Pattern, message: ReadMessage, mentions: Mentions) -> str | None:
    for match in find_matches(pattern, mentions, message.passage):
        if touches_any(match, told.except_within, mentions):
            continue
        first = min(mention.first for mention in match)
        last = max(mention.last for mention in match)
        return message.passage.quote(first, last)
    return None


@lru_cache(maxsize=1)
def signal_finder() -> SignalFinder:
    """The finder over the clinic's own signals, loaded at the first call."""
    engine = language_engine()
    return SignalFinder(engine, load_signals(engine.vocabulary))


def signals(text: str) -> Signals:
    """The signals of a text, by the clinic's own vocabulary."""
    return signal_finder().find(text)
