"""The clinic's own vocabulary as the reader that the health questions ask."""

from collections.abc import Sequence

from clinic.language.answers import parse_answer
from clinic.language.findings import Finding, extract

RATHER_NOT = {"rather_not": "rather_not_say"}  # the questions' own name for the same choice


class VocabularyReader:
    """Implements `TextReader`."""

    def answer(self, text: str, concepts: Sequence[str]) -> str | None:
        parsed = parse_answer(text, concepts)
        return None if parsed is None else RATHER_NOT.get(parsed, parsed)

    def findings(self, text: str) -> Sequence[Finding]:
        return extract(text)
