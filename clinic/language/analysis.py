"""Red flags and findings of a text in one reading, for batches: `clinic analyse` and measurements."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from clinic.language.engine import language_engine
from clinic.language.findings import Finding, finding_extractor
from clinic.language.watch import red_flag_watch
from clinic.logic.red_flags import Level, RedFlag

WORTH_HALVING = 64


@dataclass(frozen=True)
class Analysis:
    """What a text holds."""

    level: Level
    red_flags: tuple[RedFlag, ...]
    findings: tuple[Finding, ...]


class Analyser:
    """Reads each text once for both questions."""

    def __init__(self) -> None:
        self._engine = language_engine()
        self._watch = red_flag_watch()
        self._extractor = finding_extractor()

    def analyse(self, texts: Sequence[str]) -> list[Analysis]:
        """The red flags, the level and the findings of each text; many at once cost less each."""
        if len(texts) < WORTH_HALVING:
            return self._read(texts)
        middle = len(texts) // 2
        # The encoder computes outside Python: one half is read while the other is encoded.
        with ThreadPoolExecutor(max_workers=2) as pool:
            first, second = pool.map(self._read, (texts[:middle], texts[middle:]))
        return first + second

    def _read(self, texts: Sequence[str]) -> list[Analysis]:
        messages = [self._engine.read(text) for text in texts]
        return [
            Analysis(watched.level, watched.hits, self._extractor.extract_read(message))
            for message, watched in zip(messages, self._watch.check_read(messages), strict=True)
        ]
