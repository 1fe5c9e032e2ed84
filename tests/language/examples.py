"""The project's own examples: a development part to learn from, a held-back part only to measure with."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from clinic.config import ROOT
from clinic.language.engine import language_engine
from clinic.language.findings import extract
from clinic.language.watch import WatchResult, red_flag_watch
from clinic.logic.red_flags import Level

DATA: Final = Path(__file__).parent / "data"
LEARNED: Final = ROOT / "clinic" / "criteria" / "red_flags" / "examples"
"""The development part of emergencies and harmless messages: the semantic detector learns from it."""
Part = Literal["development", "held_back"]
OWN: Final = frozenset({"present", "uncertain", "historical"})
ALARMS: Final = frozenset({Level.L1, Level.L2, Level.L4})


@dataclass(frozen=True)
class Count:
    """How many of how many, and which were not."""

    total: int
    failed: tuple[str, ...]

    @property
    def share_failed(self) -> float:
        return len(self.failed) / self.total

    def __str__(self) -> str:
        return f"{len(self.failed)} of {self.total} ({self.share_failed:.1%})"

    def listed(self) -> str:
        return "\n".join((str(self), *self.failed))


def rows(part: Part, name: str) -> Iterator[dict[str, Any]]:
    """The lines of every file of that name, `_more` and the like too, in order of name."""
    folders = (DATA / part, LEARNED) if part == "development" else (DATA / part,)
    for path in sorted(path for folder in folders for path in folder.glob(f"{name}*.jsonl")):
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def missed_emergencies(part: Part, level: str, change: Callable[[str], str] = str) -> Count:
    """Emergencies of a level that got a lower one; a crisis must be seen as a crisis."""
    expected = Level(level)
    texts = [row["text"] for row in rows(part, "emergencies") if row["level"] == level]
    found = zip(texts, _checked([change(text) for text in texts]), strict=True)
    return Count(len(texts), tuple(text for text, result in found if not _is_reached(result, expected)))


def false_alarms(part: Part) -> Count:
    """Harmless messages that raised L1, L2 or L4."""
    texts = [row["text"] for row in rows(part, "benign")]
    found = zip(texts, _checked(texts), strict=True)
    return Count(len(texts), tuple(text for text, result in found if result.level in ALARMS))


def lost_findings(part: Part) -> Count:
    """Own health points that were not found."""
    told = [
        (row["text"], one["concept"])
        for row in rows(part, "disclosures")
        for one in row["findings"]
        if one["assertion"] in OWN
    ]
    return Count(len(told), tuple(f"{text} [{point}]" for text, point in told if point not in _own(text)))


def false_findings(part: Part) -> Count:
    """Texts that tell nothing of the patient's own health, and were flagged all the same."""
    texts = [
        row["text"]
        for row in rows(part, "disclosures")
        if not any(one["assertion"] in OWN for one in row["findings"])
    ]
    return Count(len(texts), tuple(text for text in texts if _own(text)))


def _checked(texts: Sequence[str]) -> list[WatchResult]:
    """All at once: five times as fast as one by one, and the same."""
    engine = language_engine()
    return red_flag_watch().check_read([engine.read(text) for text in texts])


def _is_reached(found: WatchResult, expected: Level) -> bool:
    levels = {found.level, *(flag.level for flag in found.hits)}
    if expected is Level.L4:
        return Level.L4 in levels
    return max(level.rank for level in levels) >= expected.rank


def _own(text: str) -> set[str]:
    return {finding.concept for finding in extract(text) if finding.assertion in OWN}
