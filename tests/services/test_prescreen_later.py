"""Leaving and coming back, consent withdrawn, expiry, and the same contact again."""

import pytest

from clinic.logic.screening import Refusal
from clinic.services.dialogue import Taken
from clinic.services.prescreen import Replay
from tests.services.prescreen_world import at_questions


@pytest.fixture
def patient(tmp_path):
    return at_questions(tmp_path)


# Leaving and coming back


@pytest.mark.parametrize(
    ("text", "label", "response"),
    [
        ("stop", "deny", "utter_prescreen_left"),
        ("cancel", "cancel_booking", "utter_prescreen_left"),
        ("no more questions please", "deny", "utter_prescreen_left"),
        ("bye for now", "goodbye", "utter_prescreen_paused"),
        ("I will come back later", "goodbye", "utter_prescreen_paused"),
    ],
)
def test_the_patient_can_leave_at_any_time(patient, text, label, response):
    patient.starts().answers("Q9").says(text, label)

    assert (patient.step.taken, patient.names()) == (Taken.LEFT, [response])
    assert patient.conversation().open_form is None
    assert patient.refusal() is Refusal.INCOMPLETE


def test_stopping_a_medicine_is_not_stopping_the_questions(patient):
    patient.starts().answers("Q10").says("I want to stop my tablets")

    assert patient.step.taken is Taken.KEPT


def test_coming_back_within_the_hour_goes_on_where_it_stopped(patient):
    patient.starts().answers("Q9").says("stop")
    patient.clock.move(minutes=60)

    patient.starts()

    assert patient.names() == ["utter_prescreen_resumed", "utter_health_question_again"]
    assert patient.asked() == "Q9"
    assert patient.answers().names() == ["utter_outcome_clear"]


def test_coming_back_later_starts_again_and_is_told(patient):
    patient.starts().answers("Q9").says("stop")
    patient.clock.move(minutes=61)

    patient.starts()

    assert patient.names() == ["utter_prescreen_started_again", "utter_health_consent"]
    assert patient.answers().prescreen().flags == ("restarted",)


def test_going_silent_for_more_than_an_hour_starts_again(patient):
    patient.starts().answers("Q9")
    no = patient.choice("No")
    patient.clock.move(minutes=61)

    patient.presses_choice(no)

    assert patient.names() == ["utter_prescreen_started_again", "utter_health_consent"]
    assert patient.stored() == ()


def test_waiting_does_not_wash_a_worse_answer_away(patient):
    patient.starts().answers("Q9", Q4="Yes").says("stop")
    patient.clock.move(minutes=90)

    patient.starts().answers()

    assert patient.prescreen().flags == ("repeat_screen",)
    assert patient.names()[0] == "utter_outcome_review"


def test_a_second_start_in_the_middle_goes_on(patient):
    patient.starts().answers("Q9").starts()

    assert patient.asked() == "Q9"
    assert patient.given("P0") == ["yes"]


# Consent withdrawn


@pytest.mark.parametrize("text", ["dont delete my answers", "what happens if i delete my answers"])
def test_answers_stay_where_nobody_asks_that_they_go(patient, text):
    patient.starts().answers("Q9").says(text, "privacy")

    assert patient.step.taken is Taken.NOT_AN_ANSWER
    assert patient.stored() != ()


@pytest.mark.parametrize("text", ["delete my answers", "please delete everything", "I withdraw my consent"])
def test_withdrawn_consent_deletes_the_answers_and_offers_a_person(patient, text):
    patient.starts().answers("Q9").says(text, "privacy")

    with patient.uows(reads_only=True) as uow:
        consents = uow.prescreens.consents(patient.conversation_id)
    assert (patient.step.taken, patient.names()) == (Taken.LEFT, ["utter_prescreen_withdrawn"])
    assert patient.stored() == ()
    assert all(consent.withdrawn_at for consent in consents)
    assert patient.refusal() is Refusal.NOT_ANSWERED


