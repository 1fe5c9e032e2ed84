"""Reception and a patient book at the same moment, on SQLite and PostgreSQL."""

import pytest

from clinic.services.booking import OpeningTaken
from clinic.services.desk import AlreadyBooked, BookingRefused, OffCourse
from tests.plugins.at_once import at_once
from tests.services.booking_world import AtDesk, Clinic, open_clinic
from tests.services.course_world import book_session, on_course

TOLD = (OffCourse, BookingRefused, OpeningTaken, AlreadyBooked)


@pytest.fixture
def clinic(database_url) -> Clinic:
    opened = open_clinic(database_url)
    yield opened
    opened.uows()._engine.dispose()


def pressing(patient: AtDesk, title: str):
    """A press that has arrived, to be answered by another process."""
    choice = patient.choice(title)
    message = patient.sends(choice.title, choice)
    return lambda: AtDesk(patient.clinic, patient.conversation_id).plays(message, choice.intent)


def test_one_session_is_booked_once_by_two_at_the_desk_and_the_patient(clinic):
    patient = on_course(clinic, sessions=1).reaches_confirm("Tue 24 Nov", "9am")
    press = pressing(patient, "Yes, book it")
    clinic.staff("reception")

    results = at_once(press, *(lambda day=day: book_session(clinic, patient, day) for day in (7, 8)))

    assert len(patient.bookings("confirmed")) == 1, results
    assert all(isinstance(one, TOLD) for one in results if isinstance(one, Exception)), results


@pytest.mark.parametrize("number", range(2))  # each may or may not collide
def test_neither_waits_for_the_other_for_ever_while_both_look_for_a_time(clinic, number):
    patient = on_course(clinic, sessions=2).begins().presses("Tue 24 Nov")
    press = pressing(patient, "9am")
    clinic.staff("reception")

    results = at_once(press, lambda: book_session(clinic, patient, 7))

    assert all(isinstance(one, TOLD) for one in results if isinstance(one, Exception)), results
