"""Dates and times as people read them."""

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

from clinic.logic.when import write_day, write_moment, write_short_day, write_soon, write_time

LONDON = ZoneInfo("Europe/London")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)


def test_days_are_written_out_and_shortened_for_buttons():
    assert write_day(date(2026, 11, 24)) == "Tuesday 24 November"
    assert write_short_day(date(2026, 11, 24)) == "Tue 24 Nov"


def test_times_are_in_the_clinics_zone():
    assert write_time(utc(2026, 7, 1, 9), LONDON) == "10am"
    assert write_time(utc(2026, 11, 24, 0, 5), LONDON) == "12:05am"
    assert write_time(utc(2026, 11, 24, 12), LONDON) == "midday"
    assert write_moment(utc(2026, 11, 24, 10, 30), LONDON) == "Tuesday 24 November 2026 at 10:30am"


def test_the_repeated_hour_says_which_one_it_is():
    assert write_time(utc(2026, 10, 25, 0, 30), LONDON) == "1:30am BST"
    assert write_time(utc(2026, 10, 25, 1, 30), LONDON) == "1:30am GMT"
    assert write_time(utc(2027, 3, 28, 1, 30), LONDON) == "2:30am"


def test_promises_say_today_tomorrow_or_the_day():
    now = utc(2026, 11, 20, 16)

    assert write_soon(utc(2026, 11, 20, 16, 15), now, LONDON) == "4:15pm today"
    assert write_soon(utc(2026, 11, 21, 10), now, LONDON) == "10am tomorrow"
    assert write_soon(utc(2026, 11, 23, 9), now, LONDON) == "9am on Monday 23 November"
