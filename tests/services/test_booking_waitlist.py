"""The waitlist: joining, one held offer at a time, passing on, leaving, and what ends a place."""

from datetime import timedelta

import pytest

from clinic.services.booking import OpeningTaken
from clinic.services.dialogue import Taken
from clinic.worker.rounds import Rounds
from tests.services.booking_world import AtDesk, Clinic, small_clinic

LONG = {"consultation": 210, "treatment": 60}  # two visits fill a Wednesday
EMAIL = "sam@mail.example"


@pytest.fixture
def clinic(tmp_path) -> Clinic:
    return small_clinic(tmp_path, lengths=LONG)


@pytest.fixture
def booked(clinic) -> AtDesk:
    """Wednesday is full: this one has the morning."""
    other = clinic.patient().books("Wed 25 Nov", "1:30pm")
    assert other.booking()
    return clinic.patient().books("Wed 25 Nov", "9am")


def waits(clinic: Clinic, text: str = "wednesday 25 november") -> AtDesk:
    patient = clinic.patient().begins().says(text).presses("Wait for a time")
    patient.says("Ann Lee").says(EMAIL)
    assert patient.names == ["utter_waitlist_joined"], patient.names
    return patient


def offered(patient: AtDesk) -> list[str]:
    messages = patient.clinic.services.conversations.messages(patient.conversation_id)
    return [message.text for message in messages if message.response == "utter_waitlist_offer"]


def last_said(patient: AtDesk) -> str | None:
    return patient.clinic.services.conversations.messages(patient.conversation_id)[-1].response


def status(patient: AtDesk) -> list[str]:
    with patient.clinic.uows(reads_only=True) as uow:
        return [entry.status for entry in uow.waitlist.of(patient.conversation_id)]


def answers(patient: AtDesk, title: str) -> AtDesk:
    """Press a button of the offer in the chat."""
    patient.hears(patient.clinic.services.booking.ask(patient.conversation_id))
    return patient.presses(title)


def test_whoever_finds_no_time_may_wait_for_one(clinic, booked):
    patient = waits(clinic)

    assert patient.taken is Taken.LEFT
    assert patient.values("utter_waitlist_joined") == {"until": "Wednesday 25 November"}
    assert patient.open_form() is None
    assert status(patient) == ["waiting"]
    assert clinic.services.booking.offers.run() == 0


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("none of these suit me", "deny"),
        ("put me on the waiting list", "book_consultation"),
        ("tell me if there is a cancellation", "cancel_booking"),
    ],
)
def test_words_that_ask_to_wait_are_understood(clinic, text, label):
    patient = clinic.patient().begins().says(text, label)
    assert patient.names == ["utter_waitlist_ask"]

    patient.says("yes", "affirm")

    assert patient.names == ["utter_booking_ask_name"]


def test_anything_earlier_waits_until_the_day_before_the_first_free_one(clinic, booked):
    clinic.patient().books("Tue 24 Nov", "9am")
    clinic.patient().books("Tue 24 Nov", "1:15pm")

    patient = clinic.patient().begins().says("anything earlier?").presses("Wait for a time")
    patient.says("Ann Lee").says(EMAIL)

    assert patient.values("utter_waitlist_joined") == {"until": "Wednesday 25 November"}


def test_nothing_can_be_earlier_than_the_notice_the_clinic_needs(clinic):
    clinic.clock.move(hours=15)  # Tuesday, 1am
    patient = clinic.patient().begins().says("anything earlier?")

    assert patient.names[0] == "utter_booking_too_soon"


def test_a_cancelled_time_is_held_for_the_first_who_waits_and_told(clinic, booked):
    first = waits(clinic)
    clinic.clock.move(minutes=1)
    second = waits(clinic)

    booked.cancels().presses("Yes")
    assert clinic.services.booking.offers.run() == 1

    assert not offered(second)
    assert "Wednesday 25 November 2026 at 9am" in offered(first)[0]
    hold = first.booking()
    assert hold.status == "held"
    assert hold.hold_expires_at == clinic.clock.now() + timedelta(hours=1)
    (letter,) = clinic.mails(EMAIL)
    assert "Wednesday 25 November 2026 at 9am" in letter
    assert clinic.services.booking.links.manage_url(hold.id) in letter


def test_a_yes_to_the_offer_books_it(clinic, booked):
    patient = waits(clinic)
    booked.cancels().presses("Yes")
    clinic.services.booking.offers.run()

    answers(patient, "Yes, book it")

    assert patient.names == ["utter_booking_confirmed", "utter_booking_manage"]
    assert patient.booking().status == "confirmed"
    assert status(patient) == []
    assert patient.open_form() is None


