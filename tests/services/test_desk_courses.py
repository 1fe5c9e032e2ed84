"""A course of sessions in the chat: one after the other, asked again each time, never one too many."""

from datetime import timedelta

import pytest

from clinic.logic.booking import BookingMove
from clinic.services.desk import BookingRefused, OffCourse
from tests.services.booking_world import AtDesk
from tests.services.course_world import asked, book_session, on_course


def told(patient: AtDesk) -> list[str]:
    patient.hears(patient.clinic.services.booking.check(patient.conversation_id, patient.sends("when?")))
    return patient.names


def approval_of(patient: AtDesk):
    with patient.clinic.uows(reads_only=True) as uow:
        return uow.cases.decisions(patient.conversation_id)[0]


def test_sessions_come_one_after_the_other_and_the_questions_before_each(clinic):
    patient = on_course(clinic).books("Tue 24 Nov", "9am")
    assert patient.names[0] == "utter_booking_confirmed_session"
    assert patient.begins().names == ["utter_booking_already_booked"]

    clinic.clock.move(days=2)
    assert patient.begins().form == "prescreen_form"
    assert asked(patient).names() == ["utter_course_renewed"]
    patient.begins()
    assert "Mon 30 Nov" not in patient.titles
    patient.presses("Tue 1 Dec").presses("9am").presses("Yes, book it")
    assert patient.names[0] == "utter_booking_confirmed_session"
    assert told(patient) == ["utter_booking_found", "utter_course_none_left"]

    clinic.clock.move(days=9)
    patient.begins()
    assert patient.plan().kind == "consultation"  # all sessions are used: a talk is what is left
    assert [booking.appointment_type for booking in patient.bookings("confirmed")] == ["treatment"] * 2


def test_asking_tells_how_many_are_left_and_from_when(clinic):
    patient = on_course(clinic, sessions=3)
    assert told(patient) == ["utter_course_left"]
    assert patient.values("utter_course_left") == {
        "agreed": "3",
        "left": "3",
        "from_day": "Monday 23 November",
    }

    patient.books("Tue 24 Nov", "9am")

    assert told(patient) == ["utter_booking_found", "utter_course_left"]
    assert patient.values("utter_course_left")["left"] == "2"
    assert patient.values("utter_course_left")["from_day"] == "Tuesday 1 December"


def test_a_renewed_approval_holds_with_the_new_answers_and_never_past_its_own_end(clinic):
    patient = on_course(clinic, days=40)
    assert approval_of(patient).expires_at == clinic.clock.now() + timedelta(days=30)
    patient.books("Tue 24 Nov", "9am")
    clinic.clock.move(days=20)

    asked(patient)

    renewed = approval_of(patient)
    assert renewed.renewed_at == clinic.clock.now()
    assert renewed.expires_at == renewed.granted_until
    with clinic.uows(reads_only=True) as uow:
        assert [entry.action for entry in uow.audit.about("approval", renewed.id)] == ["renew_approval"]


def test_an_answer_that_changed_goes_to_a_clinician_and_ends_the_approval(clinic):
    patient = on_course(clinic).books("Tue 24 Nov", "9am")
    clinic.clock.move(days=2)

    questions = asked(patient, Q12="1: a bit thin")  # changes no class, and is not what was looked at

    assert questions.names()[0] == "utter_outcome_review"
    assert approval_of(patient).revoked_reason == "new_answers"
    assert len(clinic.services.cases.queue(clinic.staff("clinician"))) == 1
    patient.begins()
    assert patient.plan().kind == "consultation"


def test_answers_that_needed_a_clinician_carry_on_when_they_are_the_same(clinic):
    patient = on_course(clinic, Q9="Yes").books("Tue 24 Nov", "9am")
    clinic.clock.move(days=2)

    assert asked(patient, Q9="Yes").names() == ["utter_course_renewed"]
    assert clinic.services.cases.queue(clinic.staff("clinician")) == ()
    patient.begins().presses("Tue 1 Dec").presses("9am").presses("Yes, book it")
    assert len(patient.bookings("confirmed")) == 2


def test_old_answers_that_ran_out_carry_nothing_on(clinic):
    patient = on_course(clinic).books("Tue 24 Nov", "9am")
    clinic.clock.move(days=31)

    assert patient.begins().names == ["utter_approval_expired"]
    assert asked(patient).names()[0] == "utter_outcome_review"
    assert len(clinic.services.cases.queue(clinic.staff("clinician"))) == 1


def test_a_stop_on_the_way_ends_the_course(clinic):
    patient = on_course(clinic, Q9="Yes").books("Tue 24 Nov", "9am")
    clinic.clock.move(days=2)

    asked(patient, Q9="Yes", Q1="Yes")

    with pytest.raises(BookingRefused):
        book_session(clinic, patient)
    assert patient.begins().form != "booking_form"


def test_a_missed_session_uses_none_up_unless_a_clinician_says_so(clinic):
    patient = on_course(clinic, sessions=1).books("Tue 24 Nov", "9am")
    session, visits = patient.booking(), clinic.services.desk.visits
    clinic.clock.move(days=1)
    visits.mark(session.id, clinic.staff("reception"), BookingMove.MISS)
    assert told(patient) == ["utter_course_left"]

    visits.count(session.id, clinic.staff("clinician"), uses_session=True)

    assert told(patient) == ["utter_course_none_left"]
    with pytest.raises(OffCourse):
        book_session(clinic, patient, day=6)


def test_a_cancelled_session_may_be_booked_again(clinic):
    patient = on_course(clinic, sessions=1).books("Wed 25 Nov", "9am")
    patient.cancels().presses("Yes")

    patient.begins().presses("Thu 26 Nov").presses("12pm" if "12pm" in patient.titles else "midday")

    assert patient.plan().kind == "treatment"
