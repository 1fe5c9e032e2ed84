"""A course of treatment sessions: how many are left, from when the next may be, and when it lives on.

A clinician approves a number of sessions and the days between them (R-12). The health questions are asked
again before each later session (R-10); the course goes on by itself only while nothing has changed.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from clinic.logic.booking import Approval, BookingStatus
from clinic.logic.screening import Flag, Outcome

HAPPENS: Final = (BookingStatus.CONFIRMED, BookingStatus.ATTENDED)  # past and not marked yet counts too
BY_RE_ASKING: Final = frozenset({Flag.REPEAT_SCREEN, Flag.RESTARTED})  # raised by asking again alone


@dataclass(frozen=True)
class Session:
    """One treatment session, booked or done. A missed one counts only where a clinician says so."""

    id: str
    starts_at: datetime
    status: str
    uses_session: bool = False

    @property
    def happens(self) -> bool:
        return self.status in HAPPENS

    @property
    def counts(self) -> bool:
        return self.happens or self.uses_session


@dataclass(frozen=True)
class Course:
    """What was approved, and every session of the patient."""

    approval: Approval
    sessions: tuple[Session, ...]

    @property
    def used(self) -> int:
        """Sessions since the decision: also one that was booked before it and is still to come."""
        decided_at = self.approval.decided_at
        return sum(
            session.counts and (decided_at is None or session.starts_at > decided_at)
            for session in self.sessions
        )

    @property
    def left(self) -> int:
        return max(0, self.approval.sessions - self.used)

    @property
    def next_from(self) -> datetime | None:
        """The first moment that is far enough from the last session; None before the first."""
        last = max((session.starts_at for session in self.sessions if session.happens), default=None)
        return None if last is None else last + self._spacing

    def upcoming(self, now: datetime) -> Session | None:
        return next((s for s in self.sessions if s.happens and s.starts_at > now), None)

    def fits(self, starts_at: datetime, now: datetime) -> bool:
        """R-12: one more session is approved, is far enough from every other, and comes after the last one.

        Only one session stands open at a time: the questions are asked again after each.
        """
        others = [session.starts_at for session in self.sessions if session.happens]
        is_spaced = all(abs(starts_at - other) >= self._spacing for other in others)
        ends_at = self.approval.expires_at
        is_within = ends_at is not None and starts_at < ends_at
        return self.left > 0 and is_spaced and is_within and self.upcoming(now) is None

    @property
    def _spacing(self) -> timedelta:
        return timedelta(days=self.approval.spacing_days)


def last_session_at(sessions: Iterable[Session], now: datetime) -> datetime | None:
    """When the latest session was that has begun: answers from before it are asked for again (R-10)."""
    return max((s.starts_at for s in sessions if s.happens and s.starts_at <= now), default=None)


class Renewal(StrEnum):
    """What answering again means for a course."""

    NO_COURSE = "no_course"
    RENEWED = "renewed"  # nothing has changed: what was approved rests on the new answers
    TO_DECIDE = "to_decide"  # something has changed, or the old answers had run out: a clinician decides


@dataclass(frozen=True)
class Asked:
    """One time the health questions were asked, as far as a change can be seen in it."""

    outcome: Outcome
    flags: Set[str]
    earlier: Outcome | None  # the worst earlier result that was known
    values: Mapping[str, str]  # question → newest answer
    words: Set[tuple[str, str]]  # question and own words, where the patient wrote some


def is_unchanged(before: Asked, after: Asked) -> bool:
    """True when a clinician has seen all that the new answers say. Class A and E are always looked at."""
    is_mild = after.outcome in (Outcome.B, Outcome.C)
    weight = max(Outcome.C.severity, before.outcome.severity)
    knows_no_worse = after.earlier is None or after.earlier.severity <= weight
    return (
        is_mild
        and after.outcome is before.outcome
        and knows_no_worse
        and after.values == before.values
        and after.words == before.words
        and after.flags - BY_RE_ASKING == before.flags - BY_RE_ASKING
    )
