"""A consultation is booked in the chat: a day, a time, a hold, a name, a way to be reached, a yes."""

import pytest

from clinic.services.dialogue import Taken
from clinic.services.errors import ConversationUnknown


def test_a_consultation_is_booked_from_the_first_word_to_the_yes(clinic):
    patient = clinic.patient().books(day="Tue 24 Nov", time="10:30am")

    assert patient.taken is Taken.FINISHED
    assert patient.names == ["utter_booking_confirmed", "utter_booking_manage"]
    assert patient.values("utter_booking_confirmed")["when"] == "Tuesday 24 November 2026 at 10:30am"
    assert patient.booking().status == "confirmed"
    assert patient.booking().hold_expires_at is None
    assert clinic.reserved() == {patient.booking().id}


def test_the_booking_names_the_answers_it_rests_on_and_the_patient(clinic):
    patient = clinic.patient().books()

    with clinic.uows(reads_only=True) as uow:
        known = uow.bookings.patient(patient.conversation_id)
        entries = uow.audit.about("booking", patient.booking().id)
    assert patient.booking().prescreen_id is not None
    assert patient.booking().patient_id == known.id
    assert (known.name, known.phone) == ("Sam Green", "+447700900123")
    assert [entry.action for entry in entries] == ["confirm_booking"]


def test_the_form_is_open_until_the_booking_is_done(clinic):
    patient = clinic.patient().begins()
    assert (patient.form, patient.open_form()) == ("booking_form", "booking_form")

    patient.presses("Tue 24 Nov").presses("9am").says("Sam Green").says("sam@mail.com")
    assert patient.open_form() == "booking_form"

    patient.presses("Yes, book it")
    assert patient.open_form() is None


def test_more_days_and_more_times_and_the_way_back(clinic):
    patient = clinic.patient().begins()
    first = patient.titles

    patient.presses("More days")
    assert patient.names == ["utter_booking_more_days"]
    assert not set(first) & {title for title in patient.titles if title[:3] in ("Mon", "Tue", "Wed")}

    patient.presses("Tue 1 Dec").presses("More times")
    assert "9am" not in patient.titles

    patient.presses("Other days")
    assert patient.titles == first


def test_a_day_in_the_first_words_is_not_asked_again(clinic):
    patient = clinic.patient().begins("can I book an appointment for next tuesday afternoon please")

    assert patient.titles[:2] == ["Tue 24 Nov", "Tue 1 Dec"]
    patient.presses("Tue 24 Nov")
    assert patient.titles[0] == "midday"


def test_a_whole_wish_is_held_at_once(clinic):
    patient = clinic.patient().begins().says("tomorrow at 3.15pm")

    assert patient.names == ["utter_booking_held", "utter_booking_ask_name"]
    assert patient.values("utter_booking_held") == {
        "when": "Tuesday 24 November 2026 at 3:15pm",
        "held_until": "10:15am",
    }


def test_the_chosen_time_is_held_and_nobody_else_is_offered_it(clinic):
    clinic.patient().picks_a_time("Tue 24 Nov", "9am")

    other = clinic.patient().begins().presses("Tue 24 Nov")

    assert "9am" not in other.titles
    assert "9:30am" not in other.titles  # the buffer after the visit
    assert "10am" in other.titles


def test_picking_another_time_frees_the_first(clinic):
    patient = clinic.patient().picks_a_time("Tue 24 Nov", "9am")
    first = patient.booking()

    patient.says("Sam Green").says("sam@mail.com").presses("Change something").presses("Another time")
    patient.presses("Wed 25 Nov").presses("9am")

    assert patient.booking().id != first.id
    assert clinic.reserved() == {patient.booking().id}
    assert patient.names == ["utter_booking_held", "utter_booking_confirm"]


def test_the_same_message_twice_changes_nothing_and_answers_the_same(clinic):
    patient = clinic.patient().picks_a_time()
    first, replies = patient.booking(), patient.replies

    again = clinic.services.booking.take_message(patient.conversation_id, patient.sent[-1], _understood())

    assert patient.booking() == first
    assert again.replies == replies[: len(again.replies)]
    assert len(patient.bookings()) == 1


def test_the_same_yes_twice_books_once(clinic):
    patient = clinic.patient().books()

    for _ in range(2):
        step = clinic.services.booking.take_message(patient.conversation_id, patient.sent[-1], _understood())

    assert step.taken is Taken.FINISHED
    assert len(patient.bookings()) == 1
    assert clinic.services.booking.submit(patient.conversation_id) == patient.replies


def test_beginning_twice_with_one_message_answers_the_same(clinic):
    patient = clinic.patient().begins("book me in tomorrow at 9")
    message_id = patient.sent[-1]

    again = clinic.services.booking.begin(patient.conversation_id, message_id)

    assert again.form == "booking_form"
    assert len(patient.bookings("held")) == 1


