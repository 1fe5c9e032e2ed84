"""How much the red-flag watch sees: rules alone, semantic detector alone, both, by level and by group.

    python -m clinic.language.watch_evaluation tests/language/data/held_back …
    python -m clinic.language.watch_evaluation tests/nlu/data/held_back/strangers.jsonl …

A folder holds emergencies*.jsonl and benign*.jsonl: look-alikes, as hard as they come. A file holds everyday
messages with their labels (docs/evaluation.md); what may tell of a symptom is left out, the rest is harmless.
Counts only: what is held back stays unread.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from clinic.criteria.red_flags import load_red_flags
from clinic.language.engine import ReadMessage, language_engine
from clinic.language.semantic import load_semantic_detector
from clinic.language.semantic_examples import NOT_HARMLESS, read_rows
from clinic.language.watch import RedFlagWatch, red_flag_watch, rules_alone
from clinic.logic.red_flags import Level

LEVELS: Final = (Level.L1, Level.L2, Level.L3, Level.L4)
ALARMS: Final = frozenset({Level.L1, Level.L2, Level.L4})

type Emergency = tuple[str, str, Level]
"""Text, group, level."""
type Detect = Callable[[Sequence[ReadMessage]], list[set[Level]]]
"""Messages → the levels that were raised, for each; all at once costs a fifth."""


def detectors() -> dict[str, Detect]:
    """What is compared. Raises SemanticDetectorMissing."""
    engine, rules, both = language_engine(), rules_alone(), red_flag_watch()
    second = load_semantic_detector(engine, load_red_flags(engine.vocabulary))
    return {
        "rules": partial(_levels_of, rules),
        "semantic": lambda messages: [
            {seen.flag.level} if seen.flag else set() for seen in second.check(messages)
        ],
        "both": partial(_levels_of, both),
    }


def _levels_of(watch: RedFlagWatch, messages: Sequence[ReadMessage]) -> list[set[Level]]:
    return [{flag.level for flag in result.hits} for result in watch.check_read(messages)]


def is_reached(levels: Iterable[Level], expected: Level) -> bool:
    """A crisis must be seen as a crisis; elsewhere graver counts as well."""
    if expected is Level.L4:
        return Level.L4 in levels
    return any(level.rank >= expected.rank for level in levels)


def table(emergencies: Sequence[Emergency], harmless: Sequence[str]) -> list[str]:
    """One line for each level and group, one column for each detector; (text, group, level) by row."""
    named = detectors()
    rows = [("", list(named))]
    messages, others = _read([text for text, _, _ in emergencies]), _read(harmless)
    seen = {
        name: [is_reached(raised, row[2]) for raised, row in zip(detect(messages), emergencies, strict=True)]
        for name, detect in named.items()
    }
    for title, chosen in _selections(emergencies):
        rows.append((title, [_share([seen[name][place] for place in chosen]) for name in named]))
    alarms = [
        _share([not ALARMS.isdisjoint(raised) for raised in detect(others)]) for detect in named.values()
    ]
    rows.append(("false alarms", alarms))
    return [f"{title:<14}" + "".join(f"{cell:>20}" for cell in cells) for title, cells in rows]


def _read(texts: Iterable[str]) -> list[ReadMessage]:
    engine = language_engine()
    return [engine.read(text) for text in texts]


def _selections(emergencies: Sequence[Emergency]) -> list[tuple[str, list[int]]]:
    levels = [(str(one), [place for place, row in enumerate(emergencies) if row[2] is one]) for one in LEVELS]
    groups = sorted({row[1] for row in emergencies})
    every = levels + [
        (one, [place for place, row in enumerate(emergencies) if row[1] == one]) for one in groups
    ]
    return [(title, places) for title, places in every if places]


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits)}/{len(hits)} {sum(hits) / max(len(hits), 1):.1%}"


def read(path: Path) -> tuple[list[Emergency], list[str]]:
    """The emergencies and the harmless texts of a folder, or the everyday texts of a file."""
    if path.is_file():
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [], [row["text"] for row in rows if _is_everyday(row)]
    emergencies = [(row["text"], row["flag"], Level(row["level"])) for row in read_rows("emergencies", path)]
    return emergencies, [row["text"] for row in read_rows("benign", path)]


def _is_everyday(row: Mapping[str, Any]) -> bool:
    return "label" in row and NOT_HARMLESS.isdisjoint({row["label"], *row.get("alt", ())})


def main(paths: Sequence[str]) -> int:
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    for path in paths:
        print(path, *table(*read(Path(path))), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
