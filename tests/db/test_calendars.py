"""Calendars in the database: copies replaced as a whole, one reader at a time, numbered events."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from clinic.logic.hours import Stretch
from clinic.services.ports.calendars import BusyTime, WebhookEvent
from tests.db.conftest import Begin
from tests.fakes import MONDAY_MORNING, CountingIds

HOUR = timedelta(hours=1)
ids = CountingIds()


def stretch(start: int, end: int) -> Stretch:
    """From one hour after the start of the tests' clock to another."""
    return Stretch(MONDAY_MORNING + start * HOUR, MONDAY_MORNING + end * HOUR)


def make_event(booking_id: str, sequence: int = 1, created_at: datetime = MONDAY_MORNING) -> WebhookEvent:
    return WebhookEvent(ids.new_id(), booking_id, sequence, "{}", created_at)


def test_a_copy_replaces_the_one_before_and_no_other(begin: Begin) -> None:
    with begin() as uow:
        uow.calendars.replace_busy("a", (stretch(0, 1), stretch(5, 6)))
        uow.calendars.replace_busy("b", (stretch(0, 9),))
        uow.calendars.replace_busy("a", (stretch(2, 3),))
        uow.commit()

    with begin() as uow:
        found = uow.calendars.busy(MONDAY_MORNING, MONDAY_MORNING + 9 * HOUR)
    assert [(one.clinician, one.starts_at) for one in found] == [
        ("a", MONDAY_MORNING + 2 * HOUR),
        ("b", MONDAY_MORNING),
    ]


def test_busy_times_are_found_by_what_they_touch(begin: Begin) -> None:
    with begin() as uow:
        uow.calendars.replace_busy("a", (stretch(0, 2), stretch(4, 5)))

        found = uow.calendars.busy(MONDAY_MORNING + HOUR, MONDAY_MORNING + 4 * HOUR)

    assert found == (BusyTime("a", MONDAY_MORNING, MONDAY_MORNING + 2 * HOUR),)


def test_a_copy_that_cannot_be_kept_leaves_the_one_before(begin: Begin) -> None:
    with begin() as uow:
        uow.calendars.replace_busy("a", (stretch(0, 1),))
        uow.commit()

    with pytest.raises(IntegrityError), begin() as uow:
        uow.calendars.replace_busy("a", (stretch(2, 3), stretch(2, 4)))

    with begin() as uow:
        assert len(uow.calendars.busy(MONDAY_MORNING, MONDAY_MORNING + HOUR)) == 1


def test_of_many_workers_one_reads_a_calendar(begin: Begin) -> None:
    def claim(_: int) -> bool:
        with begin() as uow:
            is_mine = uow.calendars.claim("a", MONDAY_MORNING, MONDAY_MORNING - HOUR)
            uow.commit()
        return is_mine

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(claim, range(4))) == [False, False, False, True]


def test_an_attempt_is_noted_and_the_last_good_reading_kept(begin: Begin) -> None:
    later = MONDAY_MORNING + HOUR
    with begin() as uow:
        assert uow.calendars.claim("a", MONDAY_MORNING, MONDAY_MORNING)
        uow.calendars.note_attempt("a", read_at=MONDAY_MORNING, problem=None)
        assert uow.calendars.claim("a", later, MONDAY_MORNING)
        uow.calendars.note_attempt("a", problem="too slow")

        [source] = uow.calendars.sources()

    assert (source.tried_at, source.read_at, source.problem) == (later, MONDAY_MORNING, "too slow")


def test_a_calendar_that_is_read_no_more_goes_with_its_times(begin: Begin) -> None:
    with begin() as uow:
        for clinician in ("a", "b"):
            uow.calendars.claim(clinician, MONDAY_MORNING, MONDAY_MORNING)
            uow.calendars.replace_busy(clinician, (stretch(0, 1),))

        uow.calendars.forget_sources(but={"b": None})

        assert [source.clinician for source in uow.calendars.sources()] == ["b"]
        assert {one.clinician for one in uow.calendars.busy(MONDAY_MORNING, MONDAY_MORNING + HOUR)} == {"b"}


def test_the_events_of_a_booking_are_numbered_and_no_number_comes_twice(begin: Begin) -> None:
    with begin() as uow:
        for _ in range(2):
            uow.calendars.add_event(make_event("x", uow.calendars.next_sequence("x")))
        uow.commit()

    with begin() as uow:
        assert (uow.calendars.next_sequence("x"), uow.calendars.next_sequence("y")) == (3, 1)
    with pytest.raises(IntegrityError), begin() as uow:
        uow.calendars.add_event(make_event("x", 2))


def test_events_that_were_given_up_are_listed_until_they_are_taken_up_again(begin: Begin) -> None:
    old, new = make_event("x"), make_event("y", created_at=MONDAY_MORNING + HOUR)
    with begin() as uow:
        for event in (new, old):
            uow.calendars.add_event(event)
            uow.calendars.change_event(event.id, given_up_at=MONDAY_MORNING + 3 * HOUR)
        assert [event.id for event in uow.calendars.given_up()] == [old.id, new.id]

        uow.calendars.change_event(old.id, given_up_at=None)
        uow.calendars.forget_events("y")

        assert uow.calendars.given_up() == ()
        assert uow.calendars.event(new.id) is None
