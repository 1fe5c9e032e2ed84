"""A booking is looked up, moved and cancelled from another conversation, by a code to the address on file."""

import re

import pytest

from clinic.services.dialogue import Taken
from tests.services.booking_world import AtDesk, Clinic

EMAIL = "sam@mail.example"
FOUND = "utter_booking_found"
SENT = "utter_booking_code_sent"


@pytest.fixture
def booked(clinic) -> AtDesk:
    """Somebody with a booking on Wednesday at 9am, made with an e-mail address."""
    return books(clinic, EMAIL)


def books(clinic: Clinic, contact: str, day: str = "Wed 25 Nov", time: str = "9am") -> AtDesk:
    patient = clinic.patient().picks_a_time(day, time).says("Sam Green").says(contact)
    return patient.presses("Yes, book it")


def codes(clinic: Clinic, to: str = EMAIL) -> list[str]:
    texts = [re.search(r"\b\d{6}\b", text) for text in clinic.mails(to) if "Your code is" in text]
    return [found[0] for found in texts if found]


def proven(clinic: Clinic, wish: str, named: str) -> AtDesk:
    """A visitor in a new conversation who has typed the right code."""
    visitor = getattr(clinic.patient(None), wish)().says(named)
    return visitor.says(codes(clinic)[-1])


@pytest.mark.parametrize("named", ["reference", EMAIL, "SAM@mail.example", "it was sam@mail.example I think"])
def test_a_booking_is_found_by_its_reference_or_its_contact(clinic, booked, named):
    named = booked.booking().reference.lower() if named == "reference" else named

    visitor = clinic.patient(None).checks().says(named)
    assert visitor.names == [SENT]
    visitor.says(f"it is {codes(clinic)[-1]}")

    assert visitor.names == [FOUND]
    assert visitor.values(FOUND)["when"] == "Wednesday 25 November 2026 at 9am"
    assert visitor.titles == ["Move it", "Cancel it"]
    assert visitor.open_form() is None


def test_a_phone_number_finds_it_and_the_code_goes_to_the_address_on_file(clinic):
    books(clinic, f"07700 900123 or {EMAIL}")

    visitor = clinic.patient(None).checks().says("07700900123")
    visitor.says(codes(clinic)[-1])

    assert visitor.names == [FOUND]


def test_words_that_name_it_already_are_not_asked_for_again(clinic, booked):
    visitor = clinic.patient(None).cancels(f"cancel my booking {booked.booking().reference}")

    assert visitor.names == [SENT]


def test_it_is_cancelled_from_elsewhere(clinic, booked):
    visitor = proven(clinic, "cancels", EMAIL)
    assert visitor.names == ["utter_booking_confirm_cancel"]

    visitor.presses("Yes")

    assert visitor.names == ["utter_booking_cancelled"]
    assert booked.bookings("confirmed") == []
    assert clinic.reserved() == set()


def test_it_is_moved_from_elsewhere_and_nothing_of_the_patient_is_shown(clinic, booked):
    visitor = proven(clinic, "reschedules", EMAIL)
    assert visitor.names == ["utter_booking_pick_new_day"]

    visitor.presses("Fri 27 Nov").presses("10am")
    assert visitor.names == ["utter_booking_held", "utter_booking_confirm_move_again"]
    assert "Sam" not in repr(visitor.replies)
    visitor.presses("Yes, move it")

    assert visitor.names == ["utter_booking_moved", "utter_booking_manage"]
    assert f"{booked.booking().starts_at:%d %H:%M}" == "27 10:00"
    assert clinic.reserved() == {booked.booking().id}


def test_what_is_said_never_tells_whether_there_is_a_booking(clinic, booked):
    def told(named: str) -> list[object]:
        visitor, said = clinic.patient(None).checks().says(named), list[object]()
        said += [visitor.replies, visitor.open_form()]
        for text in ("what now", "000000", "never got it"):
            said.append(visitor.says(text).replies)
        return said

    there = told(EMAIL)

    assert told("nobody@mail.example") == told("A2B3C4D5") == there


