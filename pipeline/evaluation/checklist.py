"""CheckList (Ribeiro 2020): plain messages, changes that must not matter, and changes that must.

Reads the cases and judges the answers, for the tests of tests/nlu and for the report (docs/evaluation.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final

import yaml

from pipeline.evaluation.answers import Answer, CheckListLine
from pipeline.evaluation.perturbations import perturbed
from pipeline.evaluation.shares import Share

FOLDER: Final = Path("tests/nlu/data/checklist")
SEEDS: Final = 2  # so many messages of each label are perturbed


class Kind(str, Enum):
    """What a case proves."""

    MINIMUM = "minimum functionality"
    INVARIANCE = "invariance"
    CHANGES = "direction: must change"
    STAYS = "direction: must stay"


@dataclass(frozen=True)
class Case:
    """One message, made from `seed`. The last three fields say what else the patient is owed."""

    kind: Kind
    name: str  # of a group of labels, a perturbation or a direction
    text: str
    labels: tuple[str, ...]
    seed: str = ""
    finds: str = ""
    level: str = ""
    is_harmless: bool = False


@dataclass(frozen=True)
class Verdict:
    """How a case ended. Asked back: “Did you mean …?” where a label was due, or where the seed got one."""

    case: Case
    answer: Answer
    has_passed: bool
    is_asked_back: bool


def read_cases(folder: Path) -> tuple[Case, ...]:
    """Return every case, each once; none where the tests are not installed."""
    if not folder.is_dir():
        return ()
    groups = {
        path.stem.replace("_", " "): _read(path)["messages"] for path in sorted(folder.glob("minimum/*.yml"))
    }
    return tuple(
        dict.fromkeys(
            (
                *_minimum(groups),
                *_invariance(groups, _read(folder / "invariance.yml")),
                *_direction(_read(folder / "direction.yml")),
            )
        )
    )


def checked(
    cases: Sequence[Case], ask: Callable[[Sequence[str]], Sequence[Answer]]
) -> tuple[CheckListLine, ...]:
    """Return the counts of the report; nothing is asked where there are no cases."""
    return lines(judge(cases, ask)) if cases else ()


def judge(cases: Sequence[Case], ask: Callable[[Sequence[str]], Sequence[Answer]]) -> list[Verdict]:
    """Return how each case ends; every text is asked once."""
    texts = list(dict.fromkeys(text for case in cases for text in (case.text, case.seed) if text))
    answers = dict(zip(texts, ask(texts), strict=True))
    return [_verdict(case, answers[case.text], answers.get(case.seed)) for case in cases]


def lines(verdicts: Sequence[Verdict]) -> tuple[CheckListLine, ...]:
    """Return a line for each kind and name, in the order of the data."""
    parts: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in verdicts:
        parts.setdefault((verdict.case.kind.value, verdict.case.name), []).append(verdict)
    return tuple(_line(*place, part) for place, part in parts.items())


def _line(kind: str, name: str, part: list[Verdict]) -> CheckListLine:
    passed = Share(sum(verdict.has_passed for verdict in part), len(part))
    return CheckListLine(kind, name, passed, sum(verdict.is_asked_back for verdict in part))


def _verdict(case: Case, answer: Answer, before: Answer | None) -> Verdict:
    due = frozenset(case.labels)
    if case.kind in (Kind.MINIMUM, Kind.CHANGES):
        return Verdict(case, answer, _reaches(answer, due, case.kind), not answer.is_given)
    kept = due | (before.found if before else frozenset())
    was_given = before is not None and before.is_given
    return Verdict(case, answer, answer.found <= kept, was_given and not answer.is_given)


def _reaches(answer: Answer, due: frozenset[str], kind: Kind) -> bool:
    """Tell whether a due label is acted on. Beside a change the topic may still be answered, too."""
    return bool(answer.found & due) and (kind is Kind.CHANGES or answer.found <= due)


def _minimum(groups: Mapping[str, Mapping[str, list[str]]]) -> Iterator[Case]:
    for name, messages in groups.items():
        for label, texts in messages.items():
            yield from (Case(Kind.MINIMUM, name, text, (label,)) for text in texts)


def _invariance(
    groups: Mapping[str, Mapping[str, list[str]]], told: Mapping[str, list[dict[str, Any]]]
) -> Iterator[Case]:
    seeds = [
        (label, text)
        for messages in groups.values()
        for label, texts in messages.items()
        for text in texts[:SEEDS]
    ]
    for change in told["perturbations"]:
        for label, seed in seeds:
            text = perturbed(change["name"], seed)
            if label not in change.get("except", ()) and text != seed:
                yield Case(Kind.INVARIANCE, change["name"], text, (label,), seed)


def _direction(told: Mapping[str, Any]) -> Iterator[Case]:
    for row in told["added"]:
        for words in row["words"]:
            for label, base in told["bases"].items():
                yield _turn(row, base, f"{base} {words}", label)
                yield _turn(row, base, f"{_closed(words)} {base}", label)
    for row in told["turned"]:
        yield from (_turn(row, before, after) for before, after in row["pairs"])


def _turn(row: Mapping[str, Any], before: str, after: str, label: str = "") -> Case:
    return Case(
        Kind.CHANGES if "labels" in row else Kind.STAYS,
        row["name"],
        after,
        tuple(row.get("labels", (label, *row.get("may", ())))),
        before,
        row.get("finds", ""),
        row.get("level", ""),
        row.get("harmless", False),
    )


def _closed(words: str) -> str:
    """Return words that end like a sentence, so that another may follow."""
    return words if words[-1] in ".!?" else f"{words}."


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
