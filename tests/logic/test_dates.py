"""A patient's own words for a day and a time become a wish, or a named problem, or nothing."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.logic.dates import (
    Horizon,
    PartOfDay,
    Problem,
    Wish,
    WishProblem,
    moved_to,
    read_wish,
    write_wish,
)

FRIDAY = date(2026, 11, 20)
HORIZON = Horizon(FRIDAY, date(2027, 1, 1))
MORNING, AFTERNOON, EVENING = PartOfDay.MORNING, PartOfDay.AFTERNOON, PartOfDay.EVENING


def wish(text: str, horizon: Horizon = HORIZON) -> Wish:
    read = read_wish(text, horizon)
    assert isinstance(read, Wish), read
    return read


def nov(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 11, day) for day in days)


def dec(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 12, day) for day in days)


def local(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("today", nov(20)),
        ("tomorow", nov(21)),
        ("day after tomorrow", nov(22)),
        ("2moro pls", nov(21)),
        ("tuesday", nov(24)),
        ("friday", nov(20, 27)),
        ("next tues", (*nov(24), *dec(1))),
        ("wensday", nov(25)),
        ("monday or wednesday", nov(23, 25)),
        ("tue/thu", nov(24, 26)),
        ("mon-wed", nov(23, 24, 25)),
        ("between monday and wednesday", nov(23, 24, 25)),
        ("a week on monday", nov(30)),
        ("tuesday week", dec(1)),
        ("tuesday next week", nov(24)),
        ("this weekend", nov(21, 22)),
        ("next weekend", nov(21, 22, 28, 29)),
        ("end of next week", nov(27, 28, 29)),
        ("in 3 days", nov(23)),
        ("the 15th", dec(15)),
        ("the 23rd", nov(23)),
        ("the 31st", dec(31)),
        ("the twenty first", nov(21)),
        ("14th or 15th", dec(14, 15)),
        ("15/12", dec(15)),
        ("12/15", dec(15)),
        ("15.12.2026", dec(15)),
        ("2026-12-15", dec(15)),
        ("dec 15", dec(15)),
        ("10 to 12 december", dec(10, 11, 12)),
        ("monday 23 november", nov(23)),
        ("thursday 10 december", dec(10)),
        ("Thu 10 Dec", dec(10)),
        ("thu, 10 dec", dec(10)),
        ("10 december, thursday", dec(10)),
        ("the 10th (thursday)", dec(10)),
        ("next thursday 10 december", dec(10)),
        ("thu 10 dec or fri 11 dec", dec(10, 11)),
        ("tuesday or the 10th", (*nov(24), *dec(10))),
        ("monday 10 december", dec(7, 10)),  # they disagree: either may be meant
        ("mon 23", nov(23)),
        ("thu 10", dec(10)),
        ("before monday", nov(20, 21, 22)),
        ("No, Tuesday", nov(24)),
        ("٢٤/١١", nov(24)),
    ],
)
def test_days_are_read(text, days):
    assert wish(text).days == days


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("not mondays", {0}),
        ("any day but tuesday", {1}),
        ("mondays are no good", {0}),
        ("I can't do fridays", {4}),
        ("anything except weds or thurs", {2, 3}),
        ("weekdays only", {5, 6}),
        ("not weekends", {5, 6}),
    ],
)
def test_days_that_are_refused_leave_all_others(text, refused):
    days = wish(text).days

    assert {day.weekday() for day in days} == set(range(7)) - refused
    assert len(days) > 20


def test_a_refusal_reaches_no_further_than_its_own_part_of_the_sentence():
    read = wish("not mornings please, tuesday or thursday")

    assert read.parts == {AFTERNOON, EVENING}
    assert read.days == nov(24, 26)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from the 3rd of december", date(2026, 12, 3), HORIZON.latest),
        ("after the 10th", date(2026, 12, 11), HORIZON.latest),
        ("not before the 3rd", date(2026, 12, 3), HORIZON.latest),
        ("i'm away until the 3rd", date(2026, 12, 4), HORIZON.latest),
        ("in the next two weeks", FRIDAY, date(2026, 12, 4)),
        ("early december", date(2026, 12, 1), date(2026, 12, 11)),
        ("next month", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_stretches_of_days_are_read(text, first, last):
    days = wish(text).days

    assert (days[0], days[-1]) == (first, last)


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("tomorrow after 5", time(17), None),
        ("after 10", time(10), None),
        ("not before 10", time(10), None),
        ("can't do before 10", time(10), None),
        ("no later than 3", None, time(15)),
        ("before noon", None, time(12)),
        ("between 2 and 4", time(14), time(16)),
        ("2-4pm", time(14), time(16)),
        ("from 11 to 2pm", time(11), time(14)),
        ("i work until 5", time(17), None),
        ("after work on monday", time(17), None),
        ("not too early", time(10), None),
        ("before 10 or after 4", None, None),
    ],
)
def test_limits_on_the_clock_are_read(text, after, before):
    read = wish(text)

    assert (read.after, read.before) == (after, before)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("at 3", time(15)),
        ("3pm", time(15)),
        ("3.30pm", time(15, 30)),
        ("15:45", time(15, 45)),
        ("at 1500", time(15)),
        ("half past three", time(15, 30)),
        ("quarter to 5", time(16, 45)),
        ("5 o'clock", time(17)),
        ("noon", time(12)),
        ("12pm", time(12)),
        ("12am", time(0)),
        ("7 in the morning", time(7)),
        ("8 in the evening", time(20)),
        ("mon 9", time(9)),
        ("thu 10 dec 5pm", time(17)),
        ("wed 2 dec 9", time(9)),
    ],
)
def test_times_to_be_near_are_read(text, at):
    assert wish(text).at == (at,)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("not mornings", {AFTERNOON, EVENING}),
        ("tuesday pm", {AFTERNOON, EVENING}),
        ("monday am", {MORNING}),
        ("tonight", {EVENING}),
        ("late afternoon", {AFTERNOON}),
        ("tuesday afternoon after 5", {AFTERNOON, EVENING}),
    ],
)
def test_parts_of_the_day_are_read(text, parts):
    assert wish(text).parts == parts


@pytest.mark.parametrize("text", ["asap", "whenever you like", "the first one please", "any day", "soonest"])
def test_any_time_at_all_is_a_wish_without_limits(text):
    assert wish(text) == Wish()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("25:00", Problem.NO_SUCH_TIME),
        ("at 5:75", Problem.NO_SUCH_TIME),
        ("at 24:00", Problem.NO_SUCH_TIME),
        ("29 February", Problem.NO_SUCH_DAY),
        ("31 june", Problem.NO_SUCH_DAY),
        ("30/2", Problem.NO_SUCH_DAY),
        ("the 45th", Problem.NO_SUCH_DAY),
        ("yesterday", Problem.PAST),
        ("last monday", Problem.PAST),
        ("15 november", Problem.PAST),
        ("15/11/2020", Problem.PAST),
        ("29 february 2028", Problem.TOO_FAR),
        ("next june", Problem.TOO_FAR),
        ("in 20 weeks", Problem.TOO_FAR),
        ("tuesday but not tuesday", Problem.CONTRADICTION),
        ("mornings, not mornings", Problem.CONTRADICTION),
    ],
)
def test_what_cannot_be_met_is_a_named_problem(text, problem):
    read = read_wish(text, HORIZON)

    assert isinstance(read, WishProblem)
    assert read.problem is problem


def test_the_29th_of_february_exists_in_a_leap_year():
    january = Horizon(date(2028, 1, 20), date(2028, 3, 15))

    assert wish("29 february", january).days == (date(2028, 2, 29),)


@pytest.mark.parametrize(
    "text",
    [
        "how long does it take",
        "does it hurt?",
        "can I go in the sun afterwards",
        "may I bring my mum",
        "what if im late",
        "i am running a bit late",
        "is it bad to be early",
        "i sat down",
        "can i wash my hair after 2 days",
        "I have two children",
        "no good",
        "",
        "👍",
        "monday " * 100,
    ],
)
def test_a_text_about_something_else_is_no_wish(text):
    assert read_wish(text, HORIZON) is None


@pytest.mark.parametrize("text", ["I had a stroke last week", "is the swelling normal on tuesday"])
def test_words_that_are_not_about_a_time_are_told(text):
    read = read_wish(text, HORIZON)

    assert read is not None
    assert read.unread


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("move my appointment to next wednesday morning", "next wednesday morning"),
        ("can i change my tuesday visit to friday", "friday"),
        ("reschedule it for friday", "friday"),
        ("move it from 2 to 3 on friday", "3 on friday"),
        ("friday would be better", None),
        ("i want to move my appointment", None),
    ],
)
def test_a_move_names_where_it_goes(text, target):
    assert moved_to(text) == target


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("sat 21 nov after 4", "on Saturday 21 November from 4pm"),
        ("monday or tuesday at 9", "on Monday 23 November or Tuesday 24 November at 9am"),
        ("not mornings", "in the afternoon or evening"),
        ("before 10", "before 10am"),
        ("any day", "then"),
    ],
)
def test_a_wish_is_said_back(text, spoken):
    assert write_wish(wish(text)) == spoken


def test_a_wish_accepts_only_what_it_names():
    read = wish("tuesday or wednesday between 2 and 4")

    assert read.accepts(local(24, 14))
    assert not read.accepts(local(24, 16))
    assert not read.accepts(local(26, 14))


def test_a_time_to_be_near_orders_but_does_not_refuse():
    read = wish("tuesday at 3")
    at_four = local(24, 16)

    assert read.accepts(at_four)
    assert read.distance(at_four) == timedelta(hours=1)


PIECES = """
next this the not but until from after before between and or at 2 15 31 29 45 february december may mon tues
fridays weekend week month in days early late morning evening noon 25:00 5.30 pm am 30/2 - , ? no can't
last first ago one two half past to quarter every any asap 0 00:00 99/99 1/1/1 2026 31/12/9999
"""
WORDS = st.sampled_from(PIECES.split())


@settings(deadline=None)
@given(words=st.lists(WORDS, max_size=12), today=st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_any_row_of_words_ends_in_bookable_days_or_a_problem(words, today):
    horizon = Horizon(today, today + timedelta(days=42))

    read = read_wish(" ".join(words), horizon)

    if isinstance(read, Wish):
        assert all(horizon.today <= day <= horizon.latest for day in read.days)
        assert not (read.after and read.before and read.after >= read.before)


@settings(deadline=None)
@given(text=st.text(max_size=80))
def test_any_text_at_all_is_survived(text):
    read_wish(text, HORIZON)