@pytest.mark.parametrize(("text", "label"), [("yes please", "affirm"), ("no thanks", "deny")])
def test_the_answer_to_an_offer_may_be_typed(clinic, booked, text, label):
    patient = waits(clinic)
    booked.cancels().presses("Yes")
    clinic.services.booking.offers.run()

    patient.says(text, label)

    assert [b.status for b in patient.bookings("confirmed", "held")] == (
        ["confirmed"] if label == "affirm" else []
    )


def test_an_offer_that_is_not_taken_goes_to_the_next_person_and_not_back(clinic, booked):
    first = waits(clinic)
    clinic.clock.move(minutes=1)
    second = waits(clinic)
    booked.cancels().presses("Yes")
    clinic.services.booking.offers.run()

    clinic.clock.move(minutes=61)
    clinic.services.booking.offers.run()

    assert last_said(first) == "utter_waitlist_passed"
    assert (status(first), status(second)) == (["waiting"], ["offered"])
    assert first.open_form() is None
    clinic.clock.move(minutes=61)
    clinic.services.booking.offers.run()
    assert len(offered(first)) == len(offered(second)) == 1


def test_a_no_passes_the_time_on_at_once(clinic, booked):
    first = waits(clinic)
    clinic.clock.move(minutes=1)
    second = waits(clinic)
    booked.cancels().presses("Yes")
    clinic.services.booking.offers.run()

    answers(first, "No, keep waiting")
    assert first.names == ["utter_waitlist_passed"]
    clinic.services.booking.offers.run()

    assert offered(second)
    assert first.bookings("held") == []


def test_a_late_yes_books_nothing(clinic, booked):
    patient = waits(clinic)
    booked.cancels().presses("Yes")
    clinic.services.booking.offers.run()
    patient.hears(clinic.services.booking.ask(patient.conversation_id))

    clinic.clock.move(minutes=61)
    patient.presses("Yes, book it")

    assert patient.names == ["utter_waitlist_passed"]
    assert patient.bookings("confirmed", "held") == []
    assert status(patient) == ["waiting"]


def test_two_times_go_to_two_people_and_one_time_never_to_both(clinic, booked):
    waiting = [waits(clinic) for _ in range(3)]
    booked.cancels().presses("Yes")
    with clinic.uows() as uow:
        (afternoon,) = [b for b in clinic.bookings("confirmed")]
        uow.bookings.cancel(afternoon.id, clinic.clock.now(), "test")
        uow.commit()

    assert clinic.services.booking.offers.run() == 2

    assert [len(offered(patient)) for patient in waiting] == [1, 1, 0]
    assert len({patient.booking().starts_at for patient in waiting[:2]}) == 2


def test_whoever_the_gate_refuses_is_passed_over(clinic, booked):
    first, second = waits(clinic), waits(clinic)
    first.change_conversation(booking_block="red_flag")
    booked.cancels().presses("Yes")

    clinic.services.booking.offers.run()

    assert not offered(first)
    assert offered(second)


def test_an_alarm_ends_an_offer_without_a_word_about_it(clinic, booked):
    first, second = waits(clinic), waits(clinic)
    booked.cancels().presses("Yes")
    clinic.services.booking.offers.run()
    with clinic.uows() as uow:
        uow.conversations.change(first.conversation_id, alert_level="L1", booking_block="red_flag")
        uow.bookings.let_go(first.conversation_id, clinic.clock.now())
        uow.commit()

    clinic.services.booking.offers.run()

    assert last_said(first) == "utter_waitlist_offer"
    assert status(first) == ["waiting"]
    assert offered(second)


def test_whoever_is_with_a_person_or_answers_a_form_is_not_interrupted(clinic, booked):
    with_staff, typing = waits(clinic), waits(clinic)
    with_staff.change_conversation(owner="staff")
    typing.change_conversation(open_form="prescreen_form")
    booked.cancels().presses("Yes")
    assert clinic.services.booking.offers.run() == 0

    clinic.clock.move(minutes=16)
    clinic.services.booking.offers.run()

    assert not offered(with_staff)
    assert offered(typing)


def test_an_offer_ends_before_the_notice_that_the_clinic_needs(clinic, booked):
    patient = waits(clinic)
    clinic.clock.move(hours=18, minutes=30)  # Tuesday 4:30am; an hour of opening time ends at 10am
    assert clinic.services.booking.offers.run() == 0
    with clinic.uows() as uow:
        uow.bookings.cancel(booked.booking().id, clinic.clock.now(), "test")
        uow.commit()
    clinic.clock.move(hours=24)  # Wednesday 4:30am, the visit is at 9am

    clinic.services.booking.offers.run()

    assert patient.booking().hold_expires_at == patient.booking().starts_at - timedelta(hours=4)


