"""The health questions from consent to outcome, by buttons."""

import pytest

from clinic.logic.screening import Refusal
from clinic.services.dialogue import Taken
from tests.services.prescreen_world import CONTENT, at_questions


@pytest.fixture
def patient(tmp_path):
    return at_questions(tmp_path)


# Consent and the opening


def test_the_first_question_is_for_consent(patient):
    patient.starts()

    assert patient.names() == ["utter_health_consent"]
    assert [choice.title for choice in patient.replies[0].choices] == ["Yes", "No"]
    assert patient.conversation().open_form == "prescreen_form"


def test_no_consent_stores_no_answer_and_offers_a_person(patient):
    patient.starts().presses("No")

    assert (patient.step.taken, patient.names()) == (Taken.LEFT, ["utter_prescreen_no_consent"])
    assert (patient.stored(), patient.conversation().open_form) == ((), None)


def test_consent_is_stored_with_purpose_and_text_version(patient):
    patient.starts().presses("Yes")

    with patient.uows(reads_only=True) as uow:
        consent = uow.prescreens.consents(patient.conversation_id)[0]
    assert (consent.purpose, consent.text_version) == ("health_questions", "1")


def test_nothing_is_stored_before_consent(patient):
    patient.starts()

    with patient.uows(reads_only=True) as uow:
        assert uow.prescreens.consents(patient.conversation_id) == ()
    assert patient.stored() == ()


def test_someone_else_is_not_asked_and_nothing_stays(patient):
    patient.starts().answers("P1").presses("Someone else")

    assert patient.names() == ["utter_prescreen_someone_else"]
    assert (patient.stored(), patient.conversation().open_form) == ((), None)


def test_under_18_stops_without_data_and_blocks_booking(patient):
    patient.starts().answers("P2").presses("No")

    assert patient.names() == ["utter_prescreen_under_18"]
    assert (patient.stored(), patient.conversation().booking_block) == ((), "minor")
    assert patient.refusal() is Refusal.BLOCKED


def test_a_minor_is_not_asked_again(patient):
    patient.starts().answers("P2").presses("No").starts()

    assert patient.names() == ["utter_prescreen_under_18"]


@pytest.mark.parametrize("title", ["Not sure", "Rather not say"])
def test_an_age_that_is_not_given_goes_to_a_person_without_data(patient, title):
    patient.starts().answers("P2").presses(title)

    assert (patient.names(), patient.stored()) == (["utter_prescreen_age_unknown"], ())


def test_trying_again_after_no_age_goes_to_a_clinician(patient):
    patient.starts().answers("P2").presses("Not sure")

    patient.starts().answers()

    assert "utter_outcome_review" in patient.names()
    assert patient.prescreen().flags == ("repeat_screen",)


@pytest.mark.parametrize("title", ["Yes", "Not sure"])
def test_a_problem_after_treatment_opens_the_reaction_path(patient, title):
    patient.starts().answers("P3").presses(title)

    assert (patient.step.taken, patient.names()) == (Taken.LEFT, ["utter_safety_l3"])
    assert patient.reactions.reported == [patient.last_message_id]
    assert patient.conversation().booking_block == "reaction"


def test_the_same_reaction_message_again_is_reported_under_the_same_message(patient):
    patient.starts().answers("P3").presses("Yes")

    patient.plays(patient.last_message_id, "answer_question")

    assert set(patient.reactions.reported) == {patient.last_message_id}
    assert patient.names() == ["utter_safety_l3"]


# One question at a time


def test_each_question_has_its_buttons_and_its_place(patient):
    patient.starts().answers("Q4")

    reply = patient.replies[-1]
    assert reply.response == "utter_health_question"
    assert reply.values["question"] == CONTENT.question("Q4").text
    assert reply.values["progress"] == "Question 7 of about 25"
    assert [choice.title for choice in reply.choices] == ["Yes", "No", "Not sure", "Rather not say"]


def test_the_pregnancy_question_offers_does_not_apply_which_skips_breastfeeding_only(patient):
    patient.starts().answers("Q1").presses("This does not apply to me")

    assert patient.asked() == "Q3"


def test_trying_for_a_baby_is_not_asked_when_the_mix_is_free_of_the_medicine(tmp_path):
    patient = at_questions(tmp_path, contains_5ari=False)

    patient.starts().answers("Q2").presses("No")

    assert patient.asked() == "Q4"


def test_every_answer_is_kept_with_words_way_time_and_rules_version(patient):
    patient.starts().answers("Q1").presses("No")

    answer = patient.stored()[-1]
    assert (answer.question_id, answer.value, answer.words, answer.given_by) == ("Q1", "no", "No", "button")
    assert (answer.answered_at, answer.rules_version) == (patient.clock.now(), CONTENT.rules_version)
    assert answer.message_id == patient.last_message_id


# Outcomes


def test_class_c_says_so_and_may_book_a_consultation_only(patient):
    patient.starts().answers()

    assert (patient.step.taken, patient.names()) == (Taken.FINISHED, ["utter_outcome_clear"])
    assert (patient.prescreen().outcome, patient.prescreen().status) == ("C", "completed")
    assert (patient.refusal(), patient.refusal("treatment")) == (None, Refusal.NEEDS_APPROVAL)
    assert (patient.conversation().open_form, patient.cases.opened) == (None, [])