def test_no_code_goes_where_there_is_no_address_on_file_and_a_phone_number_is_said(clinic):
    books(clinic, "07700 900123")

    visitor = clinic.patient(None).checks().says("07700 900123")

    assert visitor.names == [SENT]
    assert "Talk to a person" in visitor.titles
    clinic.services.letter_jobs.run_due()
    assert clinic.mailer.sent == []


def test_the_code_never_goes_to_an_address_that_was_typed(clinic, booked):
    clinic.patient(None).checks().says(f"{booked.booking().reference} or thief@mail.example")

    assert codes(clinic)
    assert clinic.mails("thief@mail.example") == []


def test_a_wrong_code_can_be_mended_and_five_end_it(clinic, booked):
    visitor = clinic.patient(None).checks().says(EMAIL)
    right = codes(clinic)[-1]
    wrong = f"{(int(right) + 1) % 10**6:06d}"

    for _ in range(5):
        assert visitor.says(wrong).names == ["utter_booking_code_wrong"]

    assert visitor.says(right).names == ["utter_booking_code_over"]


def test_a_code_runs_out_after_ten_minutes_and_a_new_one_can_be_had(clinic, booked):
    visitor = clinic.patient(None).checks().says(EMAIL)
    old = codes(clinic)[-1]
    clinic.clock.move(minutes=10)
    assert visitor.says(old).names == ["utter_booking_code_over"]

    visitor.presses("Send a new code")
    assert visitor.names == ["utter_booking_code_sent_again"]
    assert visitor.says(codes(clinic)[-1]).names == [FOUND]


def test_a_code_is_used_once_and_opens_nothing_in_another_conversation(clinic, booked):
    visitor = clinic.patient(None).checks().says(EMAIL)
    code = codes(clinic)[-1]
    other = clinic.patient(None).checks().says("nobody@mail.example")

    assert other.says(code).names == ["utter_booking_code_wrong"]
    assert visitor.says(code).names == [FOUND]
    clinic.clock.move(hours=2)
    assert visitor.checks().says(code).names != [FOUND]


def test_only_the_newest_code_counts(clinic, booked):
    visitor = clinic.patient(None).checks().says(EMAIL)
    first = codes(clinic)[-1]
    visitor.says("I never got it", "deny")

    assert visitor.names == ["utter_booking_code_sent_again"]
    assert visitor.says(first).names == ["utter_booking_code_wrong"]


def test_a_conversation_gets_three_codes_an_hour(clinic, booked):
    visitor = clinic.patient(None).checks().says(EMAIL)
    visitor.presses("Send a new code").presses("Send a new code").presses("Send a new code")

    assert visitor.names == ["utter_booking_code_limit"]
    assert visitor.taken is Taken.LEFT
    assert visitor.open_form() is None
    assert len(codes(clinic)) == 3


def test_an_address_gets_three_codes_an_hour_whoever_asks_and_nobody_is_told(clinic, booked):
    for _ in range(5):
        assert clinic.patient(None).checks().says(EMAIL).names == [SENT]

    assert len(codes(clinic)) == 3
    clinic.clock.move(minutes=61)
    clinic.patient(None).checks().says(EMAIL)
    assert len(codes(clinic)) == 4


def test_a_proof_counts_for_an_hour(clinic, booked):
    visitor = proven(clinic, "checks", EMAIL)
    clinic.clock.move(minutes=59)
    assert visitor.cancels().names == ["utter_booking_confirm_cancel"]

    clinic.clock.move(minutes=2)
    visitor.presses("Yes")

    assert visitor.names == ["utter_booking_which"]
    assert booked.booking().status == "confirmed"


def test_a_forged_button_changes_no_booking_of_another(clinic, booked):
    thief = clinic.patient().begins()

    thief.forges(do="cancel", booking=booked.booking().id, value="yes")
    message_id = thief.sends("forged")
    clinic.services.booking.cancel(thief.conversation_id, message_id)

    assert booked.booking().status == "confirmed"
    assert thief.plan().changes_id is None


def test_late_changes_take_a_person_from_elsewhere_too(clinic, booked):
    clinic.clock.move(hours=23, minutes=30)

    visitor = proven(clinic, "cancels", EMAIL)

    assert visitor.names == ["utter_booking_late_change"]
    assert booked.booking().status == "confirmed"


