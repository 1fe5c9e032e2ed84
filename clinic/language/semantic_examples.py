"""What the semantic detector learns from: emergencies and harmless messages of the product's own.

Beside the example files: patients' everyday questions, and messages of danger whose group the rules know.
"""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from clinic.config import ROOT
from clinic.criteria.red_flags import load_must_not_fire
from clinic.criteria.training_lines import load_training_lines
from clinic.language.semantic_model import NONE
from clinic.language.watch import RedFlagWatch
from clinic.logic.red_flags import Level

FOLDER: Final = ROOT / "clinic" / "criteria" / "red_flags" / "examples"
LINES: Final = ROOT / "data" / "nlu"
BY_AGE: Final = "RF-19"
"""Raised by the age of whoever writes, from RF-17 and RF-18: only its level is to be learned."""
DANGER: Final = {"emergency": Level.L1, "crisis": Level.L4, "report_reaction": None}
"""Labels of messages that tell of danger, with their level where it is one (docs/label-guide.md)."""
NOT_HARMLESS: Final = frozenset({"medical_question_other", "complaint", *DANGER})
"""Some of these lines tell of despair or of a symptom: they teach no harmlessness."""
DISCLOSURE: Final = "disclose_condition"
"""An illness without danger: these lines show best where danger ends, so every one counts."""
ONE_IN: Final = 8
"""Everyday lines: so many suffice, the rest changed nothing."""
ONE_SENTENCE_IN: Final = 4
SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+")
FEWEST_SPACES: Final = 2
EVERYDAY_WEIGHT: Final = 0.5
MUST_NOT_WEIGHT: Final = 5.0


@dataclass(frozen=True)
class Example:
    """A text with its answer: "RF-05 L1", "none", or "L4" where only the level is known."""

    text: str
    answer: str
    kind: str
    """Where it comes from."""
    weight: float = 1.0


def all_examples(rules: RedFlagWatch) -> list[Example]:
    """Every example, in the same order on every machine."""
    return [*_emergencies(), *_harmless(), *_must_not_fire(), *_everyday(rules)]


def _emergencies() -> Iterator[Example]:
    for row in read_rows("emergencies"):
        answer = row["level"] if row["flag"] == BY_AGE else f"{row['flag']} {row['level']}"
        yield Example(row["text"], answer, "emergency")


def _harmless() -> Iterator[Example]:
    for row in read_rows("benign"):
        yield Example(row["text"], NONE, "harmless")


def _must_not_fire() -> Iterator[Example]:
    for form in load_must_not_fire():
        if form.below == Level.L3:
            yield Example(form.text, NONE, "must not fire", MUST_NOT_WEIGHT)


def _everyday(rules: RedFlagWatch) -> Iterator[Example]:
    """Lines about other things, some of them, and every line of danger."""
    for text, labels in load_training_lines(LINES).items():
        if len(labels) == 1 and not labels.isdisjoint(DANGER):
            yield from _danger_line(text, DANGER[min(labels)], rules)
        elif labels.isdisjoint(NOT_HARMLESS):
            taken = [text] if _is_taken(text, labels) else []
            for part in (*taken, *_sentences(text)):
                if not rules.check(part).hits:
                    yield Example(part, NONE, "everyday", EVERYDAY_WEIGHT)


def _is_taken(text: str, labels: frozenset[str]) -> bool:
    """By the text itself: a line added elsewhere changes no other's part."""
    return DISCLOSURE in labels or zlib.crc32(text.encode()) % ONE_IN == 0


def _sentences(text: str) -> Iterator[str]:
    """Sentences of stories, some of them: the detector looks at each alone ("He won't rest.")."""
    parts = [part for part in SENTENCE_END.split(text) if part.count(" ") >= FEWEST_SPACES]
    if len(parts) > 1:
        yield from (part for part in parts if zlib.crc32(part.encode()) % ONE_SENTENCE_IN == 0)


def _danger_line(text: str, level: Level | None, rules: RedFlagWatch) -> Iterator[Example]:
    """In the group that the rules put it into; without one only its level is known, or nothing."""
    found = next((one for one in rules.check(text).hits if one.id != BY_AGE), None)
    if found is not None and level in (None, found.level):
        yield Example(text, f"{found.id} {found.level}", "danger line")
    elif level is not None:
        yield Example(text, str(level), "danger line")


def read_rows(name: str, folder: Path = FOLDER) -> Iterator[dict[str, Any]]:
    """The rows of every example file whose name begins so, in order of name."""
    for path in sorted(folder.glob(f"{name}*.jsonl")):
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)
