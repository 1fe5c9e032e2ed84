"""What patients type at the booking desk, in their own words, and what comes back when it cannot be."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from clinic.logic.hours import Hours
from clinic.services.contact import Contact, is_surely_name, read_contact, read_name, write_contact
from clinic.services.dialogue import Choice, Taken
from tests.services.booking_world import Clinic, small_clinic
from tests.services.world import PROFILE


def days(patient) -> list[str]:
    return [
        title for title in patient.titles if title[:3] in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("next tues", ["Tue 24 Nov", "Tue 1 Dec"]),
        ("monday or wednesday", ["Mon 23 Nov", "Wed 25 Nov", "Mon 30 Nov"]),
        ("next week", ["Mon 30 Nov", "Tue 1 Dec", "Wed 2 Dec", "Thu 3 Dec", "Fri 4 Dec"]),
        ("not mondays", ["Tue 24 Nov", "Wed 25 Nov", "Thu 26 Nov", "Fri 27 Nov", "Sat 28 Nov"]),
        ("any evening", ["Wed 25 Nov", "Thu 26 Nov", "Fri 27 Nov", "Wed 2 Dec", "Thu 3 Dec"]),
    ],
)
def test_several_days_become_day_buttons(clinic, words, expected):
    patient = clinic.patient().begins().says(words)

    assert patient.taken is Taken.KEPT
    assert days(patient) == expected


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("tomorrow after 3", "3:15pm", "4:15pm"),
        ("the 25th in the morning", "9am", "11:30am"),
        ("thursday, not before 7", "7pm", "7:30pm"),
        ("tomorow arround 1", "11:30am", "2:45pm"),
    ],
)
def test_one_day_becomes_time_buttons(clinic, words, first, last):
    patient = clinic.patient().begins().says(words)

    times = [title for title in patient.titles if title not in ("More times", "Other days")]
    assert patient.names == ["utter_booking_pick_time"]
    assert (times[0], times[-1]) == (first, last)


def test_a_time_typed_on_a_chosen_day_narrows_that_day(clinic):
    patient = clinic.patient().begins().presses("Tue 24 Nov").says("after 3")

    assert patient.values("utter_booking_pick_time") == {"day": "Tuesday 24 November"}
    assert patient.titles[0] == "3:15pm"


def test_a_part_of_the_day_said_first_still_counts_when_the_day_follows(clinic):
    patient = clinic.patient().begins().says("not mornings").says("tuesday")

    assert patient.titles[0] == "midday"


@pytest.mark.parametrize(
    ("words", "response"),
    [
        ("yesterday", "utter_booking_past"),
        ("25:00", "utter_booking_no_such_time"),
        ("29 february", "utter_booking_no_such_date"),
        ("31 june", "utter_booking_no_such_date"),
        ("15 march 2027", "utter_booking_too_far"),
        ("mornings but not in the morning", "utter_booking_contradiction"),
        ("sunday", "utter_booking_closed_day"),
        ("christmas, 25 december", "utter_booking_closed_day"),
        ("boxing day", "utter_booking_closed_day"),
        ("new year's day", "utter_booking_closed_day"),
        ("1 november", "utter_booking_past"),
        ("12/03/2020", "utter_booking_past"),
        ("29/02/2027", "utter_booking_no_such_date"),
        ("29 february 2028", "utter_booking_too_far"),
        ("2026-13-01", "utter_booking_no_such_date"),
        ("32 december", "utter_booking_no_such_date"),
        ("24:00", "utter_booking_no_such_time"),
        ("tuesday at 9:75", "utter_booking_no_such_time"),
        ("tuesday at midnight", "utter_booking_nothing_then"),
        ("next year", "utter_booking_not_understood"),
        ("today at 11", "utter_booking_too_soon"),
        ("tuesday at 7pm", "utter_booking_nothing_then"),
    ],
)
def test_what_cannot_be_is_said_and_what_is_free_is_offered(clinic, words, response):
    patient = clinic.patient().begins().says(words)

    assert patient.taken is Taken.KEPT
    assert patient.names[0] == response
    assert patient.names[1] in (
        "utter_booking_ask_again",
        "utter_booking_pick_day",
        "utter_booking_pick_time",
    )
    assert len(patient.titles) > 1


def test_after_a_full_day_the_days_from_there_on_are_offered(clinic):
    patient = clinic.patient().begins().says("25 december")

    assert days(patient)[0] == "Tue 29 Dec"


def test_a_full_day_is_said(tmp_path):
    clinic = small_clinic(tmp_path, lengths={"consultation": 210, "treatment": 60})
    clinic.patient().begins().presses("Wed 25 Nov").presses("9am")
    clinic.patient().begins().presses("Wed 25 Nov").presses("1:30pm")

    patient = clinic.patient().begins().says("wednesday")

    assert patient.names[0] == "utter_booking_no_time_that_day"
    assert patient.values("utter_booking_no_time_that_day") == {"day": "Wednesday 25 November"}


def test_words_that_are_no_day_are_asked_about_and_then_helped_with(clinic):
    patient = clinic.patient().begins().says("hm the usual")
    assert patient.names == ["utter_booking_not_understood", "utter_booking_ask_again"]

    patient.says("you know")
    assert patient.names == ["utter_booking_help", "utter_booking_pick_day"]


def test_when_nothing_is_free_a_person_and_the_waitlist_are_offered(tmp_path):
    clinic = small_clinic(tmp_path, horizon_days=1, minimum_notice_hours=72)

    patient = clinic.patient().begins()

    assert patient.names == ["utter_booking_none_free"]
    assert patient.titles == ["Wait for a time", "Talk to a person"]


def test_a_wish_at_the_last_question_changes_the_time(clinic):
    patient = (
        clinic.patient().reaches_confirm("Tue 24 Nov", "9am").says("can I come on wednesday at 10am instead")
    )

    assert patient.names == ["utter_booking_held", "utter_booking_confirm"]
    assert patient.values("utter_booking_confirm")["when"] == "Wednesday 25 November 2026 at 10am"


def test_a_yes_that_names_the_held_time_is_a_yes(clinic):
    patient = clinic.patient().reaches_confirm("Tue 24 Nov", "9am").says("yes please, tuesday at 9", "affirm")

    assert patient.taken is Taken.FINISHED


def test_a_no_at_the_last_question_asks_what_to_change(clinic):
    patient = clinic.patient().reaches_confirm().says("no", "deny")

    assert patient.names == ["utter_booking_change_what"]
    assert patient.titles == ["Another time", "The name", "Phone or e-mail", "Do not book"]


@pytest.mark.parametrize(
    ("text", "label"),
    [("how much is it", "faq/cost"), ("does it hurt?", "faq/pain"), ("talk to a person", "talk_to_human")],
)
def test_a_question_instead_of_a_name_is_answered_first(clinic, text, label):
    patient = clinic.patient().picks_a_time().says(text, label)

    assert patient.taken is Taken.NOT_AN_ANSWER
    assert patient.plan().name is None
    assert patient.names == ["utter_booking_ask_name"]


def test_a_name_that_looks_like_something_else_counts_when_it_is_said_again(clinic):
    patient = clinic.patient().picks_a_time().says("hope", "thanks").says("price lee", "faq/cost")
    assert patient.plan().name is None

    patient.says("price lee", "faq/cost")
    assert patient.plan().name == "price lee"


@pytest.mark.parametrize(
    ("text", "label"), [("yes", "affirm"), ("Yes", "affirm"), ("12345", "nlu_fallback"), ("👍", "affirm")]
)
def test_what_is_no_name_is_asked_again_with_an_example(clinic, text, label):
    patient = clinic.patient().picks_a_time().says(text, label)

    assert patient.names == ["utter_booking_retry_name"]


def test_a_pressed_button_of_another_question_is_no_name(clinic):
    patient = clinic.patient().picks_a_time()

    patient.plays(patient.sends("Carry on", Choice("Carry on", "resume_form")), "resume_form")

    assert patient.plan().name is None


def test_a_contact_that_cannot_be_used_is_asked_again_then_explained(clinic):
    patient = clinic.patient().picks_a_time().says("Sam Green").says("07700")
    assert patient.names == ["utter_booking_retry_contact"]

    patient.says("sam@")
    assert patient.names == ["utter_booking_explain_contact", "utter_booking_ask_contact"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sam Green", "Sam Green"),
        ("my name is sam green", "sam green"),
        ("I'm José Ñuñez-O’Brien", "José Ñuñez-O’Brien"),
        ("राम कुमार", "राम कुमार"),
        ("张伟", "张伟"),
        ("محمد علي", "محمد علي"),
        ("Dr. Müller", "Dr. Müller"),
        ("  Ye ", "Ye"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("Αλέξης Παπαδόπουλος", "Αλέξης Παπαδόπουλος"),
        ("مریم\u200cسادات", "مریم\u200cسادات"),
        ("\u202bمحمد\u202c", "محمد"),
        ("བསྟན་འཛིན", "བསྟན་འཛིན"),
        ("たなか\u3000はるこ", "たなか はるこ"),
        ("Sam\u200bGreen", "Sam Green"),
        ("D‘Angelo", "D‘Angelo"),
        ("Green, Sam", "Green, Sam"),
        ("does it hurt?", None),
        ("call 999", None),
        ("<b>Sam</b>", None),
        ("x" * 101, None),
        ("one two three four five six seven", None),
        ("", None),
    ],
)
def test_names_in_any_script_are_read(text, name):
    assert read_name(text) == name


def test_capitals_an_introduction_or_a_script_without_capitals_make_a_name_sure():
    assert is_surely_name("Sam Green")
    assert is_surely_name("it's anna")
    assert is_surely_name("张伟")
    assert not is_surely_name("cost")


@pytest.mark.parametrize(
    ("text", "contact", "written"),
    [
        ("07700 900123", Contact(phone="+447700900123"), "07700 900123"),
        ("+91 98765 43210", Contact(phone="+919876543210"), "+91 98765 43210"),
        ("+1 415 555 2671", Contact(phone="+14155552671"), "+1 415-555-2671"),
        ("0033612345678", Contact(phone="+33612345678"), "+33 6 12 34 56 78"),
        ("tel:+８１ 90 1234 5678", Contact(phone="+819012345678"), "+81 90-1234-5678"),
        ("mailto:sam@mail.example", Contact(email="sam@mail.example"), "sam@mail.example"),
        ("0044 7911 123456", Contact(phone="+447911123456"), "07911 123456"),
        ("٠٧٩١١ ١٢٣٤٥٦", Contact(phone="+447911123456"), "07911 123456"),
        ("Sam@Mail.example.", Contact(email="Sam@mail.example"), "Sam@mail.example"),
        ("07911123456 or sam@mail.example", Contact("+447911123456", "sam@mail.example"), None),
        ("9876543210", None, None),
        ("07700", None, None),
        ("sam@mail", None, None),
        ("call me", None, None),
    ],
)
def test_phones_and_addresses_are_read_and_written_back(text, contact, written):
    assert read_contact(text, "GB") == contact
    if contact and written:
        assert write_contact(contact, "GB") == written


def test_openings_on_the_day_of_the_clock_change_are_shown_in_local_time(tmp_path):
    clinic = small_clinic(tmp_path, now=datetime(2026, 10, 23, 9, 0, tzinfo=UTC))

    before = clinic.patient().begins().presses("Sat 24 Oct").presses("10am")
    after = clinic.patient().begins().presses("Mon 26 Oct").presses("9am")

    assert before.booking().starts_at == datetime(2026, 10, 24, 9, 0, tzinfo=UTC)
    assert after.booking().starts_at == datetime(2026, 10, 26, 9, 0, tzinfo=UTC)


def night_clinic(folder, now: datetime) -> Clinic:
    """Open on Sundays from midnight to four: the clocks change while somebody works."""
    worker = replace(PROFILE.booking.clinicians[0], weekly_hours={6: (Hours(time(0), time(4)),)}, breaks={})
    return small_clinic(folder, now=now, clinicians=(worker,))


def test_a_time_that_the_clocks_skip_is_none_and_others_of_that_day_are_offered(tmp_path):
    clinic = night_clinic(tmp_path, datetime(2027, 3, 22, 9, 0, tzinfo=UTC))

    patient = clinic.patient().begins().says("sunday 28 march at 1:30am")

    assert patient.names == ["utter_booking_no_such_time", "utter_booking_pick_time"]
    assert patient.titles[:4] == ["midnight", "12:30am", "2am", "2:30am"]


def test_a_time_that_the_clocks_repeat_is_offered_twice_with_its_zone(tmp_path):
    clinic = night_clinic(tmp_path, datetime(2026, 10, 19, 9, 0, tzinfo=UTC))

    patient = clinic.patient().begins().says("sunday 25 october at 1:30am")

    assert patient.names == ["utter_booking_pick_time"]
    assert {"1:30am BST", "1:30am GMT"} <= set(patient.titles)
    assert patient.presses("1:30am GMT").booking().starts_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_hold_that_ran_out_while_a_name_was_typed_says_so_and_keeps_the_name(clinic):
    patient = clinic.patient().picks_a_time()
    clinic.clock.move(minutes=16)

    patient.says("राम कुमार")

    assert patient.names == ["utter_booking_hold_expired", "utter_booking_pick_time"]
    assert patient.plan().name == "राम कुमार"


def test_whoever_has_told_their_contact_is_not_asked_again(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am").cancels().presses("Yes")

    patient.begins().presses("Fri 27 Nov").presses("10am")

    assert patient.names == ["utter_booking_held", "utter_booking_confirm"]