def test_a_message_of_another_conversation_is_refused(clinic):
    patient, stranger = clinic.patient().begins(), clinic.patient().begins()

    with pytest.raises(ConversationUnknown):
        clinic.services.booking.take_message(stranger.conversation_id, patient.sent[-1], _understood())


def test_a_hold_that_ran_out_while_typing_is_said_and_what_was_typed_is_kept(clinic):
    patient = clinic.patient().picks_a_time("Tue 24 Nov", "9am")

    clinic.clock.move(minutes=16)
    patient.says("Sam Green")

    assert patient.names == ["utter_booking_hold_expired", "utter_booking_pick_time"]
    assert patient.plan().name == "Sam Green"
    patient.presses("9am")
    assert patient.names == ["utter_booking_held", "utter_booking_ask_contact"]


def test_a_yes_after_the_hold_ran_out_books_nothing(clinic):
    patient = clinic.patient().reaches_confirm("Tue 24 Nov", "9am")

    clinic.clock.move(minutes=15)
    patient.presses("Yes, book it")

    assert patient.names == ["utter_booking_hold_expired", "utter_booking_pick_time"]
    assert patient.bookings("confirmed") == []


def test_a_hold_that_ran_out_is_free_for_the_next_patient(clinic):
    late = clinic.patient().reaches_confirm("Tue 24 Nov", "9am")
    clinic.clock.move(minutes=15)

    quick = clinic.patient().books("Tue 24 Nov", "9am")
    late.presses("Yes, book it")

    assert [booking.status for booking in quick.bookings()] == ["confirmed"]
    assert [booking.status for booking in late.bookings()] == ["expired"]
    assert "9am" not in late.titles


def test_a_time_that_was_just_taken_is_said_and_others_are_offered(clinic):
    slow = clinic.patient().begins().presses("Wed 25 Nov")
    clinic.patient().books("Wed 25 Nov", "9am")

    slow.presses("9am")

    assert slow.names == ["utter_booking_taken", "utter_booking_pick_time"]
    assert "10am" in slow.titles
    assert slow.bookings() == []


def test_stopping_frees_the_time(clinic):
    patient = clinic.patient().reaches_confirm()

    patient.presses("Change something").presses("Do not book")

    assert patient.taken is Taken.LEFT
    assert patient.names == ["utter_booking_stopped_before"]
    assert clinic.reserved() == set()
    assert patient.open_form() is None


@pytest.mark.parametrize("label", ["cancel_booking", "goodbye"])
def test_words_that_stop_end_the_booking_too(clinic, label):
    patient = clinic.patient().picks_a_time().says("forget it", label)

    assert patient.taken is Taken.LEFT
    assert clinic.reserved() == set()


def test_name_and_contact_are_asked_once_in_a_conversation(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am")
    patient.cancels().presses("Yes")

    patient.picks_a_time("Fri 27 Nov", "9am")

    assert patient.names == ["utter_booking_held", "utter_booking_confirm"]
    assert patient.values("utter_booking_confirm")["name"] == "Sam Green"


def test_name_and_contact_can_be_put_right_before_the_yes(clinic):
    patient = clinic.patient().reaches_confirm()

    patient.presses("Change something").presses("The name").says("Samira Green")
    patient.presses("Change something").presses("Phone or e-mail").says("+91 98765 43210")

    values = patient.values("utter_booking_confirm")
    assert (values["name"], values["contact"]) == ("Samira Green", "+91 98765 43210")


def test_a_second_talk_is_not_booked_beside_the_first(clinic):
    patient = clinic.patient().books()

    patient.begins()

    assert patient.form is None
    assert patient.names == ["utter_booking_already_booked"]


def test_a_question_in_the_middle_is_left_to_the_rules_and_asked_again_in_other_words(clinic):
    patient = clinic.patient().begins().says("does it hurt?", "faq/pain")

    assert patient.taken is Taken.NOT_AN_ANSWER
    assert patient.names == ["utter_booking_ask_again"]
    assert "Tue 24 Nov" in patient.titles


def test_an_old_yes_button_does_not_confirm_another_time(clinic):
    patient = clinic.patient().reaches_confirm("Tue 24 Nov", "9am")
    old = patient.choice("Yes, book it")
    patient.presses("Change something").presses("Another time").presses("Wed 25 Nov").presses("9am")

    patient.plays(patient.sends(old.title, old), old.intent)

    assert patient.bookings("confirmed") == []
    assert patient.names == ["utter_booking_confirm_again"]


def _understood(label: str = "answer_question"):
    from tests.fakes import understood

    return understood(label)