def test_deleting_answers_is_no_way_around_a_stop(patient):
    patient.starts().answers("Q5", Q4="Yes").says("delete my answers")

    patient.starts().answers()

    assert patient.prescreen().flags == ("repeat_screen",)
    assert patient.refusal() is Refusal.NEEDS_CLINICIAN


def test_of_deleted_answers_only_that_a_person_must_look_stays(patient):
    patient.starts().answers("Q9").says("I am diabetic").says("delete my answers")

    stored = patient.prescreen()
    assert stored.facts["heard"] in ([], ())
    assert (stored.pending, stored.flags, stored.outcome) == ({}, (), "B")


def test_withdrawing_after_a_clinician_has_the_answers_ends_the_case(patient):
    patient.starts().answers(Q9="Yes")
    patient.sends_to_clinician()

    replies = patient.service.withdraw(patient.conversation_id)

    assert [reply.response for reply in replies] == ["utter_prescreen_withdrawn_sent"]
    assert patient.cases.expired == ["withdrawn"]
    assert patient.refusal() is Refusal.NOT_ANSWERED


# Later


def test_answers_expire_after_thirty_days(patient):
    patient.starts().answers()
    patient.clock.move(days=30)
    still = patient.refusal()
    patient.clock.move(seconds=1)

    assert (still, patient.refusal()) == (None, Refusal.EXPIRED)


def test_a_repeat_within_thirty_days_of_a_b_goes_to_a_clinician_again(patient):
    patient.starts().answers(Q9="Yes")
    patient.clock.move(days=29)

    patient.starts().answers()

    assert patient.prescreen().flags == ("repeat_screen",)


def test_a_repeat_after_thirty_days_starts_clean(patient):
    patient.starts().answers(Q9="Yes")
    patient.clock.move(days=31)

    assert patient.starts().answers().names() == ["utter_outcome_clear"]


def test_the_same_contact_in_another_conversation_goes_to_a_clinician(patient):
    patient.starts().answers(Q4="Yes").presses("No, thank you")
    patient.leaves_contact("p1", phone="+441632960001")
    other = patient.another()
    other.starts().answers()
    before = other.refusal()

    other.leaves_contact("p2", phone="+441632960001")

    assert (before, other.refusal(patient_id="p2")) == (None, Refusal.NEEDS_CLINICIAN)


def test_linking_the_contact_raises_the_class_and_opens_a_case(patient):
    patient.starts().answers(Q4="Yes").presses("No, thank you")
    patient.leaves_contact("p1", email="Ann@example.com")
    other = patient.another()
    other.starts().answers()
    other.leaves_contact("p2", email="ann@example.com")

    with other.uows() as uow:
        replies = other.service.link_patient(uow, other.conversation_id, "p2")
        uow.commit()

    assert [reply.response for reply in replies] == ["utter_outcome_review", "utter_approval_waiting"]
    assert other.cases.opened[-1].flags == ("repeat_screen",)
    assert other.refusal() is Refusal.NEEDS_CLINICIAN


def test_a_stranger_s_contact_changes_nothing(patient):
    patient.starts().answers(Q4="Yes").presses("No, thank you")
    patient.leaves_contact("p1", phone="+441632960001")
    other = patient.another()
    other.starts().answers()
    other.leaves_contact("p2", phone="+441632960002")

    with other.uows() as uow:
        assert other.service.link_patient(uow, other.conversation_id, "p2") == ()
    assert other.refusal(patient_id="p2") is None


def test_the_record_shows_words_that_were_never_confirmed(patient):
    patient.starts().answers("Q4").says("I am diabetic").presses("No, it is not").presses("No").answers()

    record = patient.service.records(patient.conversation_id)[0]

    assert record.replay is Replay.AGREES
    assert [(u.question_id, u.words, u.was_read_back) for u in record.unconfirmed] == [
        ("Q4", "I am diabetic", True)
    ]
