"""Hours on the wall clock become real time, also on the days when the clock changes."""

from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.logic.hours import Hours, Stretch, Timetable

LONDON = ZoneInfo("Europe/London")
SPRING_FORWARD = date(2027, 3, 28)  # 01:00 becomes 02:00
FALL_BACK = date(2026, 10, 25)  # 02:00 becomes 01:00


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.utc)


def timetable(hours: Hours, *breaks: Hours, days_off: frozenset[date] = frozenset()) -> Timetable:
    week = {weekday: (hours,) for weekday in range(7)}
    return Timetable(LONDON, week, {weekday: breaks for weekday in range(7)}, days_off)


def test_winter_hours_are_utc_and_summer_hours_are_an_hour_earlier():
    there = timetable(Hours(time(9), time(17)))

    assert there.on(date(2026, 11, 24)) == (Stretch(utc(2026, 11, 24, 9), utc(2026, 11, 24, 17)),)
    assert there.on(date(2026, 7, 1)) == (Stretch(utc(2026, 7, 1, 8), utc(2026, 7, 1, 16)),)


def test_breaks_cut_the_day_in_two():
    there = timetable(Hours(time(9), time(17)), Hours(time(12, 30), time(13, 15)))

    assert there.on(date(2026, 11, 24)) == (
        Stretch(utc(2026, 11, 24, 9), utc(2026, 11, 24, 12, 30)),
        Stretch(utc(2026, 11, 24, 13, 15), utc(2026, 11, 24, 17)),
    )


def test_breaks_outside_the_hours_and_at_their_edges_take_nothing_away_twice():
    there = timetable(Hours(time(9), time(12)), Hours(time(8), time(9, 30)), Hours(time(13), time(14)))

    assert there.on(date(2026, 11, 24)) == (Stretch(utc(2026, 11, 24, 9, 30), utc(2026, 11, 24, 12)),)


def test_a_day_off_has_no_hours():
    christmas = date(2026, 12, 25)

    assert timetable(Hours(time(9), time(17)), days_off=frozenset({christmas})).on(christmas) == ()


def test_a_night_across_the_lost_hour_is_an_hour_shorter():
    (night,) = timetable(Hours(time(0), time(5))).on(SPRING_FORWARD)

    assert night == Stretch(utc(2027, 3, 28, 0), utc(2027, 3, 28, 4))


def test_a_night_across_the_repeated_hour_is_an_hour_longer():
    (night,) = timetable(Hours(time(0), time(5))).on(FALL_BACK)

    assert night == Stretch(utc(2026, 10, 24, 23), utc(2026, 10, 25, 5))


def test_hours_inside_the_lost_hour_do_not_happen():
    assert timetable(Hours(time(1), time(1, 59))).on(SPRING_FORWARD) == ()


def test_an_edge_in_the_repeated_hour_gives_the_shorter_day():
    (opens_in_it,) = timetable(Hours(time(1, 30), time(5))).on(FALL_BACK)
    (closes_in_it,) = timetable(Hours(time(0), time(1, 30))).on(FALL_BACK)

    assert opens_in_it.starts_at == utc(2026, 10, 25, 1, 30)
    assert closes_in_it.ends_at == utc(2026, 10, 25, 0, 30)


ZONES = st.sampled_from(
    ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca"]
)


@settings(deadline=None)
@given(
    zone=ZONES.map(ZoneInfo),
    day=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    edges=st.lists(
        st.times().map(lambda at: at.replace(microsecond=0, fold=0)), min_size=2, max_size=2, unique=True
    ),
    minute=st.integers(0, 24 * 60),
)
def test_every_moment_of_a_stretch_reads_as_working_time_on_the_wall(zone, day, edges, minute):
    start, end = sorted(edges)
    week = {day.weekday(): (Hours(start, end),)}

    for stretch in Timetable(zone, week, {}).on(day):
        length = stretch.ends_at - stretch.starts_at
        local = (stretch.starts_at + length * minute / (24 * 60 + 1)).astimezone(zone)
        assert local.date() == day
        assert start <= local.time().replace(fold=0) < end
