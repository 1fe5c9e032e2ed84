"""Staff book, move, cancel and mark: through the same gate and diary as the chat, by name, on the record."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clinic.logic.booking import BookingMove, MarkProblem, Permit
from clinic.services.alerts import ReasonMissing
from clinic.services.booking import OpeningTaken
from clinic.services.contact import Contact
from clinic.services.desk import (
    AlreadyBooked,
    BookingChanged,
    BookingRefused,
    Caller,
    CallerProblem,
    CallerRefused,
    MarkRefused,
    Wanted,
)
from clinic.services.staff import NotPermitted
from tests.services.booking_world import AtDesk, Clinic

SAM = Caller("Sam Green", Contact("+447700900123"))
TUESDAY = Wanted(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "amara-okafor")
LATER = Wanted(datetime(2026, 11, 24, 14, 15, tzinfo=UTC), "amara-okafor")
KEY = "a" * 32


def newest(patient: AtDesk):
    return patient.clinic.services.conversations.messages(patient.conversation_id)[-1]


def audited(clinic: Clinic, booking_id: str) -> list[tuple[str, str]]:
    with clinic.uows(reads_only=True) as uow:
        return [(entry.actor, entry.action) for entry in uow.audit.about("booking", booking_id)]


def at_desk(clinic: Clinic, patient: AtDesk, wanted: Wanted = TUESDAY, kind: str = "consultation"):
    staff = clinic.staff("reception")
    return clinic.services.desk.bookings.book(patient.conversation_id, staff, kind, wanted, SAM)


def test_days_show_bookings_and_holds_by_time_to_staff_and_nobody_else(clinic):
    clinic.patient().books("Wed 25 Nov", "9am")
    clinic.patient().picks_a_time("Tue 24 Nov", "9am")
    lists = clinic.services.desk.lists

    shown = lists.days(clinic.staff("reception")).upcoming

    assert [(item.booking.status, item.patient.name if item.patient else None) for item in shown] == [
        ("held", None),
        ("confirmed", "Sam Green"),
    ]
    assert shown[1].clinician_name == "Dr Jonas Lind"
    assert lists.days(clinic.staff("admin")) == lists.days(clinic.staff("clinician"))
    for nobody in ({"role": "visitor"}, {"is_active": False}):
        with pytest.raises(NotPermitted):
            lists.days(replace(clinic.staff("admin"), **nobody))


def test_a_booking_for_a_patient_of_the_chat_is_told_there_and_rests_on_the_answers(clinic):
    patient = clinic.patient()

    booking = at_desk(clinic, patient)

    assert (booking.status, booking.starts_at, booking.clinician) == (
        "confirmed",
        TUESDAY.starts_at,
        "amara-okafor",
    )
    assert booking.prescreen_id is not None
    assert booking.manage_token_hash is not None
    assert (newest(patient).response, newest(patient).sender) == ("utter_booking_confirmed", "system")
    assert audited(clinic, booking.id) == [(clinic.staff("reception").id, "confirm_booking")]


@pytest.mark.parametrize(
    ("outcome", "answers", "expected"),
    [
        (None, {}, Permit.QUESTIONS_FIRST),
        ("B", {"Q9": "yes"}, Permit.UNDER_REVIEW),
        ("A", {"Q4": "yes"}, Permit.NOT_OFFERED),
    ],
)
def test_what_the_gate_refuses_the_desk_does_not_book(clinic, outcome, answers, expected):
    patient = clinic.patient(outcome, **answers)

    with pytest.raises(BookingRefused) as refused:
        at_desk(clinic, patient)

    assert refused.value.permit is expected
    assert clinic.bookings() == []
    assert clinic.reserved() == set()


def test_a_treatment_needs_an_approval_at_the_desk_too(clinic):
    with pytest.raises(BookingRefused) as refused:
        at_desk(clinic, clinic.patient(), kind="treatment")

    assert refused.value.permit is Permit.TREATMENT_NEEDS_APPROVAL


def test_a_block_refuses_at_the_desk_and_a_second_talk_is_none(clinic):
    blocked, booked = clinic.patient(), clinic.patient().books("Wed 25 Nov", "9am")
    blocked.change_conversation(booking_block="red_flag")

    with pytest.raises(BookingRefused):
        at_desk(clinic, blocked)
    with pytest.raises(AlreadyBooked):
        at_desk(clinic, booked)


def test_somebody_who_rang_gets_a_talk_in_a_conversation_without_a_chat(clinic):
    staff = clinic.staff("reception")

    booking = clinic.services.desk.bookings.book_caller(KEY, staff, SAM, TUESDAY)
    again = clinic.services.desk.bookings.book_caller(KEY, staff, SAM, TUESDAY)

    assert again == booking
    assert len(clinic.bookings("confirmed")) == 1
    conversation = clinic.services.conversations.get(booking.conversation_id)
    assert (conversation.channel, conversation.owner, conversation.sequence) == ("desk", "closed", 0)
    assert booking.appointment_type == "consultation"
    assert booking.prescreen_id is None
    with clinic.uows(reads_only=True) as uow:
        assert uow.bookings.patient(KEY).phone == "+447700900123"


@pytest.mark.parametrize("stop", [{"Q4": "yes"}, {"Q9": "yes"}, "red_flag"])
def test_whoever_was_stopped_in_the_chat_is_not_booked_by_phone(clinic, stop):
    known = clinic.patient().reaches_confirm()
    known.presses("Yes, book it")
    clinic.clock.move(minutes=1)
    if stop == "red_flag":
        known.change_conversation(booking_block=stop)
    else:
        known.answers_questions("A" if "Q4" in stop else "B", **stop)

    with pytest.raises(BookingRefused) as refused:
        clinic.services.desk.bookings.book_caller(KEY, clinic.staff("reception"), SAM, LATER)

    assert refused.value.elsewhere == known.conversation_id
    assert len(clinic.bookings("confirmed")) == 1


@pytest.mark.parametrize(
    ("name", "phone", "email", "problem"),
    [
        ("", "07700 900123", "", CallerProblem.NAME),
        ("12", "07700 900123", "", CallerProblem.NAME),
        ("Sam", "0770", "", CallerProblem.PHONE),
        ("Sam", "", "sam@", CallerProblem.EMAIL),
        ("Sam", "07700 900123", "nonsense", CallerProblem.EMAIL),
        ("Sam", " ", "", CallerProblem.NO_CONTACT),
    ],
)
def test_who_rang_is_kept_whole_or_not_at_all(name, phone, email, problem):
    with pytest.raises(CallerRefused) as refused:
        Caller.typed(name, phone, email, "GB")

    assert refused.value.problem is problem


def test_names_in_any_script_and_numbers_of_other_countries_are_kept():
    caller = Caller.typed("प्रिया शर्मा", "+91 98765 43210", "priya@mail.example", "GB")

    assert caller == Caller("प्रिया शर्मा", Contact("+919876543210", "priya@mail.example"))


def test_the_desk_moves_after_the_cut_off_and_the_patient_reads_it(clinic):
    patient = clinic.patient().books("Tue 24 Nov", "9am")
    clinic.clock.move(hours=22)  # an hour before

    moved = clinic.services.desk.bookings.move(patient.booking().id, clinic.staff("reception"), LATER, 0)

    assert (moved.starts_at, moved.calendar_sequence) == (LATER.starts_at, 1)
    assert newest(patient).response == "utter_booking_moved"
    assert audited(clinic, moved.id)[-1] == (clinic.staff("reception").id, "move_booking")
    assert clinic.reserved() == {moved.id}


def test_of_two_at_the_desk_who_move_one_booking_the_second_is_told(clinic):
    booking, desk = clinic.patient().books("Tue 24 Nov", "9am").booking(), clinic.services.desk.bookings
    desk.move(booking.id, clinic.staff("reception"), LATER, booking.calendar_sequence)

    with pytest.raises(BookingChanged):
        desk.move(booking.id, clinic.staff("clinician"), TUESDAY, booking.calendar_sequence)
    with pytest.raises(BookingChanged):
        desk.cancel(booking.id, clinic.staff("clinician"), "ill", booking.calendar_sequence)


def test_a_time_that_is_taken_moves_nothing(clinic):
    booking = clinic.patient().books("Tue 24 Nov", "9am").booking()
    clinic.patient().books("Tue 24 Nov", "10am")
    taken = Wanted(datetime(2026, 11, 24, 10, 0, tzinfo=UTC), "amara-okafor")

    with pytest.raises(OpeningTaken):
        clinic.services.desk.bookings.move(booking.id, clinic.staff("reception"), taken, 0)

    assert len(clinic.reserved()) == 2


def test_cancelling_takes_a_reason_which_the_patient_does_not_read(clinic):
    patient = clinic.patient().books("Tue 24 Nov", "9am")
    booking, desk = patient.booking(), clinic.services.desk.bookings

    with pytest.raises(ReasonMissing):
        desk.cancel(booking.id, clinic.staff("reception"), " ", 0)
    desk.cancel(booking.id, clinic.staff("reception"), "Dr Okafor is ill", 0)

    (cancelled,) = patient.bookings("cancelled")
    assert cancelled.cancel_reason == "Dr Okafor is ill"
    assert clinic.reserved() == set()
    assert newest(patient).response == "utter_booking_cancelled"
    assert "ill" not in newest(patient).text


def test_a_visit_is_marked_after_its_start_and_put_right_the_same_day(clinic):
    booking, visits = clinic.patient().books("Tue 24 Nov", "9am").booking(), clinic.services.desk.visits
    staff = clinic.staff("reception")
    with pytest.raises(MarkRefused) as early:
        visits.mark(booking.id, staff, BookingMove.ATTEND)

    clinic.clock.move(hours=23)
    for move in (BookingMove.MISS, BookingMove.TAKE_BACK, BookingMove.ATTEND):
        visits.mark(booking.id, staff, move)
    clinic.clock.move(days=1)
    with pytest.raises(MarkRefused) as late:
        visits.mark(booking.id, staff, BookingMove.TAKE_BACK)

    assert (early.value.problem, late.value.problem) == (MarkProblem.NOT_BEGUN, MarkProblem.TOO_LATE)
    assert [booking.status for booking in clinic.bookings()] == ["attended"]
    actions = [action for _, action in audited(clinic, booking.id)]
    assert sorted(actions[-3:]) == ["attend_booking", "miss_booking", "take_back_booking"]


def test_a_visit_that_nobody_marked_stands_first_until_it_is(clinic):
    booking, lists = clinic.patient().books("Tue 24 Nov", "9am").booking(), clinic.services.desk.lists
    clinic.clock.move(days=2)
    assert [item.booking.id for item in lists.days(clinic.staff("reception")).unmarked] == [booking.id]

    clinic.services.desk.visits.mark(booking.id, clinic.staff("reception"), BookingMove.ATTEND)

    assert lists.days(clinic.staff("reception")).unmarked == ()


def test_a_booking_that_would_not_be_made_any_more_says_why(clinic):
    patient, lists = clinic.patient().books("Tue 24 Nov", "9am"), clinic.services.desk.lists
    assert [item.concern for item in lists.days(clinic.staff("reception")).upcoming] == [None]

    clinic.clock.move(minutes=1)
    patient.answers_questions("B", Q9="yes")

    assert [item.concern for item in lists.days(clinic.staff("reception")).upcoming] == [Permit.UNDER_REVIEW]


def test_opening_a_booking_is_recorded(clinic):
    patient = clinic.patient().books("Tue 24 Nov", "9am")

    clinic.services.desk.lists.open(patient.booking().id, clinic.staff("reception"))

    with clinic.uows(reads_only=True) as uow:
        (access,) = uow.audit.accesses(patient.conversation_id)
    assert (access.staff_user_id, access.page) == (clinic.staff("reception").id, "booking")


def test_two_at_the_desk_get_one_opening_once(clinic):
    clinic.staff("reception")
    outcomes = []

    def book(key: str) -> None:
        try:
            caller = Caller("Sam Green", Contact(email=f"{key[0]}@mail.example"))
            clinic.services.desk.bookings.book_caller(key, clinic.staff("reception"), caller, TUESDAY)
            outcomes.append("booked")
        except OpeningTaken:
            outcomes.append("taken")

    threads = [threading.Thread(target=book, args=(letter * 32,)) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["booked", "taken", "taken", "taken"]
    assert len(clinic.bookings("confirmed")) == 1


def test_the_administrator_books_nothing(clinic):
    admin, desk = clinic.staff("admin"), clinic.services.desk
    booking = clinic.patient().books("Tue 24 Nov", "9am").booking()
    now = clinic.clock.now()

    for act in (
        lambda: desk.bookings.book_caller(KEY, admin, SAM, LATER),
        lambda: desk.bookings.book(booking.conversation_id, admin, "consultation", LATER, None),
        lambda: desk.bookings.move(booking.id, admin, LATER, 0),
        lambda: desk.bookings.cancel(booking.id, admin, "ill", 0),
        lambda: desk.visits.mark(booking.id, admin, BookingMove.ATTEND),
        lambda: desk.visits.count(booking.id, clinic.staff("reception"), uses_session=True),
        lambda: desk.blocking.block(admin, ("clinic", None), (now, now + timedelta(hours=1)), "x"),
        lambda: desk.blocking.lift("x", admin),
        lambda: desk.lists.open(booking.id, admin),
    ):
        with pytest.raises(NotPermitted):
            act()
