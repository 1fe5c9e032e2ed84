"""What a pipeline made of one message: its best label, and what its gates let through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.evaluation.rows import Row
from pipeline.evaluation.shares import Share
from pipeline.parse_data import FALLBACK


@dataclass(frozen=True)
class Answer:
    """`best` and `second` are the highest labels whatever the gates said; `decided` is what is acted on."""

    best: str
    second: str
    confidence: float
    decided: str
    also: tuple[str, ...] = ()  # further questions found in the same message

    @property
    def is_given(self) -> bool:
        """Tell whether the gates let a label through; else the patient is asked "Did you mean …?"."""
        return self.decided != FALLBACK

    @property
    def found(self) -> frozenset[str]:
        """Every label that is acted on."""
        return frozenset({self.decided, *self.also}) - {FALLBACK}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Answer:
        """Return an answer as `asdict` wrote it."""
        return cls(**{**kept, "also": tuple(kept["also"])})


@dataclass(frozen=True)
class Judged:
    """A row that asks one thing, and what was answered."""

    row: Row
    answer: Answer

    @property
    def is_right(self) -> bool:
        return self.row.accepts(self.answer.best)

    @property
    def is_answered_rightly(self) -> bool:
        return self.answer.is_given and self.row.accepts(self.answer.decided)

    @property
    def is_answered_wrongly(self) -> bool:
        return self.answer.is_given and not self.row.accepts(self.answer.decided)

    @property
    def credited(self) -> str:
        """The label this answer counts for: an accepted neighbour counts as the row's own."""
        return self.row.label if self.is_right else self.answer.best


@dataclass(frozen=True)
class CheckListLine:
    """The CheckList cases of one name. Asked back: “Did you mean …?” where an answer was due."""

    kind: str
    name: str
    passed: Share
    asked_back: int


@dataclass(frozen=True)
class Pipeline:
    """One way to understand, and what it answered to every row that was asked."""

    name: str
    about: str
    rows: tuple[Row, ...]
    answers: tuple[Answer, ...]
    checklist: tuple[CheckListLine, ...] = ()

    @property
    def judged(self) -> list[Judged]:
        """Return the rows that ask one thing, each with its answer."""
        return [Judged(row, answer) for row, answer in self._pairs() if not row.asks_two]

    @property
    def two_questions(self) -> list[tuple[Row, Answer]]:
        return [(row, answer) for row, answer in self._pairs() if row.asks_two]

    def _pairs(self) -> list[tuple[Row, Answer]]:
        return list(zip(self.rows, self.answers, strict=True))
