"""Findings: which health points a text mentions, and how they are meant.

A finding never clears anybody: it can only add caution, and a button confirms it before it counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from clinic.criteria.findings import FindingPattern, FindingRow, load_findings
from clinic.language.ages import minor_ages
from clinic.language.assertions import Assertion, assertion_of_finding
from clinic.language.engine import LanguageEngine, ReadMessage, language_engine
from clinic.language.patterns import Pattern, find_matches, touches_any


@dataclass(frozen=True)
class Finding:
    """A concept, how it is meant, and the patient's own words for it."""

    concept: str
    assertion: Assertion
    words: str


class FindingExtractor:
    """Extracts findings. Pure after loading."""

    def __init__(self, engine: LanguageEngine, rows: Iterable[FindingRow]) -> None:
        self._engine = engine
        self._rules = [(row, told, _pattern(told)) for row in rows for told in row.patterns]

    def extract(self, text: str) -> tuple[Finding, ...]:
        """The findings of a text in the order of its words. Never raises, whatever the text."""
        return self.extract_read(self._engine.read(text))

    def extract_read(self, message: ReadMessage) -> tuple[Finding, ...]:
        """The same for a message that was read already."""
        found: dict[tuple[str, Assertion], tuple[int, Finding]] = {}
        for place, finding in (*self._found(message), *_ages(message)):
            key = (finding.concept, finding.assertion)
            if key not in found or place < found[key][0]:
                found[key] = (place, finding)
        return tuple(finding for _, finding in sorted(found.values(), key=lambda kept: kept[0]))

    def _found(self, message: ReadMessage) -> Iterator[tuple[int, Finding]]:
        for row, told, pattern in self._rules:
            for match in find_matches(pattern, message.mentions, message.passage):
                if touches_any(match, told.except_within, message.mentions):
                    continue
                assertion = assertion_of_finding(match, message, told.says, partner_counts=row.partner_counts)
                first = min(mention.first for mention in match)
                last = max(mention.last for mention in match)
                yield first, Finding(row.concept, assertion, message.passage.quote(first, last))


def _pattern(told: FindingPattern) -> Pattern:
    return Pattern(told.all, told.within, told.ordered, needs=told.needs, unless=told.unless)


def _ages(message: ReadMessage) -> Iterator[tuple[int, Finding]]:
    for first, last in minor_ages(message):
        yield first, Finding("minor_age", Assertion.PRESENT, message.passage.quote(first, last))


@lru_cache(maxsize=1)
def finding_extractor() -> FindingExtractor:
    """The extractor over the clinic's own findings, loaded at the first call."""
    engine = language_engine()
    return FindingExtractor(engine, load_findings(engine.vocabulary))


def extract(text: str) -> tuple[Finding, ...]:
    """The findings of a text, by the clinic's own vocabulary."""
    return finding_extractor().extract(text)
