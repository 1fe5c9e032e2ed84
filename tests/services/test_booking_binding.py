"""Questions that bind: only a plain yes cancels, books or moves; a question is answered and asked again."""

import pytest

from clinic.services.dialogue import Taken
from tests.services.booking_world import AtDesk, Clinic

CANCELS = "cancel_booking"  # how the engine understands them all


@pytest.fixture
def asked(clinic: Clinic) -> AtDesk:
    """Shall the visit be cancelled?"""
    return clinic.patient().books("Wed 25 Nov", "9am").cancels()


@pytest.mark.parametrize("text", ["i dont want to cancel", "no dont cancel it", "keep it", "no"])
def test_a_negation_leaves_the_visit_as_it_is(asked, text):
    asked.says(text, CANCELS)

    assert asked.names == ["utter_booking_not_cancelled"]
    assert asked.booking().status == "confirmed"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("what happens if i cancel", CANCELS),
        ("how do i cancel", CANCELS),
        ("why would you cancel it", CANCELS),
        ("is there a fee for cancelling", CANCELS),
        ("does cancelling cost anything", "nlu_fallback"),
        ("can i get my money back if i cancel", "nlu_fallback"),
        ("yes but is there a fee", "affirm"),
        ("wait", "nlu_fallback"),
        ("wait", "deny"),
    ],
)
def test_a_question_about_cancelling_is_answered_and_asked_again(asked, text, label):
    asked.says(text, label)

    assert asked.names == ["utter_booking_about_cancelling", "utter_booking_confirm_cancel"]
    assert asked.titles == ["Yes", "No"]
    assert asked.booking().status == "confirmed"


@pytest.mark.parametrize(
    ("text", "label"),
    [("sam green", "affirm"), ("no cancel it", CANCELS), ("cancel my friends one", CANCELS), ("", CANCELS)],
)
def test_words_that_are_no_plain_answer_are_asked_again(asked, text, label):
    asked.says(text, label)

    assert asked.names == ["utter_booking_confirm_cancel"]
    assert asked.booking().status == "confirmed"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("yes", "affirm"),
        ("ok cancel it please", CANCELS),
        ("i cant come anymore", CANCELS),
        ("go ahead", "affirm"),
    ],
)
def test_a_plain_yes_cancels(asked, text, label):
    asked.says(text, label)

    assert asked.names == ["utter_booking_cancelled"]
    assert asked.bookings("confirmed") == []


def test_the_first_words_may_take_it_back_or_ask(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am")

    assert patient.cancels("no dont cancel").names == ["utter_booking_found"]
    assert patient.open_form() is None

    patient.cancels("is there a fee for cancelling")
    assert patient.names == ["utter_booking_about_cancelling", "utter_booking_confirm_cancel"]


@pytest.mark.parametrize(
    ("text", "label", "step"),
    [
        ("yes is parking free", "affirm", "confirm"),
        ("the first one", "affirm", "confirm"),
        ("is that today", "check_booking", "confirm"),
        ("dont book it", "book_consultation", "change"),
        ("yes but not that day", "affirm", "change"),
    ],
)
def test_only_a_plain_yes_books(clinic, text, label, step):
    patient = clinic.patient().reaches_confirm("Wed 25 Nov", "9am").says(text, label)

    assert patient.plan().step == step
    assert patient.booking().status == "held"


@pytest.mark.parametrize(
    ("text", "label"), [("book it", "book_consultation"), ("all correct", "nlu_fallback")]
)
def test_the_demand_itself_books(clinic, text, label):
    patient = clinic.patient().reaches_confirm("Wed 25 Nov", "9am").says(text, label)

    assert patient.taken is Taken.FINISHED
    assert patient.booking().status == "confirmed"


def test_a_question_about_cancelling_stops_no_booking_in_the_making(clinic):
    patient = clinic.patient().begins().says("is there a fee for cancelling", CANCELS)
    assert patient.names == ["utter_booking_about_cancelling", "utter_booking_ask_again"]

    patient.presses("Wed 25 Nov").presses("9am").says("no dont cancel", CANCELS)
    assert patient.names == ["utter_booking_ask_name"]
    assert patient.booking().status == "held"


# A move


@pytest.fixture
def booked(clinic: Clinic) -> AtDesk:
    return clinic.patient().books("Wed 25 Nov", "9am")


@pytest.mark.parametrize(
    ("text", "names", "day"),
    [
        ("can i move it to friday morning", ["utter_booking_pick_time"], "27"),
        ("i need to move it to 1 december", ["utter_booking_pick_time"], "01"),
        ("move my wednesday visit to friday", ["utter_booking_pick_time"], "27"),
        ("friday at 10am would be better", ["utter_booking_held", "utter_booking_confirm_move"], "27"),
    ],
)
def test_a_day_said_with_the_move_is_not_asked_again(booked, text, names, day):
    booked.reschedules(text)

    assert booked.names == names
    assert f"{booked.plan().day:%d}" == day


@pytest.mark.parametrize(
    "text", ["move my appointment on wednesday", "move it, i had surgery last week", "can i move it"]
)
def test_words_that_name_no_new_day_ask_for_one(booked, text):
    assert booked.reschedules(text).names == ["utter_booking_pick_new_day"]


def test_several_days_said_with_the_move_become_its_buttons(booked):
    booked.reschedules("move my appointment to next tuesday morning")

    assert booked.names == ["utter_booking_pick_new_day"]
    assert booked.titles[:2] == ["Tue 24 Nov", "Tue 1 Dec"]


def test_the_move_says_what_goes_and_can_be_moved_again_before_the_yes(booked):
    booked.reschedules().presses("Fri 27 Nov").presses("10am")
    assert booked.names[-1] == "utter_booking_confirm_move"
    assert booked.values("utter_booking_confirm_move")["old"] == "Wednesday 25 November 2026 at 9am"
    assert "Yes, move it" in booked.titles

    booked.says("can you move it again to 10 december at 3pm", "reschedule_booking")
    assert booked.values("utter_booking_confirm_move")["when"] == "Thursday 10 December 2026 at 3pm"

    booked.says("yes move it", "reschedule_booking")
    assert booked.names == ["utter_booking_moved", "utter_booking_manage"]


@pytest.mark.parametrize("text", ["i cant come anymore", "actually no cancel it", "cancel"])
def test_whoever_cannot_come_is_asked_whether_to_cancel_the_visit(clinic, booked, text):
    booked.reschedules().presses("Fri 27 Nov").presses("10am").says(text, CANCELS)

    assert booked.names == ["utter_booking_confirm_cancel"]
    assert clinic.reserved() == {booked.booking().id}
    assert booked.says("yes", "affirm").names == ["utter_booking_cancelled"]


def test_a_no_to_cancelling_goes_on_with_the_move(booked):
    booked.reschedules().says("no dont cancel", CANCELS)

    assert booked.names == ["utter_booking_ask_again"]


@pytest.mark.parametrize("text", ["is it cancelled now?", "did you cancel my appointment"])
def test_what_was_cancelled_is_said_to_be(booked, text):
    booked.cancels().presses("Yes").checks(text)

    assert booked.names == ["utter_booking_cancelled"]
    assert booked.values("utter_booking_cancelled") == {"when": "Wednesday 25 November 2026 at 9am"}
    assert booked.open_form() is None


def test_after_a_cancelled_one_a_booking_made_elsewhere_can_still_be_named(booked):
    booked.cancels().presses("Yes").checks("and the one under sam@mail.example?")

    assert booked.names == ["utter_booking_code_sent"]