def test_leaving_the_list_by_button_by_words_and_while_an_offer_stands(clinic, booked):
    by_button, by_words, with_offer = waits(clinic), waits(clinic), waits(clinic)

    choice = by_button.choice("Leave the waiting list")
    message = by_button.sends(choice.title, choice)
    replies = clinic.services.booking.cancel(by_button.conversation_id, message)
    assert [reply.response for reply in replies] == ["utter_waitlist_left"]
    by_words.cancels("take me off the waiting list")
    assert by_words.names == ["utter_waitlist_left"]
    booked.cancels().presses("Yes")
    clinic.services.booking.offers.run()
    answers(with_offer, "Leave the waiting list")

    assert [status(p) for p in (by_button, by_words, with_offer)] == [[], [], []]
    assert clinic.bookings("held") == []


def test_a_look_at_the_bookings_tells_what_is_waited_for(clinic, booked):
    patient = waits(clinic).checks()

    assert patient.names == ["utter_waitlist_standing"]


def test_an_earlier_time_moves_the_booking_that_stands(clinic, booked):
    patient = clinic.patient().books("Fri 27 Nov", "9am").reschedules()
    patient.says("the 25th").presses("Wait for a time")
    assert patient.names == ["utter_waitlist_joined"]
    before = patient.booking()

    booked.cancels().presses("Yes")
    clinic.services.booking.offers.run()
    answers(patient, "Yes, book it")

    assert patient.names == ["utter_booking_moved", "utter_booking_manage"]
    assert patient.booking().id == before.id
    assert f"{patient.booking().starts_at:%d %H:%M}" == "25 09:00"


def test_booking_another_time_ends_the_wait(clinic, booked):
    patient = waits(clinic)

    patient.begins().presses("Fri 27 Nov").presses("9am").presses("Yes, book it")

    assert status(patient) == []


def test_a_place_whose_last_day_is_over_ends_and_a_person_is_named(clinic, booked):
    patient = waits(clinic)

    clinic.clock.move(days=3)
    clinic.services.booking.offers.run()

    assert last_said(patient) == "utter_waitlist_over"
    assert status(patient) == []


def test_an_erased_conversation_leaves_the_list_and_frees_its_offer(clinic, booked):
    patient = waits(clinic)
    booked.cancels().presses("Yes")
    clinic.services.booking.offers.run()

    clinic.services.conversations.erase(patient.conversation_id, actor="patient")

    with clinic.uows(reads_only=True) as uow:
        assert uow.waitlist.with_status("waiting", "offered") == ()
    assert clinic.bookings("held") == []


def test_an_offer_is_taken_and_passed_on_by_its_link(clinic, booked):
    first, second = waits(clinic), waits(clinic)
    booked.cancels().presses("Yes")
    clinic.services.booking.offers.run()
    by_link, links = clinic.services.booking.by_link, clinic.services.booking.links
    token = links.token(first.booking().id)
    assert by_link.offered(token) is not None

    by_link.pass_on(token)
    clinic.services.booking.offers.run()
    assert by_link.offered(token) is None
    with pytest.raises(OpeningTaken):
        by_link.take(token)

    taken = by_link.take(links.token(second.booking().id))
    assert taken == links.token(second.booking().id)
    assert second.booking().status == "confirmed"
    assert (last_said(second), second.open_form()) == ("utter_booking_manage", None)


def test_a_clinician_may_be_waited_for(clinic, booked):
    patient = clinic.patient().begins().says("put me on the waiting list for Dr Okafor")
    patient.presses("Wait for a time").says("Ann Lee").says(EMAIL)

    booked.cancels().presses("Yes")
    clinic.services.booking.offers.run()

    assert offered(patient)
    assert "Wednesday" not in offered(patient)[0]  # Wednesdays are Dr Lind's


def test_nobody_waits_for_a_clinician_who_never_works_then(clinic, booked):
    patient = clinic.patient().begins().says("put me on the waiting list for Dr Okafor on wednesdays")

    assert patient.names[:2] == ["utter_booking_with_clinician", "utter_booking_nothing_then"]
    assert "Wait for a time" not in patient.titles


def test_the_worker_looks_for_times_now_and_then(clinic, booked):
    patient, rounds = waits(clinic), Rounds.of(clinic.services)
    rounds.once()
    booked.cancels().presses("Yes")

    rounds.once()
    assert not offered(patient)
    clinic.clock.move(seconds=15)
    rounds.once()

    assert offered(patient)
