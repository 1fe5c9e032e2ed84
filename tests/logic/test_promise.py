"""Promised times are in opening hours."""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from clinic.logic.hours import Hours, Timetable
from clinic.logic.promise import Promise, promise_after, promise_within

OPENING = Timetable(
    ZoneInfo("Europe/London"),
    {weekday: (Hours(time(9), time(17)),) for weekday in range(5)},
    {},
    frozenset({date(2026, 12, 25)}),
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("now", "promised"),
    [
        pytest.param(utc(2026, 11, 20, 10), Promise(utc(2026, 11, 20, 10, 15), True), id="in hours"),
        pytest.param(utc(2026, 11, 20, 6), Promise(utc(2026, 11, 20, 9, 15), False), id="before opening"),
        pytest.param(
            utc(2026, 11, 20, 16, 50), Promise(utc(2026, 11, 23, 9, 5), True), id="runs into Monday"
        ),
        pytest.param(utc(2026, 11, 20, 17), Promise(utc(2026, 11, 23, 9, 15), False), id="at closing time"),
        pytest.param(utc(2026, 12, 24, 20), Promise(utc(2026, 12, 28, 9, 15), False), id="before a holiday"),
    ],
)
def test_a_reply_is_promised_in_opening_time(now, promised):
    assert promise_within(timedelta(minutes=15), now, OPENING) == promised


def test_a_review_is_promised_at_the_first_open_moment_after_the_wait():
    friday, wednesday = utc(2026, 11, 20, 10), utc(2026, 11, 18, 10)

    assert promise_after(timedelta(hours=24), friday, OPENING) == Promise(utc(2026, 11, 23, 9), True)
    assert promise_after(timedelta(hours=24), wednesday, OPENING) == Promise(utc(2026, 11, 19, 10), True)


def test_a_clinic_that_never_opens_promises_nothing():
    shut = Timetable(ZoneInfo("Europe/London"), {}, {})

    assert promise_within(timedelta(minutes=15), utc(2026, 11, 20), shut) is None
