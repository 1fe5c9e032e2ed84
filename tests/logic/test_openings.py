"""Openings come from hours, rooms, notice, horizon and what is taken, and never overlap anything taken."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.logic.hours import Hours, Stretch, Timetable
from clinic.logic.openings import (
    STEP,
    Cell,
    Opening,
    Visit,
    Window,
    Worker,
    cells_of,
    clinician_key,
    find_openings,
    room_key,
    steps_of,
)

LONDON = ZoneInfo("Europe/London")
TUESDAY = date(2026, 11, 24)
MIDNIGHT = datetime(2026, 11, 24, tzinfo=timezone.utc)
MORNING = Hours(time(9), time(11))
HALF_HOUR = Visit(timedelta(minutes=30))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)


def worker(id: str = "amara", *rooms: str, hours: Hours = MORNING) -> Worker:
    week = {weekday: (hours,) for weekday in range(7)}
    return Worker(id, rooms or ("room-1",), Timetable(LONDON, week, {}))


def window(earliest: datetime = MIDNIGHT, last_day: date = TUESDAY, apart: int = 30) -> Window:
    return Window(earliest, last_day, timedelta(minutes=apart))


def starts(openings: tuple[Opening, ...]) -> list[str]:
    return [f"{opening.starts_at:%d %H:%M}" for opening in openings]


def test_a_free_morning_is_offered_in_order_and_visits_end_by_closing_time():
    openings = find_openings([worker()], HALF_HOUR, window(), ())

    assert starts(openings) == ["24 09:00", "24 09:30", "24 10:00", "24 10:30"]


def test_minimum_notice_cuts_the_first_openings_but_keeps_the_grid():
    openings = find_openings([worker()], HALF_HOUR, window(earliest=utc(2026, 11, 24, 9, 40)), ())

    assert starts(openings) == ["24 10:00", "24 10:30"]


def test_the_horizon_is_a_whole_last_day():
    openings = find_openings([worker()], Visit(timedelta(hours=2)), window(last_day=date(2026, 11, 26)), ())

    assert starts(openings) == ["24 09:00", "25 09:00", "26 09:00"]


def test_a_taken_clinician_is_not_offered_in_another_room():
    taken = Cell(clinician_key("amara"), utc(2026, 11, 24, 9, 25))

    openings = find_openings([worker("amara", "room-1", "room-2")], HALF_HOUR, window(), [taken])

    assert starts(openings) == ["24 09:30", "24 10:00", "24 10:30"]


def test_a_taken_room_moves_the_visit_to_the_next_room():
    taken = Cell(room_key("room-1"), utc(2026, 11, 24, 9))

    first, second, *_ = find_openings([worker("amara", "room-1", "room-2")], HALF_HOUR, window(), [taken])

    assert (first.room, second.room) == ("room-2", "room-1")


def test_two_clinicians_who_share_the_only_room_do_not_both_get_it():
    both = [worker("amara"), worker("jonas")]
    first, *_ = find_openings(both, HALF_HOUR, window(), ())

    left = find_openings(both, HALF_HOUR, window(), cells_of(first, HALF_HOUR))

    assert first.starts_at not in {opening.starts_at for opening in left}


def test_buffers_keep_the_neighbours_free_but_may_lie_outside_working_hours():
    visit = Visit(
        timedelta(minutes=30), buffer_before=timedelta(minutes=5), buffer_after=timedelta(minutes=10)
    )
    first, *_ = find_openings([worker()], visit, window(apart=5), ())

    left = find_openings([worker()], visit, window(apart=5), cells_of(first, visit))

    assert first.starts_at == utc(2026, 11, 24, 9)
    assert left[0].starts_at == utc(2026, 11, 24, 9, 45)
    assert left[-1].starts_at == utc(2026, 11, 24, 10, 30)


def test_odd_minutes_take_every_step_they_touch():
    touched = steps_of(Stretch(utc(2026, 11, 24, 9, 7), utc(2026, 11, 24, 9, 16)))

    assert [f"{step:%H:%M}" for step in touched] == ["09:05", "09:10", "09:15"]


def test_openings_of_the_repeated_hour_are_two_and_of_the_lost_hour_none():
    night = worker(hours=Hours(time(0), time(4)))
    hourly = Visit(timedelta(hours=1))
    fall_back, spring_forward = date(2026, 10, 25), date(2027, 3, 28)

    autumn = find_openings([night], hourly, window(utc(2026, 10, 24, 12), fall_back, apart=60), ())
    spring = find_openings([night], hourly, window(utc(2027, 3, 28), spring_forward, apart=60), ())

    local = [f"{opening.starts_at.astimezone(LONDON):%H:%M %Z}" for opening in autumn]
    assert local == ["00:00 BST", "01:00 BST", "01:00 GMT", "02:00 GMT", "03:00 GMT"]
    local = [f"{opening.starts_at.astimezone(LONDON):%H:%M %Z}" for opening in spring]
    assert local == ["00:00 GMT", "02:00 BST", "03:00 BST"]


DAY = utc(2026, 10, 25)  # a day with a repeated hour
MINUTES = st.integers(0, 24 * 60)
SPANS = st.tuples(MINUTES, st.integers(1, 180)).map(
    lambda span: Stretch(DAY + timedelta(minutes=span[0]), DAY + timedelta(minutes=span[0] + span[1]))
)
RESOURCES = st.sampled_from(
    [clinician_key("amara"), clinician_key("jonas"), room_key("one"), room_key("two")]
)
VISITS = st.builds(
    lambda length, before, after: Visit(*(timedelta(minutes=minutes) for minutes in (length, before, after))),
    st.sampled_from([15, 30, 50, 60]),
    st.integers(0, 20),
    st.integers(0, 20),
)
WORKERS = (
    worker("amara", "one", hours=Hours(time(0), time(23))),
    worker("jonas", "two", "one", hours=Hours(time(0), time(23))),
)


def whole(opening: Opening, visit: Visit) -> Stretch:
    return Stretch(opening.starts_at - visit.buffer_before, opening.ends_at + visit.buffer_after)


@settings(max_examples=60, deadline=None)
@given(
    visit=VISITS,
    reserved=st.lists(st.tuples(RESOURCES, SPANS), max_size=12),
    apart=st.sampled_from([15, 20, 30]),
)
def test_no_opening_overlaps_what_its_clinician_or_room_has_reserved(visit, reserved, apart):
    taken = [Cell(resource, step) for resource, span in reserved for step in steps_of(span)]

    openings = find_openings(WORKERS, visit, window(DAY, DAY.date(), apart), taken)

    for opening in openings:
        uses = {clinician_key(opening.clinician), room_key(opening.room)}
        assert not any(
            whole(opening, visit).overlaps(span) for resource, span in reserved if resource in uses
        )
    assert list(openings) == sorted(openings)


@settings(max_examples=30, deadline=None)
@given(visit=VISITS, picks=st.lists(st.integers(0, 500), min_size=1, max_size=8))
def test_visits_booked_one_after_another_never_share_a_clinician_or_a_room(visit, picks):
    booked: list[Opening] = []
    for pick in picks:
        taken = [cell for opening in booked for cell in cells_of(opening, visit)]
        openings = find_openings(WORKERS, visit, window(DAY, DAY.date()), taken)
        booked += [openings[pick % len(openings)]] if openings else []

    for key in ("clinician", "room"):
        by_resource = sorted(booked, key=lambda opening: (getattr(opening, key), opening.starts_at))
        for earlier, later in pairwise(by_resource):
            same = getattr(earlier, key) == getattr(later, key)
            assert not (same and whole(earlier, visit).overlaps(whole(later, visit)))


@settings(deadline=None)
@given(visit=VISITS)
def test_cells_come_in_one_order_so_that_two_bookings_queue(visit):
    opening = replace(find_openings(WORKERS, visit, window(DAY, DAY.date()), ())[0], room="zebra")

    cells = cells_of(opening, visit)

    assert list(cells) == sorted(cells)
    assert all(cell.starts_at.minute % (STEP.seconds // 60) == 0 for cell in cells)
