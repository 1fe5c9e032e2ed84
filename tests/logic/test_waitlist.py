"""Who is offered which time, for how long, and which words ask to wait."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic.logic.dates import PartOfDay, Wish
from clinic.logic.hours import Hours, Timetable, time
from clinic.logic.openings import Opening
from clinic.logic.waitlist import (
    WAIT_MOVES,
    WaitFor,
    asks_for_earlier,
    asks_to_leave,
    asks_to_wait,
    named_clinician,
    offer_end,
)
from tests.logic.state_tables import documented_moves

LONDON = ZoneInfo("Europe/London")
NOTICE = timedelta(hours=4)
OPENING_HOURS = Timetable(LONDON, {day: (Hours(time(9), time(18)),) for day in range(5)}, {})
WEDNESDAY = date(2026, 11, 25)


def opening(hour: int, day: int = 25, clinician: str = "lind") -> Opening:
    start = datetime(2026, 11, day, hour, tzinfo=UTC)
    return Opening(start, start + timedelta(minutes=30), clinician, "room-1")


@pytest.mark.parametrize(
    ("waits", "expected"),
    [
        (WaitFor(Wish(), WEDNESDAY, None, ()), 9),
        (WaitFor(Wish(parts=frozenset({PartOfDay.AFTERNOON})), WEDNESDAY, None, ()), 14),
        (WaitFor(Wish(days=(date(2026, 11, 26),)), date(2026, 11, 26), None, ()), None),
        (WaitFor(Wish(), date(2026, 11, 24), None, ()), None),
        (WaitFor(Wish(), WEDNESDAY, "okafor", ()), 14),
        (WaitFor(Wish(), WEDNESDAY, None, frozenset({opening(9).starts_at})), 14),
    ],
)
def test_the_first_time_that_fits_is_offered(waits: WaitFor, expected: int | None) -> None:
    found = waits.first([opening(9), opening(14, clinician="okafor")], LONDON)

    assert (found.starts_at.hour if found else None) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 23, 10, 0, tzinfo=UTC), datetime(2026, 11, 23, 11, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 17, 30, tzinfo=UTC), datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
        (datetime(2026, 11, 24, 20, 0, tzinfo=UTC), datetime(2026, 11, 25, 5, 0, tzinfo=UTC)),
        (datetime(2026, 11, 25, 4, 50, tzinfo=UTC), None),
    ],
    ids=["an hour", "an hour of opening hours", "not past the notice", "too little time to answer"],
)
def test_an_offer_lasts_an_hour_of_opening_hours_and_never_past_the_notice(now, expected) -> None:
    assert offer_end(opening(9).starts_at, now, OPENING_HOURS, NOTICE) == expected


@pytest.mark.parametrize(
    "text",
    [
        "nothing suits",
        "none of these work for me",
        "anything earlier?",
        "put me on the waiting list",
        "is there a waitlist",
        "tell me if something comes up",
        "do you get cancellations",
        "is there an earlier date",
    ],
)
def test_words_that_ask_to_wait(text: str) -> None:
    assert asks_to_wait(text)


@pytest.mark.parametrize("text", ["tuesday", "earlier in the day", "not mornings", "cancel", "the 15th"])
def test_words_that_do_not(text: str) -> None:
    assert not asks_to_wait(text)


def test_earlier_and_leaving_are_told_apart() -> None:
    assert asks_for_earlier("anything sooner?")
    assert not asks_for_earlier("nothing suits")
    assert asks_to_leave("take me off the waiting list")
    assert asks_to_leave("I want to leave the waitlist")
    assert not asks_to_leave("put me on the waiting list")


def test_a_clinician_is_known_by_the_family_name() -> None:
    names = {"a": "Dr Amara Okafor", "b": "Dr Jonas Lind"}

    assert named_clinician("only with dr okafor please", names) == "a"
    assert named_clinician("Okafor or Lind", names) is None
    assert named_clinician("anybody", names) is None


def test_the_waitlist_moves_as_the_document_says() -> None:
    coded = {(str(start), str(move)): str(end) for (start, move), end in WAIT_MOVES.items()}

    assert documented_moves("Waitlist") == coded
