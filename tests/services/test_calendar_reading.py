"""Other people's calendar files: what takes time, in every form in which they say so, or nothing at all."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from clinic.logic.hours import Stretch
from clinic.services.calendars.reading import MOST_TIMES, CalendarUnreadable, joined, read_busy
from tests.services.calendar_files import calendar

LONDON = ZoneInfo("Europe/London")
WINTER = Stretch(datetime(2026, 11, 20, tzinfo=UTC), datetime(2027, 1, 31, tzinfo=UTC))
SUMMER = Stretch(datetime(2027, 3, 20, tzinfo=UTC), datetime(2027, 4, 10, tzinfo=UTC))
OURS = "0" * 32 + "@wrenfield.example"


def busy(*events: str, within: Stretch = WINTER) -> list[str]:
    """Start and end of what takes time, in UTC."""
    found = read_busy(calendar(*events), within, LONDON, lambda uid: uid == OURS)
    return [f"{one.starts_at:%m-%d %H:%M} {one.ends_at:%m-%d %H:%M}" for one in found]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART:20261124T090000Z\nDTEND:20261124T100000Z", ["11-24 09:00 11-24 10:00"]),
        ("DTSTART:20261124T090000Z\nDURATION:PT90M", ["11-24 09:00 11-24 10:30"]),
        (
            "DTSTART;TZID=Europe/Berlin:20261124T090000\nDTEND;TZID=Europe/Berlin:20261124T100000",
            ["11-24 08:00 11-24 09:00"],
        ),
        (
            "DTSTART;TZID=W. Europe Standard Time:20261124T090000\nDURATION:PT1H",
            ["11-24 08:00 11-24 09:00"],
        ),
        ("DTSTART;VALUE=DATE:20261124", ["11-24 00:00 11-25 00:00"]),
        (
            "DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261127",
            ["11-24 00:00 11-27 00:00"],
        ),
        ("DTSTART:20261124T090000Z", []),
        ("DTSTART:20261124T090000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT", []),
        ("DTSTART:20261124T090000Z\nDURATION:PT1H\nTRANSP:OPAQUE", ["11-24 09:00 11-24 10:00"]),
        ("DTSTART:20261124T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED", []),
        ("DTSTART:20261124T090000Z\nDURATION:PT1H\nSTATUS:TENTATIVE", ["11-24 09:00 11-24 10:00"]),
        (f"UID:{OURS}\nDTSTART:20261124T090000Z\nDURATION:PT1H", []),
        ("DTSTART:20250101T090000Z\nDTEND:20260101T090000Z", []),
    ],
    ids=[
        "times",
        "a length",
        "another zone",
        "a zone as Windows calls it",
        "a day",
        "days",
        "no length",
        "free",
        "busy",
        "cancelled",
        "not yet sure",
        "our own booking",
        "long ago",
    ],
)
def test_an_event_takes_its_time_or_none(event: str, expected: list[str]) -> None:
    assert busy(event) == expected


def test_a_repeated_event_comes_without_its_exceptions_and_with_what_was_moved() -> None:
    series = (
        "UID:a@b\nDTSTART;TZID=Europe/London:20261124T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4\n"
        "EXDATE;TZID=Europe/London:20261201T090000"
    )
    moved = (
        "UID:a@b\nRECURRENCE-ID;TZID=Europe/London:20261208T090000\n"
        "DTSTART;TZID=Europe/London:20261209T140000\nDURATION:PT30M"
    )
    dropped = (
        "UID:a@b\nRECURRENCE-ID;TZID=Europe/London:20261215T090000\n"
        "DTSTART;TZID=Europe/London:20261215T090000\nDURATION:PT1H\nSTATUS:CANCELLED"
    )

    assert busy(series, moved, dropped) == ["11-24 09:00 11-24 10:00", "12-09 14:00 12-09 14:30"]


def test_the_clinics_clock_places_times_without_a_zone_on_both_sides_of_a_change() -> None:
    floating = "DTSTART:20270327T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2"
    whole_day = "DTSTART;VALUE=DATE:20270328"

    assert busy(floating, within=SUMMER) == ["03-27 09:00 03-27 10:00", "03-28 08:00 03-28 09:00"]
    assert busy(whole_day, within=SUMMER) == ["03-28 00:00 03-28 23:00"]


def test_what_touches_is_one_stretch() -> None:
    assert busy(
        "DTSTART:20261124T090000Z\nDURATION:PT1H",
        "DTSTART:20261124T100000Z\nDURATION:PT1H",
        "DTSTART:20261124T093000Z\nDURATION:PT10M",
        "DTSTART:20261124T120000Z\nDURATION:PT1H",
    ) == ["11-24 09:00 11-24 11:00", "11-24 12:00 11-24 13:00"]


def test_several_calendars_in_one_file_count_together() -> None:
    first, second = (f"DTSTART:20261124T{hour}0000Z\nDURATION:PT1H" for hour in ("09", "12"))

    found = read_busy(calendar(first) + calendar(second), WINTER, LONDON, lambda uid: False)

    assert len(found) == 2


WHOLE = calendar("DTSTART:20261124T090000Z\nDURATION:PT1H")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Sign in</body></html>",
        b"\xff\xfe\x00\x01",
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:-20],
        calendar("DTSTART:soon\nDURATION:PT1H"),
        calendar("SUMMARY:no time"),
        calendar("DTSTART:20261124T090000Z\nDTEND:later"),
        calendar("DTSTART:20261124T090000Z\nDURATION:PT1H\nRRULE:FREQ=SOMETIMES"),
        calendar("DTSTART:20261124T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\nEXDATE:never"),
        calendar("DTSTART;TZID=Nowhere/Here:20261124T090000\nDURATION:PT1H"),
        calendar("DTSTART:20261124T090000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY"),
        calendar(
            "DTSTART:20261124T090000Z\nDURATION:PT1S\nRRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5"
        ),
    ],
    ids=[
        "nothing",
        "a page",
        "bytes",
        "half of it",
        "no end",
        "no start",
        "no time",
        "no end time",
        "no rule",
        "no exception",
        "no zone",
        "every second",
        "many a day",
    ],
)
def test_what_cannot_be_read_surely_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(CalendarUnreadable):
        read_busy(content, WINTER, LONDON, lambda uid: False)


def test_a_calendar_with_nothing_in_it_is_one() -> None:
    assert busy() == []


def test_no_diary_has_so_many_times() -> None:
    with pytest.raises(CalendarUnreadable):
        joined(WINTER for _ in range(MOST_TIMES + 1))
