"""Nobody whom a rule holds back reaches a hold or a booking: not by buttons, words, forgery or replays."""

from datetime import timedelta

import pytest

from clinic.logic.approval import Grant
from clinic.services.inbound import Inbound
from clinic.services.ports.bookings import Patient
from clinic.services.ports.conversations import SeenFinding
from tests.fakes import understood
from tests.services.booking_world import AtDesk, Clinic

NOBODY = "nobody has answered"
STOPPED = {"Q4": "yes"}  # diabetes: class A
REVIEWED = {"Q9": "yes"}  # a blood thinner: class B


def forbidden(clinic: Clinic, kind: str) -> AtDesk:
    if kind == "A":
        return clinic.patient("A", **STOPPED)
    if kind == "B":
        return clinic.patient("B", **REVIEWED)
    if kind == "final":
        return clinic.patient("A", Q1="yes")
    patient = clinic.patient(None if kind == NOBODY else "C")
    if kind == "old answers":
        clinic.clock.move(days=31)
    if kind == "red flag":
        patient.change_conversation(booking_block="red_flag", alert_level="L1")
    if kind == "minor":
        patient.change_conversation(booking_block="minor")
    return patient


FORBIDDEN = [NOBODY, "A", "B", "final", "old answers", "red flag", "minor"]


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_beginning_opens_no_booking(clinic, kind):
    patient = forbidden(clinic, kind).begins("book me in tomorrow at 9am")

    assert patient.form != "booking_form"
    assert patient.replies or patient.form == "prescreen_form"
    assert clinic.bookings() == []


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_call_and_no_forged_button_reserves_anything(clinic, kind):
    patient = forbidden(clinic, kind)
    with_form = clinic.patient().begins()  # a draft as an allowed patient has it, moved to the forbidden one
    with clinic.uows() as uow:
        draft = uow.bookings.draft(with_form.conversation_id)
        uow.bookings.keep_draft(type(draft)(**{**draft.__dict__, "conversation_id": patient.conversation_id}))
        uow.conversations.change(patient.conversation_id, open_form="booking_form")
        uow.commit()

    patient.forges(do="time", starts_at="2026-12-01T09:00:00+00:00")
    patient.forges(do="confirm", booking="anything")
    patient.says("tomorrow at 9am")
    patient.says("yes", "affirm")
    clinic.services.booking.ask(patient.conversation_id)
    clinic.services.booking.submit(patient.conversation_id)
    patient.reschedules()

    assert clinic.bookings() == []
    assert clinic.reserved() == set()


@pytest.mark.parametrize("kind", ["A", "B", "red flag", "minor"])
def test_a_rule_that_closes_after_the_hold_frees_it_before_the_yes(clinic, kind):
    patient = clinic.patient().reaches_confirm()
    if kind in ("A", "B"):
        clinic.clock.move(seconds=1)
        patient.answers_questions(kind, **(STOPPED if kind == "A" else REVIEWED))
    else:
        patient.change_conversation(booking_block=kind.replace(" ", "_"))

    patient.presses("Yes, book it")

    assert patient.bookings("confirmed", "held") == []
    assert clinic.reserved() == set()
    assert patient.open_form() is None
    assert patient.names[0] in (
        "utter_booking_not_offered",
        "utter_booking_under_review",
        "utter_booking_blocked",
        "utter_disclosure_under_18",
    )


def test_a_red_flag_in_a_message_frees_the_hold_at_once(clinic):
    patient = clinic.patient().reaches_confirm()

    clinic.services.turns.take(
        patient.conversation_id, Inbound("red", "I can't breathe and my throat is closing")
    )

    assert clinic.reserved() == set()
    assert patient.open_form() is None


def test_whoever_answered_nothing_gets_the_health_questions_first(clinic):
    patient = clinic.patient(None).begins()

    assert patient.form == "prescreen_form"
    assert patient.open_form() == "prescreen_form"


def test_class_b_waits_for_a_clinician_and_hears_by_when(clinic):
    patient = clinic.patient("B", **REVIEWED).begins()

    assert patient.names == [
        "utter_booking_under_review",
        "utter_approval_waiting",
        "utter_approval_leave_address",
    ]
    assert patient.values("utter_approval_waiting")["promised_time"] == "10am tomorrow"
    assert len(clinic.services.cases.queue(clinic.staff("clinician"))) == 1


