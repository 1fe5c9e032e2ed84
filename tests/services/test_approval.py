"""Clinicians decide on cases: by name, with a reason, told in the chat, as long as the answers hold."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from clinic.logic.approval import DecisionRefusal, Grant
from clinic.services.approval import DecisionRefused
from clinic.services.cases import CaseUnknown, NoAnswers
from clinic.services.inbound import Inbound
from clinic.services.staff import NotPermitted
from tests.fakes import answer
from tests.services.booking_world import AtDesk, Clinic

REVIEWED = {"Q9": "yes"}  # a blood thinner: class B


@pytest.fixture
def patient(clinic) -> AtDesk:
    return clinic.patient("B", **REVIEWED)


def grant(clinic: Clinic, **changes) -> Grant:
    values = {"treatment_type": "consultation", "sessions": 1, "spacing_days": 0}
    return Grant(**(values | {"expires_at": clinic.clock.now() + timedelta(days=9)} | changes))


def newest(patient: AtDesk):
    return patient.clinic.services.conversations.messages(patient.conversation_id)[-1]


def case_of(patient: AtDesk):
    with patient.clinic.uows(reads_only=True) as uow:
        return uow.cases.of(patient.conversation_id)[0]


def test_a_case_shows_every_answer_in_the_patients_words_and_that_it_was_read(clinic, patient):
    clinician = clinic.staff("clinician")

    file = clinic.services.cases.case(patient.case_id(), clinician)

    assert {(given.question_id, given.words) for given in file.answers} >= {("Q9", "yes"), ("Q4", "no")}
    assert file.may_be_approved
    assert file.answers_end_at == clinic.clock.now() + timedelta(days=30)
    with clinic.uows(reads_only=True) as uow:
        (access,) = uow.audit.accesses(patient.conversation_id)
    assert (access.staff_user_id, access.page) == (clinician.id, "case")


def test_flagged_cases_come_first_then_the_earlier_promise(clinic):
    plain = clinic.patient("B", **REVIEWED)
    clinic.clock.move(minutes=1)
    later = clinic.patient("B", **REVIEWED)
    flagged = clinic.patient("A", Q1="yes")  # flags: hold, final

    queue = clinic.services.cases.queue(clinic.staff("clinician"))

    order = [item.conversation.id for item in queue]
    assert order == [flagged.conversation_id, plain.conversation_id, later.conversation_id]


def test_an_approval_is_told_in_the_chat_with_a_way_to_book(clinic, patient):
    clinician = clinic.staff("clinician", "Dr Mira Holt")

    decision = clinic.services.approval.approve(patient.case_id(), clinician, grant(clinic), " low dose ")

    assert (decision.decision, decision.reason, decision.decided_by_id) == (
        "approved",
        "low dose",
        clinician.id,
    )
    assert newest(patient).response == "utter_approval_approved"
    assert newest(patient).sender == "system"
    assert "Dr Mira Holt" in newest(patient).text
    assert "book_consultation" in [button.intent for button in newest(patient).buttons]
    assert clinic.services.cases.queue(clinician) == ()


def test_an_approval_ends_with_the_answers(clinic, patient):
    far = grant(clinic, expires_at=clinic.clock.now() + timedelta(days=300))

    decision = clinic.services.approval.approve(patient.case_id(), clinic.staff("clinician"), far, "seen")

    assert decision.expires_at == clinic.clock.now() + timedelta(days=30)


def test_who_took_responsibility_stands_beside_the_answers(clinic, patient):
    clinician = clinic.staff("clinician")
    clinic.services.approval.approve(patient.case_id(), clinician, grant(clinic), "low dose")

    with clinic.uows(reads_only=True) as uow:
        screen = uow.prescreens.of(patient.conversation_id)[-1]
    assert (screen.lowered_by_id, screen.lowered_reason) == (clinician.id, "low dose")


def test_declining_tells_the_reason_and_offers_a_person(clinic, patient):
    clinic.services.approval.decline(
        patient.case_id(), clinic.staff("clinician"), "Please see your doctor first"
    )

    assert newest(patient).response == "utter_approval_declined"
    assert "Please see your doctor first" in newest(patient).text
    assert "talk_to_human" in [button.intent for button in newest(patient).buttons]


def test_a_question_reaches_the_patient_and_the_answer_the_case(clinic, patient):
    clinician = clinic.staff("clinician")
    clinic.services.approval.ask_back(patient.case_id(), clinician, "Which medicine is it?")
    assert newest(patient).response == "utter_approval_asked_back"
    assert "Which medicine is it?" in newest(patient).text
    assert case_of(patient).status == "asked_back"

    engine = clinic.services.turns.answering.engine
    engine.reply = answer("utter_clarify_person", label="nlu_fallback")
    clinic.services.turns.take(patient.conversation_id, Inbound("a", "the small white one from my doctor"))

    assert case_of(patient).status == "open"
    assert case_of(patient).answer == "the small white one from my doctor"
    assert newest(patient).response == "utter_approval_answer_passed_on"


def test_words_that_nobody_asked_for_change_no_case(clinic, patient):
    message_id = patient.sends("hello")
    with clinic.uows() as uow:
        message = uow.messages.get(message_id)
        assert clinic.services.cases.take_answer(uow, message) == ()
    assert case_of(patient).answer is None


@pytest.mark.parametrize("answers", [{"Q1": "yes"}, {"Q1": "not_sure"}])
def test_pregnancy_and_possible_pregnancy_cannot_be_approved(clinic, answers):
    pregnant = clinic.patient("A", **answers)

    with pytest.raises(DecisionRefused) as refused:
        clinic.services.approval.approve(
            pregnant.case_id(), clinic.staff("clinician"), grant(clinic), "please"
        )

    assert refused.value.refusal is DecisionRefusal.FINAL
    assert not clinic.services.cases.case(pregnant.case_id(), clinic.staff("clinician")).may_be_approved


def test_other_answers_of_class_a_may_be_lowered_by_a_clinician(clinic):
    stopped = clinic.patient("A", Q4="yes")

    clinic.services.approval.approve(stopped.case_id(), clinic.staff("clinician"), grant(clinic), "talk only")

    assert stopped.books().booking().status == "confirmed"


def test_nothing_is_approved_while_a_red_flag_stands_or_on_old_answers(clinic, patient):
    clinician = clinic.staff("clinician")
    patient.change_conversation(booking_block="red_flag")
    with pytest.raises(DecisionRefused) as blocked:
        clinic.services.approval.approve(patient.case_id(), clinician, grant(clinic), "seen")

    patient.change_conversation(booking_block=None)
    clinic.clock.move(days=31)
    with pytest.raises(DecisionRefused) as expired:
        clinic.services.approval.approve(patient.case_id(), clinician, grant(clinic), "seen")

    assert blocked.value.refusal is DecisionRefusal.BLOCKED
    assert expired.value.refusal is DecisionRefusal.ANSWERS_EXPIRED


def test_a_decision_without_words_is_refused_and_changes_nothing(clinic, patient):
    clinician, approval = clinic.staff("clinician"), clinic.services.approval
    before = newest(patient)

    for act in (
        lambda: approval.approve(patient.case_id(), clinician, grant(clinic), " "),
        lambda: approval.decline(patient.case_id(), clinician, ""),
        lambda: approval.ask_back(patient.case_id(), clinician, ""),
    ):
        with pytest.raises(DecisionRefused):
            act()

    assert case_of(patient).status == "open"
    assert newest(patient) == before


def test_only_clinicians_read_and_decide(clinic, patient):
    services, case_id = clinic.services, patient.case_id()
    gone = replace(clinic.staff("clinician"), is_active=False)

    for nobody in (clinic.staff("reception"), clinic.staff("admin"), gone):
        for act in (
            lambda who=nobody: services.cases.queue(who),
            lambda who=nobody: services.cases.case(case_id, who),
            lambda who=nobody: services.cases.open_for(patient.conversation_id, who),
            lambda who=nobody: services.approval.approve(case_id, who, grant(clinic), "I say so"),
            lambda who=nobody: services.approval.decline(case_id, who, "I say so"),
            lambda who=nobody: services.approval.ask_back(case_id, who, "why?"),
        ):
            with pytest.raises(NotPermitted):
                act()
    assert case_of(patient).status == "open"


def test_of_two_clinicians_who_decide_at_once_one_decides(clinic, patient):
    case_id, outcomes = patient.case_id(), []

    def decide(name: str) -> None:
        try:
            clinic.services.approval.approve(case_id, clinic.staff("clinician", name), grant(clinic), name)
            outcomes.append("approved")
        except DecisionRefused as refused:
            outcomes.append(refused.refusal)

    for name in ("Mira Holt", "Jon Vale"):
        clinic.staff("clinician", name)
    threads = [threading.Thread(target=decide, args=(name,)) for name in ("Mira Holt", "Jon Vale")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["approved", DecisionRefusal.DECIDED_ALREADY]
    with clinic.uows(reads_only=True) as uow:
        assert len(uow.cases.decisions(patient.conversation_id)) == 1


def test_new_answers_end_the_case_and_what_was_approved(clinic, patient):
    clinic.services.approval.approve(patient.case_id(), clinic.staff("clinician"), grant(clinic), "low dose")
    clinic.clock.move(minutes=1)

    patient.answers_questions("B", Q9="yes", Q16="yes")

    with clinic.uows(reads_only=True) as uow:
        statuses = [case.status for case in uow.cases.of(patient.conversation_id)]
        (decision,) = uow.cases.decisions(patient.conversation_id)
    assert statuses == ["open", "expired"]
    assert (decision.revoked_at, decision.revoked_reason) == (clinic.clock.now(), "new_answers")
    assert patient.begins().names[0] == "utter_booking_under_review"


def test_the_same_answers_twice_are_one_case(clinic, patient):
    case = case_of(patient)

    with clinic.uows() as uow:
        again = clinic.services.cases.open_within(
            uow, patient.conversation_id, case.prescreen_id, case.outcome, case.flags
        )
        uow.commit()

    assert again == case


def test_a_case_for_a_treatment_needs_complete_answers(clinic):
    clinician = clinic.staff("clinician")

    with pytest.raises(NoAnswers):
        clinic.services.cases.open_for(clinic.patient(None).conversation_id, clinician)
    with pytest.raises(CaseUnknown):
        clinic.services.cases.case("nothing", clinician)


def test_every_decision_is_on_the_record_without_the_patients_words(clinic, patient):
    clinician, case_id = clinic.staff("clinician"), patient.case_id()
    clinic.services.approval.ask_back(case_id, clinician, "Which medicine?")
    clinic.services.approval.approve(case_id, clinician, grant(clinic), "low dose")

    with clinic.uows(reads_only=True) as uow:
        entries = uow.audit.about("case", case_id)
    assert {(entry.action, entry.actor) for entry in entries} == {
        ("open_case", "system"),
        ("ask_back_case", clinician.id),
        ("approve_case", clinician.id),
    }
    assert "medicine" not in repr(entries)
