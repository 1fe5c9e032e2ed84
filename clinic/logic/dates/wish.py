"""What was wished for, or what is wrong with it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class PartOfDay(StrEnum):
    MORNING = "morning"  # to noon
    AFTERNOON = "afternoon"  # noon to five
    EVENING = "evening"  # from five

    @classmethod
    def of(cls, at: time) -> "PartOfDay":
        if at.hour < 12:
            return cls.MORNING
        return cls.AFTERNOON if at.hour < 17 else cls.EVENING


class Problem(StrEnum):
    """Why a wish cannot be met as it stands. Each has its own sentence for the patient."""

    PAST = "past"
    TOO_FAR = "too_far"
    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_TIME = "no_such_time"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True)
class Horizon:
    """The days that can be booked, in the clinic's time zone."""

    today: date
    latest: date

    def days(self, first: date | None = None, last: date | None = None) -> tuple[date, ...]:
        """Every bookable day from `first` to `last`."""
        start, end = max(first or self.today, self.today), min(last or self.latest, self.latest)
        return tuple(start + timedelta(days=offset) for offset in range((end - start).days + 1))


@dataclass(frozen=True)
class WishProblem:
    problem: Problem
    words: str  # the words that are the trouble
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wish:
    """Which openings a patient would take. What is empty is open."""

    days: tuple[date, ...] = ()
    parts: frozenset[PartOfDay] = frozenset()
    after: time | None = None
    before: time | None = None
    at: tuple[time, ...] = ()
    unread: tuple[str, ...] = ()  # words that are not about a time: was it a wish at all?

    def accepts(self, local: datetime) -> bool:
        """Whether a visit that starts at this local time would do. `at` is a preference, see `distance`."""
        at = local.time().replace(tzinfo=None)
        return (
            (not self.days or local.date() in self.days)
            and (not self.parts or PartOfDay.of(at) in self.parts)
            and (self.after is None or at >= self.after)
            and (self.before is None or at < self.before)
        )

    def distance(self, local: datetime) -> timedelta:
        """How far a time is from the nearest one asked for by the clock."""
        return min((_gap(local.time(), at) for at in self.at), default=timedelta(0))

    @property
    def is_only_days(self) -> bool:
        return not (self.parts or self.after or self.before or self.at)


def _gap(one: time, other: time) -> timedelta:
    day = date(2000, 1, 1)
    return abs(datetime.combine(day, one.replace(tzinfo=None)) - datetime.combine(day, other))
