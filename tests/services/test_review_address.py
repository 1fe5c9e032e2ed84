"""Whose answers wait for a clinician leaves an address in the chat, and the letters go there."""

import pytest

from clinic.logic.approval import CONSULTATION, Grant
from clinic.services.desk import CallerRefused, Wanted
from clinic.services.ports.bookings import Patient
from tests.services.booking_world import AtDesk, Clinic
from tests.services.mail_world import ADDRESS, carry, kinds

NOTED, RETRY = "utter_approval_address_noted", "utter_approval_retry_address"


@pytest.fixture
def patient(clinic: Clinic) -> AtDesk:
    """Somebody of class B of whom the clinic knows no address."""
    return clinic.patient("B", Q9="yes")


def on_file(patient: AtDesk) -> Patient | None:
    with patient.clinic.uows(reads_only=True) as uow:
        return uow.bookings.patient(patient.conversation_id)


def email(patient: AtDesk) -> str | None:
    known = on_file(patient)
    return known.email if known else None


@pytest.mark.parametrize(
    "text", [ADDRESS, f"its {ADDRESS}", f"you can reach me at {ADDRESS}.", f"  {ADDRESS.upper()} thx"]
)
def test_the_address_is_kept_and_the_question_of_the_clinician_goes_there(clinic, patient, text):
    assert patient.writes(text) == [NOTED]
    carry(clinic)

    case_id, clinician = patient.case_id(), clinic.staff("clinician")
    clinic.services.approval.ask_back(case_id, clinician, "Which medicine do you take?")

    (mail,) = carry(clinic)
    assert (kinds([mail]), mail.to.lower()) == (["question"], ADDRESS)


def test_half_an_address_is_asked_for_again_and_the_last_one_counts(patient):
    assert patient.writes("sam@gmail") == [RETRY]
    assert email(patient) is None

    assert patient.writes("sam@mail.example") == [NOTED]
    assert patient.writes("sorry sam.lee@mail.example") == [NOTED]

    assert email(patient) == "sam.lee@mail.example"


def test_the_name_is_still_asked_when_a_time_is_booked_and_the_address_is_not(clinic, patient):
    patient.writes(ADDRESS)
    ends_at = clinic.clock.now().replace(month=12, day=20)
    clinic.services.approval.approve(
        patient.case_id(), clinic.staff("clinician"), Grant(CONSULTATION, 1, 0, ends_at), "fine"
    )

    patient.picks_a_time().says("Sam Green")

    assert patient.names[-1] == "utter_booking_confirm"
    assert patient.plan().contact.email == ADDRESS


def test_the_desk_books_for_nobody_without_a_name(clinic, patient):
    patient.writes(ADDRESS)
    ends_at = clinic.clock.now().replace(month=12, day=20)
    clinic.services.approval.approve(
        patient.case_id(), clinic.staff("clinician"), Grant(CONSULTATION, 1, 0, ends_at), "fine"
    )
    desk, reception = clinic.services.desk, clinic.staff("reception")
    opening = desk.lists.offer(reception, CONSULTATION, None, patient.conversation_id).openings[0]
    wanted = Wanted(opening.starts_at, opening.clinician)

    with pytest.raises(CallerRefused):
        desk.bookings.book(patient.conversation_id, reception, CONSULTATION, wanted, None)


@pytest.mark.parametrize(
    "text",
    [
        "does it hurt and can i bring my dog @ the clinic",
        f"is {ADDRESS} your address?",
        "@",
        f"I wrote to {ADDRESS} last week and nobody has answered me, what is going on there",
    ],
)
def test_what_is_about_something_else_is_no_address(patient, text):
    assert NOTED not in patient.writes(text)

    assert email(patient) is None


def test_nobody_is_asked_twice_or_where_nothing_may_be_sent(clinic, patient):
    patient.writes(ADDRESS)

    assert "utter_approval_leave_address" not in patient.begins().names

    other = clinic.patient("B", Q9="yes")
    other.change_conversation(no_contact=True)
    assert "utter_approval_leave_address" not in other.begins().names
    assert other.writes(ADDRESS) != [NOTED]


def test_an_address_after_the_decision_or_without_a_case_is_not_taken(clinic, patient):
    clinic.services.approval.decline(patient.case_id(), clinic.staff("clinician"), "see your doctor")

    assert patient.writes(ADDRESS) != [NOTED]
    assert clinic.patient(None).writes(ADDRESS) != [NOTED]
