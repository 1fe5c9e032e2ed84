"""Red flags and findings of a text in one reading, for batches: `clinic analyse` and measurements."""

from dataclasses import dataclass

from clinic.language.engine import language_engine
from clinic.language.findings import Finding, finding_extractor
from clinic.language.watch import red_flag_watch
from clinic.logic.red_flags import Level, RedFlag


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

    def analyse(self, text: str) -> Analysis:
        """The red flags, the level and the findings of a text."""
        message = self._engine.read(text)
        watched = self._watch.check_read(message)
        return Analysis(watched.level, watched.hits, self._extractor.extract_read(message))
