"""Signals of a message: somebody else's treatment, a minor, distress, pressure, drug advice, do-it-yourself.

Each is the words that raised it, or None. What follows from a signal is decided elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from clinic.criteria.findings import FindingPattern
from clinic.criteria.signals import SignalRow, load_signals
from clinic.language.ages import minor_ages
from clinic.language.engine import LanguageEngine, ReadMessage, language_engine
from clinic.language.patterns import Pattern, find_matches, touches_any


@dataclass(frozen=True)
class Signals:
    """The words behind each signal."""

    third_person: str | None = None
    minor: str | None = None
    distress: str | None = None
    pressure: str | None = None
    drug_advice: str | None = None
    self_injection: str | None = None


class SignalFinder:
    """Finds signals. Pure after loading."""

    def __init__(self, engine: LanguageEngine, rows: Iterable[SignalRow]) -> None:
        self._engine = engine
        self._rules = [(row.signal, told, _pattern(told)) for row in rows for told in row.patterns]

    def find(self, text: str) -> Signals:
        """The signals of a text. Never raises, whatever the text."""
        message = self._engine.read(text)
        found: dict[str, str] = {}
        for signal, told, pattern in self._rules:
            words = _words(told, pattern, message)
            if words is not None:
                found.setdefault(signal, words)
        ages = [message.passage.quote(first, last) for first, last in minor_ages(message)]
        return Signals(minor=ages[0] if ages else None, **found)


def _pattern(told: FindingPattern) -> Pattern:
    return Pattern(told.all, told.within, told.ordered, needs=told.needs, unless=told.unless)


def _words(told: FindingPattern, pattern: Pattern, message: ReadMessage) -> str | None:
    for match in find_matches(pattern, message.mentions, message.passage):
        if touches_any(match, told.except_within, message.mentions):
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
