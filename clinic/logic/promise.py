"""By when a person answers: in the clinic's opening hours, so that nobody is promised a reply at night."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from clinic.logic.hours import Timetable

LOOK_AHEAD: Final = timedelta(days=60)


@dataclass(frozen=True)
class Promise:
    by: datetime
    is_open: bool  # somebody is there at the moment it is made


def promise_within(work: timedelta, now: datetime, opening: Timetable) -> Promise | None:
    """Promise a reply after `work` of opening time; None where the clinic does not open for two months."""
    today = now.astimezone(opening.zone).date()
    left = work
    for stretch in opening.from_day(today, today + LOOK_AHEAD):
        start = max(now, stretch.starts_at)
        if start >= stretch.ends_at:
            continue
        if start + left <= stretch.ends_at:
            return Promise(start + left, is_open_at(now, opening))
        left -= stretch.ends_at - start
    return None


def promise_after(wait: timedelta, now: datetime, opening: Timetable) -> Promise | None:
    """Promise a reply at the first open moment after `wait`, which counts nights and weekends too."""
    due = promise_within(timedelta(0), now + wait, opening)
    return None if due is None else Promise(due.by, is_open_at(now, opening))


def is_open_at(now: datetime, opening: Timetable) -> bool:
    today = now.astimezone(opening.zone).date()
    return any(stretch.starts_at <= now < stretch.ends_at for stretch in opening.on(today))