def test_moving_asks_the_answers_of_the_conversation_that_booked(clinic, booked):
    booked.change_conversation(booking_block="red_flag")

    visitor = proven(clinic, "reschedules", EMAIL)

    assert visitor.names == ["utter_booking_move_needs_person"]


def test_health_told_in_the_new_conversation_stops_a_move(clinic, booked):
    visitor = proven(clinic, "reschedules", EMAIL).says("I am pregnant now", "disclose_condition")

    assert visitor.names == ["utter_booking_move_needs_person"]
    assert f"{booked.booking().starts_at:%d %H:%M}" == "25 09:00"


def test_a_block_of_the_new_conversation_stops_a_move_and_not_a_cancellation(clinic, booked):
    visitor = proven(clinic, "checks", EMAIL)
    visitor.change_conversation(booking_block="red_flag")

    assert visitor.reschedules().names == ["utter_booking_move_needs_person"]
    assert visitor.cancels().presses("Yes").names == ["utter_booking_cancelled"]


@pytest.mark.parametrize(
    ("text", "label"),
    [("no idea what my reference is", "unsure"), ("I don't know", "deny"), ("??", "nlu_fallback")],
)
def test_who_knows_no_reference_is_helped_and_offered_a_person(clinic, text, label):
    visitor = clinic.patient(None).checks().says(text, label)

    assert visitor.names == ["utter_booking_reference_help"]
    assert visitor.says(EMAIL).names == [SENT]


def test_a_question_in_between_is_answered_and_the_search_goes_on(clinic, booked):
    visitor = clinic.patient(None).checks().says(EMAIL)

    visitor.says("does it hurt?", "faq/pain")
    assert visitor.taken is Taken.NOT_AN_ANSWER
    assert visitor.names == ["utter_booking_ask_code"]
    visitor.says("I want a person", "talk_to_human")
    assert visitor.taken is Taken.NOT_AN_ANSWER

    assert visitor.says(codes(clinic)[-1]).names == [FOUND]


def test_a_search_can_be_stopped(clinic):
    visitor = clinic.patient(None).checks().says("never mind", "goodbye")

    assert visitor.names == ["utter_booking_search_stopped"]
    assert visitor.open_form() is None


def test_another_booking_can_be_named_at_the_code(clinic, booked):
    visitor = clinic.patient(None).checks().says("nobody@mail.example").presses("Another booking")
    assert visitor.names == ["utter_booking_which"]

    visitor.says(EMAIL)

    assert visitor.says(codes(clinic)[-1]).names == [FOUND]


def test_a_message_that_comes_twice_sends_one_code(clinic, booked):
    visitor = clinic.patient(None).checks().says(EMAIL)

    visitor.plays(visitor.sent[-1], "nlu_fallback")

    assert visitor.names[0] == SENT
    assert len(codes(clinic)) == 1


def test_the_code_stands_in_no_table(clinic, booked):
    clinic.patient(None).checks().says(EMAIL)
    code = codes(clinic)[-1]

    with clinic.uows(reads_only=True) as uow:
        dump = "\n".join(uow._connection.connection.dbapi_connection.iterdump())

    assert code not in dump


def test_an_erased_conversation_takes_its_proofs_along(clinic, booked):
    visitor = proven(clinic, "checks", EMAIL)

    clinic.services.conversations.erase(visitor.conversation_id, actor="patient")

    with clinic.uows(reads_only=True) as uow:
        assert uow.identity.granted(visitor.conversation_id, clinic.clock.now()) == ()
        assert uow.identity.newest_code(visitor.conversation_id) is None
    assert booked.booking().status == "confirmed"


def test_several_bookings_of_one_address_are_all_shown_and_each_has_its_buttons(clinic, booked):
    second = books(clinic, EMAIL, "Fri 27 Nov", "10am")

    visitor = proven(clinic, "checks", EMAIL)
    assert visitor.names == [FOUND, FOUND]

    choice = visitor.replies[1].choices[1]
    replies = clinic.services.booking.cancel(visitor.conversation_id, visitor.sends(choice.title, choice))
    assert replies[0].values == {"when": "Friday 27 November 2026 at 10am"}
    visitor.replies = replies
    visitor.presses("Yes")
    assert second.bookings("confirmed") == []
    assert booked.booking().status == "confirmed"
