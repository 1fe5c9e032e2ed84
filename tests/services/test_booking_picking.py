"""Days, times and people picked in words: a filter that goes on too long, a bare number, a clinician."""

from datetime import UTC, datetime

import pytest

from clinic.services.dialogue import Taken
from tests.services.booking_world import small_clinic

QUESTION = ["utter_booking_open_question"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("thu 10 dec 5pm", ["utter_booking_held", "utter_booking_ask_name"]),
        ("thursday 10 december at 6pm", ["utter_booking_held", "utter_booking_ask_name"]),
        ("Thu 10 Dec", ["utter_booking_pick_time"]),
        ("mon 7 dec", ["utter_booking_pick_time"]),
    ],
)
def test_a_weekday_beside_its_date_is_one_day(clinic, text, names):
    patient = clinic.patient().begins().says(text, "book_consultation")

    assert patient.names == names


def test_a_weekday_that_is_not_its_dates_asks_which(clinic):
    patient = clinic.patient().begins().says("mon 10 dec")

    assert patient.titles[:2] == ["Mon 7 Dec", "Thu 10 Dec"]


@pytest.mark.parametrize("label", ["nlu_fallback", "reschedule_booking"])
def test_being_late_is_no_time(clinic, label):
    patient = clinic.patient().begins().says("what if im late", label)

    assert patient.names[:1] == QUESTION
    assert patient.plan().wish is None


def test_limits_that_a_new_day_cannot_meet_are_named_and_end(clinic):
    patient = clinic.patient().begins().says("after 4pm").says("saturday")

    assert patient.names == ["utter_booking_nothing_then", "utter_booking_pick_time"]
    wanted = patient.values("utter_booking_nothing_then")["wanted"]
    assert wanted == "on Saturday 28 November from 4pm"
    assert patient.titles[0] == "10am"

    patient.presses("Other days").says("saturday")
    assert patient.names == ["utter_booking_pick_time"]


def test_of_several_days_those_that_are_open_are_shown(tmp_path):
    clinic = small_clinic(tmp_path, now=datetime(2026, 11, 28, 8, 0, tzinfo=UTC))  # a Saturday

    patient = clinic.patient().begins().says("after 4pm").says("sat")

    assert patient.names == ["utter_booking_nothing_then", "utter_booking_pick_day"]
    assert patient.titles[:2] == ["Sat 28 Nov", "Sat 5 Dec"]


@pytest.mark.parametrize("text", ["sunday", "boxing day", "tuesday at 7pm", "tuesday at midnight"])
def test_nobody_waits_for_what_can_never_be(clinic, text):
    patient = clinic.patient().begins().says(text)

    assert "Wait for a time" not in patient.titles


def test_the_waiting_list_for_a_closed_day_is_not_offered_in_words_either(clinic):
    patient = clinic.patient().begins().says("put me on the waiting list for sunday")

    assert patient.names[0] == "utter_booking_closed_day"


def test_what_is_only_taken_may_be_waited_for(tmp_path):
    clinic = small_clinic(tmp_path, lengths={"consultation": 210, "treatment": 60})
    clinic.patient().begins().presses("Wed 25 Nov").presses("9am")
    clinic.patient().begins().presses("Wed 25 Nov").presses("1:30pm")

    assert "Wait for a time" in clinic.patient().begins().says("wednesday").titles


@pytest.mark.parametrize("text", ["9", "9 please", "ok 9", "at 9"])
def test_a_bare_number_is_one_of_the_times_shown(clinic, text):
    patient = clinic.patient().begins().presses("Wed 25 Nov").says(text, "out_of_scope")

    assert patient.values("utter_booking_held")["when"] == "Wednesday 25 November 2026 at 9am"


def test_a_bare_number_is_a_date_where_days_are_shown_and_a_time_beside_a_weekday(clinic):
    patient = clinic.patient().begins().says("25", "out_of_scope")
    assert patient.values("utter_booking_pick_time") == {"day": "Wednesday 25 November"}

    patient.presses("Other days").says("fri 10", "book_consultation")
    assert patient.values("utter_booking_held")["when"] == "Friday 27 November 2026 at 10am"


@pytest.mark.parametrize("text", ["dr lind", "i want dr okafor", "Jonas please", "can i see doctor lind"])
def test_a_clinician_is_picked_by_name(clinic, text):
    patient = clinic.patient().begins().says(text)

    assert patient.names == ["utter_booking_with_clinician", "utter_booking_pick_day"]
    days = {title[:3] for title in patient.titles[:5]}
    assert days <= ({"Mon", "Tue", "Thu"} if "okafor" in text else {"Wed", "Fri", "Sat"})


def test_a_clinician_and_a_day_are_read_together(clinic):
    patient = clinic.patient().begins().says("dr lind on friday at 10", "book_consultation")
    assert patient.names == ["utter_booking_with_clinician", "utter_booking_held", "utter_booking_ask_name"]

    other = clinic.patient().begins().says("dr okafor on friday")
    assert other.values("utter_booking_nothing_then")["wanted"] == "on Friday 27 November"
    other.presses("Other days") if "Other days" in other.titles else other.says("wednesday")
    assert other.taken is Taken.KEPT


@pytest.mark.parametrize("text", ["who is dr lind", "not dr lind"])
def test_a_name_in_other_words_picks_nobody(clinic, text):
    assert clinic.patient().begins().says(text).plan().clinician is None


def test_earlier_goes_back_to_what_comes_before_and_then_to_the_waiting_list(clinic):
    patient = clinic.patient().begins().presses("Fri 27 Nov").says("earlier")
    assert (patient.names, patient.titles[0]) == (["utter_booking_pick_day"], "Mon 23 Nov")

    patient.says("sooner please", "reschedule_booking")
    assert patient.names[0] in ("utter_waitlist_ask", "utter_booking_too_soon")
