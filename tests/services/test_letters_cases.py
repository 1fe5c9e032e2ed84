"""Letters about a request say that something waits in the chat, never what; the answer finds its way."""

from datetime import timedelta

import pytest

from clinic.logic.approval import CONSULTATION, Grant
from clinic.services.inbound import Inbound
from clinic.services.ports.bookings import Patient
from tests.fakes import answer
from tests.services.booking_world import AtDesk, Clinic
from tests.services.mail_world import ADDRESS, carry, kinds

QUESTION = "Which medicine do you take for your heart?"


@pytest.fixture
def patient(clinic: Clinic) -> AtDesk:
    """Somebody of class B whose address the clinic knows."""
    waiting = clinic.patient(None)
    with clinic.uows() as uow:
        now = clinic.clock.now()
        uow.bookings.keep_patient(Patient("p1", waiting.conversation_id, "Sam", now, email=ADDRESS))
        uow.commit()
    waiting.answers_questions("B", Q9="yes")
    return waiting


def case_of(patient: AtDesk):
    with patient.clinic.uows(reads_only=True) as uow:
        return uow.cases.of(patient.conversation_id)[0]


def ask(clinic: Clinic, patient: AtDesk) -> None:
    clinic.services.approval.ask_back(patient.case_id(), clinic.staff("clinician"), QUESTION)


def says(clinic: Clinic, patient: AtDesk, text: str, client_id: str = "a") -> None:
    clinic.services.turns.answering.engine.reply = answer("utter_clarify_person", label="nlu_fallback")
    clinic.services.turns.take(patient.conversation_id, Inbound(client_id, text))


def test_a_request_is_noted_until_the_clinic_has_answered(clinic, patient):
    (mail,) = carry(clinic)

    assert kinds([mail]) == ["request_noted"]
    assert "Nothing is booked yet" in mail.text


def test_a_request_that_was_answered_meanwhile_is_not_noted_any_more(clinic, patient):
    clinic.services.approval.decline(patient.case_id(), clinic.staff("clinician"), "See your doctor first")

    (mail,) = carry(clinic)

    assert kinds([mail]) == ["declined"]


def test_yes_and_no_look_the_same_from_outside(clinic, patient):
    carry(clinic)
    clinician = clinic.staff("clinician")
    clinic.services.approval.decline(patient.case_id(), clinician, "See your doctor first")
    (declined,) = carry(clinic)
    clinic.clock.move(minutes=1)
    patient.answers_questions("B", Q9="yes", Q16="yes")
    carry(clinic)
    grant = Grant(CONSULTATION, sessions=1, spacing_days=0, expires_at=clinic.clock.now() + timedelta(days=9))
    clinic.services.approval.approve(patient.case_id(), clinician, grant, "low dose")
    (approved,) = carry(clinic)

    assert kinds([declined, approved]) == ["declined", "approved"]
    assert (declined.subject, declined.text) == (approved.subject, approved.text)
    assert "doctor" not in declined.text


def test_a_question_waits_in_the_chat_and_the_letter_says_only_that(clinic, patient):
    carry(clinic)
    ask(clinic, patient)

    (mail,) = carry(clinic)

    assert kinds([mail]) == ["question"]
    assert mail.subject == "A question for you"
    assert "https://clinic.example/chat" in mail.text
    assert not [word for word in ("medicine", "heart", "Dr Clinician") if word in mail.text]


def test_each_question_has_its_letter(clinic, patient):
    carry(clinic)
    ask(clinic, patient)
    assert kinds(carry(clinic)) == ["question"]
    says(clinic, patient, "The small white one")
    ask(clinic, patient)

    assert kinds(carry(clinic)) == ["question"]


def test_an_answer_that_came_before_the_letter_makes_it_needless(clinic, patient):
    carry(clinic)
    ask(clinic, patient)
    says(clinic, patient, "The small white one")

    assert carry(clinic) == []


@pytest.mark.parametrize("hours", [0, 30])
def test_the_answer_comes_back_to_the_case_also_hours_later(clinic, patient, hours):
    ask(clinic, patient)
    clinic.clock.move(hours=hours)

    says(clinic, patient, "The small white one, once a day")

    case = case_of(patient)
    assert (case.status, case.answer) == ("open", "The small white one, once a day")
    newest = clinic.services.conversations.messages(patient.conversation_id)[-1]
    assert newest.response == "utter_approval_answer_passed_on"


def test_the_answer_comes_back_though_a_person_has_the_conversation(clinic, patient):
    ask(clinic, patient)
    clinic.services.handoff.join(patient.conversation_id, clinic.staff("reception"))

    says(clinic, patient, "👍")
    says(clinic, patient, "The small white one", "b")

    case = case_of(patient)
    assert (case.status, case.answer) == ("open", "The small white one")
    said = clinic.services.conversations.messages(patient.conversation_id)
    assert [message.sender for message in said[-2:]] == ["patient", "patient"]


def test_the_same_answer_delivered_twice_is_one(clinic, patient):
    ask(clinic, patient)
    says(clinic, patient, "The small white one", "a")
    says(clinic, patient, "The small white one", "a")
    says(clinic, patient, "Does it hurt?", "b")

    assert case_of(patient).answer == "The small white one"


def test_an_answer_with_danger_in_it_is_answered_with_help_first(clinic, patient):
    ask(clinic, patient)
    says(clinic, patient, "I cannot breathe and my throat is closing")

    assert case_of(patient).status == "asked_back"
    assert clinic.services.conversations.get(patient.conversation_id).alert_level == "L1"
    assert carry(clinic) == []


def test_who_left_no_address_is_asked_in_the_chat_alone(clinic):
    patient = clinic.patient("B", Q9="yes")
    ask(clinic, patient)

    assert carry(clinic) == []
    assert clinic.services.conversations.messages(patient.conversation_id)[-1].text.count(QUESTION) == 1
