"""The red flags RF-01 to RF-21 as data: levels, patterns, what cancels them, responses, sources."""

from pathlib import Path
from typing import Final, Literal

from clinic.criteria.loading import CriteriaInvalid, Strict, read_file, read_folder
from clinic.criteria.vocabulary import Vocabulary

HERE: Final = Path(__file__).parent / "red_flags"
LevelName = Literal["L1", "L2", "L3", "L4"]
Cancel = Literal["negated", "hypothetical", "general", "normality", "historical", "long_past", "family"]
EVERY_CANCEL: Final[tuple[Cancel, ...]] = (
    "negated", "hypothetical", "general", "normality", "historical", "family",
)  # fmt: skip


class FlagPattern(Strict):
    """Concepts that together raise the flag; see clinic.language.patterns for the fields."""

    id: str
    all: tuple[str, ...]
    within: int = 4
    ordered: bool = False
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()
    unless_before: tuple[str, ...] = ()
    unless_after: tuple[str, ...] = ()
    unless_anywhere: tuple[str, ...] = ()
    words_at_most: int | None = None
    level: LevelName | None = None
    response: str | None = None
    cancelled_by: tuple[Cancel, ...] | None = None
    after_session_only: bool = False

    def concepts(self) -> tuple[str, ...]:
        """Every concept that the pattern names."""
        exceptions = (
            *self.unless,
            *self.unless_near,
            *self.unless_before,
            *self.unless_after,
            *self.unless_anywhere,
        )
        return (*self.all, *self.needs, *exceptions)


class FlagSource(Strict):
    """Where the flag comes from; `note` says what a clinician still has to confirm."""

    refs: list[str]
    checked_on: str
    approved_by: str | None = None
    note: str | None = None


class FlagGroup(Strict):
    """One row of the trigger table."""

    id: str
    group: str
    name: str
    level: LevelName
    response: str
    cancelled_by: tuple[Cancel, ...] = EVERY_CANCEL
    source: FlagSource
    patterns: list[FlagPattern]


class RedFlagFile(Strict):
    """One file of red flags."""

    red_flags: list[FlagGroup]


class MustNotFire(Strict):
    """Sentences that must stay below a level, with the reason."""

    text: str
    below: LevelName
    reason: str


class MustNotFireFile(Strict):
    """The specificity set."""

    must_not_fire: list[MustNotFire]


def load_red_flags(vocabulary: Vocabulary, folder: Path = HERE) -> tuple[FlagGroup, ...]:
    """Read and check the red flags against the vocabulary."""
    groups: list[FlagGroup] = []
    for name, file in read_folder(folder, RedFlagFile):
        for group in file.red_flags:
            _check(name, group, vocabulary)
            groups.append(group)
    ids = [pattern.id for group in groups for pattern in group.patterns]
    twice = sorted({pattern for pattern in ids if ids.count(pattern) > 1})
    if twice:
        raise CriteriaInvalid(f"red flag patterns listed twice: {', '.join(twice)}")
    return tuple(groups)


def load_must_not_fire(path: Path = HERE.parent / "must_not_fire.yml") -> tuple[MustNotFire, ...]:
    """Idioms and look-alikes that no detector may fire on."""
    return tuple(read_file(path, MustNotFireFile).must_not_fire)


def _check(name: str, group: FlagGroup, vocabulary: Vocabulary) -> None:
    for pattern in group.patterns:
        for concept in pattern.concepts():
            if concept not in vocabulary.names:
                raise CriteriaInvalid(f"{name}: {pattern.id} names the unknown concept {concept}")
