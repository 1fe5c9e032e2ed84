"""A case that nobody decides in time is everybody's, once for each promise, and the patient hears."""

import pytest

from clinic.services.inbound import Inbound
from tests.fakes import answer
from tests.services.booking_world import AtDesk


@pytest.fixture
def patient(clinic) -> AtDesk:
    return clinic.patient("B", Q9="yes")


def case_of(patient: AtDesk):
    with patient.clinic.uows(reads_only=True) as uow:
        return uow.cases.of(patient.conversation_id)[0]


def notices(patient: AtDesk) -> list[str | None]:
    said = patient.clinic.services.conversations.messages(patient.conversation_id)
    return [message.response for message in said if message.sender == "system"]


def test_a_late_case_is_escalated_once(clinic, patient):
    assert clinic.services.escalations.run() == 0
    clinic.clock.move(hours=25)

    assert clinic.services.escalations.run() == 1
    assert clinic.services.escalations.run() == 0

    (item,) = clinic.services.cases.queue(clinic.staff("clinician"))
    assert item.is_overdue
    assert item.case.escalated_at == clinic.clock.now()
    (waiting,) = clinic.services.handoff.queue(clinic.staff("reception"))
    assert (waiting.handoff.reason, waiting.handoff.level) == ("review", "urgent")
    assert notices(patient) == ["utter_handoff_nobody_free"]
    with clinic.uows(reads_only=True) as uow:
        actions = [entry.action for entry in uow.audit.about("case", item.case.id)]
    assert "escalate_case" in actions


def test_a_decided_case_is_not_escalated(clinic, patient):
    clinic.services.approval.decline(patient.case_id(), clinic.staff("clinician"), "see your doctor")
    clinic.clock.move(hours=25)

    assert clinic.services.escalations.run() == 0


def test_what_was_asked_back_waits_for_the_patient_and_the_answer_brings_a_new_promise(clinic, patient):
    first = case_of(patient).promised_at
    clinic.services.approval.ask_back(patient.case_id(), clinic.staff("clinician"), "Which one?")
    clinic.clock.move(hours=25)
    assert clinic.services.escalations.run() == 0
    assert not clinic.services.cases.queue(clinic.staff("clinician"))[0].is_overdue

    clinic.services.turns.answering.engine.reply = answer("utter_clarify_person", label="nlu_fallback")
    clinic.services.turns.take(patient.conversation_id, Inbound("a", "the small white one"))

    assert case_of(patient).promised_at > first
    assert clinic.services.escalations.run() == 0
    clinic.clock.move(hours=49)
    assert clinic.services.escalations.run() == 1
