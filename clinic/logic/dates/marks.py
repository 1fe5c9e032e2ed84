"""What one phrase can mean, before all phrases of a text are read together."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from enum import Enum, auto
from re import Match, Pattern

from clinic.logic.dates.wish import Horizon, PartOfDay, Problem


@dataclass(frozen=True)
class Days:
    """Certain days: "the 15th", "tomorrow"."""

    days: tuple[date, ...]


@dataclass(frozen=True)
class Span:
    """A stretch of days that weekdays may narrow: "next week", "in December"."""

    first: date
    last: date


class Which(Enum):
    COMING = auto()  # "Tuesday", "this Tuesday"
    NEXT = auto()  # "next Tuesday": people mean one of two, so both are offered
    AFTER_NEXT = auto()  # "a week on Tuesday"
    EVERY = auto()  # "Tuesdays"


@dataclass(frozen=True)
class Weekdays:
    weekdays: frozenset[int]
    which: Which


@dataclass(frozen=True)
class Clock:
    """Limits on the clock, or a time to be near."""

    after: time | None = None
    before: time | None = None
    at: time | None = None


@dataclass(frozen=True)
class Part:
    parts: frozenset[PartOfDay]


@dataclass(frozen=True)
class Trouble:
    problem: Problem
    words: str


class Sign(Enum):
    ANY = auto()  # "whenever you like"
    NOT = auto()  # what follows is not wanted
    NOT_BEFORE_THIS = auto()  # what came just now is not wanted: "mondays are no good"
    NEW_THOUGHT = auto()  # "but", a comma: a "not" reaches no further
    FROM = auto()  # these four open a stretch of days at the day that follows: "from the 3rd"
    AFTER = auto()
    UNTIL = auto()
    BEFORE = auto()
    FILLER = auto()


type Mark = Days | Span | Weekdays | Clock | Part | Trouble | Sign
type Meaning = Callable[[Match[str], Horizon], Mark]
type Phrase = tuple[Pattern[str], Meaning]


def phrases(*rows: tuple[str, Meaning]) -> tuple[Phrase, ...]:
    """Patterns over plain words, in the order they are tried; each ends where a word ends."""
    return tuple((re.compile(f"(?:{pattern})(?= |$)"), meaning) for pattern, meaning in rows)
