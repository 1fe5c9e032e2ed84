"""Thresholds of the semantic detector by cross-validation, recall first.

    python -m clinic.language.semantic_measuring    # clinic/criteria/semantic_thresholds.yml on stdout

Every example is read by a model that has not seen it. A level's threshold is the one that is worth most, when
a false alarm weighs as much as some emergencies that the rules may have seen all the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from clinic.language.engine import language_engine
from clinic.language.semantic_examples import Example, all_examples
from clinic.language.semantic_model import NONE, Reading, combined
from clinic.language.semantic_training import Lesson, all_signs, likeness_of
from clinic.language.semantic_tuning import tuned_reader
from clinic.language.watch import RedFlagWatch, rules_alone
from clinic.logic.red_flags import Level

FOLDS: Final = 5
STEPS: Final = (0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
FALSE_ALARM_COSTS: Final = {Level.L1: 2.5, Level.L2: 4.0, Level.L3: 0.75, Level.L4: 1.5}
"""Detections that one false alarm outweighs: fewest where it costs but a question, and for a crisis."""
HEADER: Final = """\
# How sure of danger (0 to 1) the second red-flag detector must be before it speaks, by level.
# Measured, not chosen: the command below prints this file.
# Owner: safety content owner.
"""


@dataclass(frozen=True)
class Judged:
    """An example as a model read it that had not seen it."""

    example: Example
    reading: Reading

    @property
    def is_danger(self) -> bool:
        return self.example.answer != NONE

    @property
    def level(self) -> str:
        return self.example.answer.rpartition(" ")[2]


def cross_validated() -> list[Judged]:
    """Every example but those that the rules keep the detector silent on."""
    engine, rules = language_engine(), rules_alone()
    lesson = Lesson.of(all_examples(rules), engine, all_signs(engine))
    judged = map(Judged, lesson.examples, _unseen_readings(lesson))
    return [one for one in judged if one.reading.flag not in _cancelled(rules, one.example.text)]


def _unseen_readings(lesson: Lesson) -> list[Reading]:
    folds = np.random.default_rng(0).integers(0, FOLDS, len(lesson.examples))
    alike, tuned = np.zeros_like(lesson.targets), np.zeros_like(lesson.targets)
    for fold in range(FOLDS):
        known = lesson.part(np.flatnonzero(folds != fold).tolist())
        unseen = lesson.part(np.flatnonzero(folds == fold).tolist())
        alike[folds == fold] = likeness_of(known).scores(unseen.rows)
        tuned[folds == fold] = tuned_reader(known.texts, known.targets).scores(unseen.texts)
    return combined(lesson.answers, alike, tuned)


def _cancelled(rules: RedFlagWatch, text: str) -> set[str]:
    return {flag.id for flag in rules.check(text).cancelled}


def best_thresholds(judged: Sequence[Judged]) -> dict[Level, float]:
    """By level the step with the most detections, false alarms weighed against them."""
    levels = sorted({one.reading.level for one in judged})
    return {level: max(STEPS, key=lambda step: _worth(judged, level, step)) for level in levels}


def _worth(judged: Sequence[Judged], level: Level, step: float) -> float:
    fired = [one for one in judged if one.reading.level is level and one.reading.danger >= step]
    return sum(1 if one.is_danger else -FALSE_ALARM_COSTS[level] for one in fired)


def shares(judged: Sequence[Judged], thresholds: Mapping[Level, float]) -> Iterator[str]:
    """What these thresholds give: recall by level, false alarms by kind."""
    for level in (Level.L1, Level.L2, Level.L3, Level.L4):
        yield _share(f"{level} seen", [one for one in judged if one.level == level], thresholds)
    for kind in ("harmless", "everyday", "must not fire"):
        yield _share(f"{kind} alarmed", [one for one in judged if one.example.kind == kind], thresholds)


def _share(name: str, judged: Sequence[Judged], thresholds: Mapping[Level, float]) -> str:
    fired = sum(one.reading.danger >= thresholds[one.reading.level] for one in judged)
    return f"# {name}: {fired} of {len(judged)} ({fired / max(len(judged), 1):.1%})"


def main() -> int:
    judged = cross_validated()
    thresholds = best_thresholds(judged)
    print(HEADER, end="")
    print("# Alone, in cross-validation; the rules add to it:")
    print("\n".join(shares(judged, thresholds)))
    print(f'measured_on: "{datetime.now(UTC).date()}"\ncommand: python -m clinic.language.semantic_measuring')
    print("thresholds:")
    print("\n".join(f"  {level}: {step}" for level, step in thresholds.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
