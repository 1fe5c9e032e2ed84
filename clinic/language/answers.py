"""Free text as the answer to a health question: yes, no, not sure, rather not say, or none of these.

Doubt comes before yes and no, and an answer that contradicts itself is none.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal

from clinic.criteria.answers import AnswerRow, load_answers
from clinic.language.assertions import Assertion
from clinic.language.engine import LanguageEngine, language_engine
from clinic.language.findings import Finding, FindingExtractor, finding_extractor

Answer = Literal["yes", "no", "not_sure", "rather_not"]
BY_ASSERTION: Final[Mapping[Assertion, Answer]] = {
    Assertion.UNCERTAIN: "not_sure",
    Assertion.PRESENT: "yes",
    Assertion.HISTORICAL: "yes",
    Assertion.NEGATED: "no",
}
OWN_AND_SURE: Final = frozenset({Assertion.PRESENT, Assertion.HISTORICAL})
# Longer texts are told, not answered: "no" at their start may belong to anything.
ANSWER_WORDS_AT_MOST: Final = 14

Phrase = tuple[str, ...]


class AnswerParser:
    """Parses answers. Pure after loading."""

    def __init__(
        self, engine: LanguageEngine, extractor: FindingExtractor, rows: Iterable[AnswerRow]
    ) -> None:
        self._engine = engine
        self._extractor = extractor
        self._rows = [
            (row.answer, self._forms(row.starts), self._forms(row.anywhere), self._forms(row.whole))
            for row in rows
        ]

    def parse(self, text: str, concepts: Sequence[str] = ()) -> Answer | None:
        """The answer to a question about these concepts; None where the text is no clear answer."""
        found = [finding for finding in self._extractor.extract(text) if finding.assertion in BY_ASSERTION]
        plain = self._plain(text)
        about = [finding for finding in found if finding.concept in concepts]
        if plain in ("rather_not", "not_sure"):
            return plain
        if about:
            return _agreed({BY_ASSERTION[finding.assertion] for finding in about}, plain)
        return None if plain == "no" and (_tells_something(found) or self._denies_else(text)) else plain

    def _denies_else(self, text: str) -> bool:
        """ "no sugar no thyroid": the "no" belongs to other things than were asked about."""
        words = self._engine.read(text).passage.words
        clause_end = next((word.end for word in words if word.pause), len(text))
        sentence_end = next((word.start for word in words if word.sentence), len(text))
        clause = text[: min(clause_end, sentence_end)]
        return any(found.assertion is Assertion.NEGATED for found in self._extractor.extract(clause))

    def _plain(self, text: str) -> Answer | None:
        words = tuple(word.form for word in self._engine.read(text).passage.words)
        if not words or len(words) > ANSWER_WORDS_AT_MOST:
            return None
        for answer, starts, anywhere, whole in self._rows:
            if words in whole or any(words[: len(phrase)] == phrase for phrase in starts):
                return answer
            if any(
                phrase == words[place : place + len(phrase)]
                for place in range(len(words))
                for phrase in anywhere
            ):
                return answer
        return None

    def _forms(self, phrases: Iterable[str]) -> tuple[Phrase, ...]:
        """Phrases as the reader will see them."""
        return tuple(
            tuple(word.form for word in self._engine.read(phrase).passage.words) for phrase in phrases
        )


def _agreed(told: set[Answer], plain: Answer | None) -> Answer:
    """What was told about the concept itself outranks a bare yes or no; the more careful reading wins."""
    if "yes" in told:
        return "yes"
    if "not_sure" in told or plain == "yes":
        return "not_sure"
    return "no"


def _tells_something(found: Iterable[Finding]) -> bool:
    """ "no, I'm pregnant": the "no" is not the whole answer."""
    return any(finding.assertion in OWN_AND_SURE for finding in found)


@lru_cache(maxsize=1)
def answer_parser() -> AnswerParser:
    """The parser over the clinic's own phrases, loaded at the first call."""
    return AnswerParser(language_engine(), finding_extractor(), load_answers())


def parse_answer(text: str, concepts: Sequence[str] = ()) -> Answer | None:
    """The answer that a free text gives to a health question."""
    return answer_parser().parse(text, concepts)