def test_class_b_is_asked_to_the_end_and_goes_to_a_clinician(patient):
    patient.starts().answers(Q9="Yes", Q16="Not sure")

    assert patient.names() == ["utter_outcome_review", "utter_approval_waiting"]
    assert [(case.outcome, case.prescreen_id) for case in patient.cases.opened] == [
        ("B", patient.prescreen().id)
    ]
    assert patient.service.people.asked == [(patient.conversation_id, "review")]
    assert patient.refusal() is Refusal.NEEDS_CLINICIAN


def test_the_first_a_stops_and_offers_an_expert(patient):
    patient.starts().answers("Q5", Q4="Yes")

    assert patient.names() == ["utter_outcome_stopped"]
    assert patient.prescreen().outcome == "A"
    assert patient.refusal() is Refusal.INCOMPLETE


def test_after_a_stop_no_expert_is_respected(patient):
    patient.starts().answers(Q4="Yes").presses("No, thank you")

    assert (patient.step.taken, patient.names()) == (Taken.FINISHED, ["utter_outcome_stopped_left"])
    assert (patient.cases.opened, patient.service.people.asked) == ([], [])
    assert patient.refusal() is Refusal.STOPPED


def test_after_a_stop_the_rest_is_offered_once_to_who_wants_an_expert(patient):
    patient.starts().answers(Q4="Yes").presses("Yes, please")
    offered = patient.names()

    patient.presses("No, thank you")

    assert offered == ["utter_outcome_go_on_offer"]
    assert patient.names() == ["utter_outcome_stopped_expert", "utter_approval_waiting"]
    assert patient.cases.opened[0].outcome == "A"


def test_after_a_stop_the_rest_is_asked_when_wanted_and_stays_class_a(patient):
    patient.starts().answers(Q4="Yes").presses("Yes, please").presses("Yes, please")
    resumed_at = patient.asked()

    patient.answers()

    assert resumed_at == "Q5"
    assert patient.names()[0] == "utter_outcome_stopped_expert"
    assert patient.given("Q21") == ["no"]


def test_pregnancy_is_marked_as_nothing_that_software_lifts(patient):
    patient.starts().answers(Q1="Not sure").presses("Yes, please").presses("No, thank you")

    assert set(patient.cases.opened[0].flags) == {"hold", "final"}


@pytest.mark.parametrize(
    ("question", "title", "response"),
    [
        ("Q11", "Yes", "utter_prescreen_see_doctor"),
        ("Q12", "3: large bald areas", "utter_prescreen_baldness"),
        ("Q13", "Yes", "utter_prescreen_see_doctor"),
    ],
)
def test_some_answers_come_with_advice(patient, question, title, response):
    patient.starts().answers(question).presses(title)

    assert patient.names()[0] == response


def test_a_yes_to_anything_else_asks_for_a_few_words_for_the_clinician(patient):
    patient.starts().answers("Q21").presses("Yes")
    asked = patient.names()

    patient.says("I have an operation next week")

    assert asked == ["utter_health_detail"]
    assert [(a.value, a.words) for a in patient.stored() if a.question_id == "Q21"] == [
        ("yes", "Yes"),
        ("yes", "I have an operation next week"),
    ]


def test_the_few_words_may_be_skipped(patient):
    patient.starts().answers("Q20").presses("Yes").presses("Skip")

    assert patient.asked() == "Q21"


@pytest.mark.parametrize("words", ["roaccutane every morning", "methotrexate", "a blood thinner"])
def test_a_listed_medicine_among_other_pills_goes_to_a_clinician(patient, words):
    patient.starts().answers("Q20").presses("Yes").says(words)

    assert patient.given("Q20") == ["yes", "yes_listed"]
    assert patient.answers().names()[0] == "utter_outcome_review"


def test_other_pills_that_are_not_listed_change_nothing(patient):
    patient.starts().answers("Q20").presses("Yes").says("vitamin D and iron")

    assert patient.answers().names() == ["utter_outcome_clear"]


def test_a_red_flag_in_the_conversation_is_class_e_and_ends_the_questions(patient):
    patient.starts().answers("Q4")
    patient.change_conversation(booking_block="red_flag")

    patient.presses("No")

    assert (patient.step.taken, patient.names()) == (Taken.LEFT, ["utter_outcome_emergency"])
    assert (patient.prescreen().outcome, patient.refusal()) == ("E", Refusal.BLOCKED)


def test_submitting_twice_says_the_same_and_opens_one_case(patient):
    patient.starts().answers(Q9="Yes")

    again = patient.service.submit(patient.conversation_id)

    assert again == patient.replies
    assert len(patient.cases.opened) == 1


def test_submitting_before_the_end_asks_on_and_books_nothing(patient):
    patient.starts().answers("Q4")

    replies = patient.service.submit(patient.conversation_id)

    assert [reply.values.get("question") for reply in replies] == [CONTENT.question("Q4").text]
    assert patient.refusal() is Refusal.INCOMPLETE