def test_class_b_books_a_consultation_once_a_clinician_approved_it(clinic):
    patient = clinic.patient("B", **REVIEWED)
    clinician = clinic.staff("clinician")
    grant = Grant("consultation", 1, 0, clinic.clock.now() + timedelta(days=10))

    clinic.services.approval.approve(patient.case_id(), clinician, grant, "dose is low, seen by phone")
    patient.books()

    assert patient.booking().approval_id is not None
    assert patient.booking().appointment_type == "consultation"


def test_an_approval_that_ran_out_books_nothing(clinic):
    patient = clinic.patient("B", **REVIEWED)
    grant = Grant("consultation", 1, 0, clinic.clock.now() + timedelta(days=2))
    clinic.services.approval.approve(patient.case_id(), clinic.staff("clinician"), grant, "for two days")

    clinic.clock.move(days=2)
    patient.begins()

    assert patient.names == ["utter_approval_expired"]


def test_a_declined_patient_is_told_and_books_nothing(clinic):
    patient = clinic.patient("B", **REVIEWED)
    clinic.services.approval.decline(
        patient.case_id(), clinic.staff("clinician"), "please see your doctor first"
    )

    patient.begins()

    assert patient.names == ["utter_booking_declined"]


def test_a_treatment_is_not_confirmed_when_the_approval_ends_meanwhile(clinic):
    patient = clinic.patient()
    clinician, services = clinic.staff("clinician"), clinic.services
    case = services.cases.open_for(patient.conversation_id, clinician)
    grant = Grant("treatment", 2, 7, clinic.clock.now() + timedelta(days=29))
    services.approval.approve(case.id, clinician, grant, "seen in the clinic")
    patient.reaches_confirm()

    with clinic.uows() as uow:
        services.cases.expire_within(uow, patient.conversation_id, "new_answers")
        uow.commit()
    patient.presses("Yes, book it")

    assert patient.bookings("confirmed") == []
    assert clinic.reserved() == set()


def test_an_approval_of_somebody_else_opens_nothing(clinic):
    approved, other = clinic.patient("B", **REVIEWED), clinic.patient("B", **REVIEWED)
    grant = Grant("treatment", 2, 7, clinic.clock.now() + timedelta(days=9))
    clinic.services.approval.approve(approved.case_id(), clinic.staff("clinician"), grant, "seen")

    other.begins()

    assert other.form is None
    assert other.names[0] == "utter_booking_under_review"


def test_an_illness_told_while_booking_ends_it_until_the_questions_are_asked_again(clinic):
    patient = clinic.patient().reaches_confirm()

    patient.says("yes, I have diabetes by the way", "affirm")

    assert patient.names == ["utter_booking_new_health_point"]
    assert clinic.reserved() == set()


def test_an_illness_told_after_the_answers_is_asked_about_first(clinic):
    patient = clinic.patient()
    clinic.clock.move(minutes=1)
    message_id = patient.sends("by the way I take warfarin")
    found = (patient.conversation_id, message_id, "anticoagulant", "present", "warfarin", False)
    with clinic.uows() as uow:
        uow.watch.add_finding(SeenFinding(clinic.ids.new_id(), *found, clinic.clock.now()))
        uow.commit()

    patient.begins()

    assert patient.form == "prescreen_form"


def test_the_same_contact_with_an_earlier_stop_goes_to_a_clinician(clinic):
    stopped = clinic.patient("A", **STOPPED)
    with clinic.uows() as uow:
        known = Patient(
            clinic.ids.new_id(), stopped.conversation_id, "Sam", clinic.clock.now(), "+447700900123"
        )
        uow.bookings.keep_patient(known)
        uow.commit()

    again = clinic.patient().books()  # says the same phone number

    assert again.bookings("confirmed") == []
    assert clinic.reserved() == set()
    assert "utter_outcome_review" in again.names


def test_a_replayed_yes_of_an_allowed_patient_does_not_book_for_a_forbidden_one(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am")
    patient.cancels().presses("Yes")
    patient.change_conversation(booking_block="red_flag")

    for message_id in patient.sent:
        clinic.services.booking.take_message(patient.conversation_id, message_id, understood("affirm"))

    assert patient.bookings("confirmed", "held") == []
