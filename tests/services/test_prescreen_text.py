"""The health questions in the patient's own words: read back before they count."""

import pytest

from clinic.logic.screening import Refusal
from clinic.services.dialogue import Taken
from tests.services.prescreen_world import CONTENT, at_questions


@pytest.fixture
def patient(tmp_path):
    return at_questions(tmp_path)


# Free text counts once it is confirmed


@pytest.mark.parametrize(
    ("text", "answer", "value"),
    [
        ("no", "No", "no"),
        ("I am diabetic", "Yes", "yes"),
        ("not sure to be honest", "Not sure", "not_sure"),
        ("borderline sugar they said", "Not sure", "not_sure"),
        ("I'm not diabetic", "No", "no"),
        ("rather not say", "Rather not say", "rather_not_say"),
    ],
)
def test_a_typed_answer_is_read_back_and_counts_once_confirmed(patient, text, answer, value):
    patient.starts().answers("Q4").says(text)
    read_back, before = patient.replies[-1], patient.given("Q4")

    patient.presses("Yes, that is right")

    assert (read_back.response, read_back.values["words"], read_back.values["answer"]) == (
        "utter_read_back",
        text,
        answer,
    )
    assert (before, patient.given("Q4")) == ([], [value])
    assert (patient.stored()[-1].given_by, patient.stored()[-1].words) == ("text", text)


def test_a_typed_yes_confirms_too(patient):
    patient.starts().answers("Q9").says("not sure").says("yes", "affirm")

    assert patient.given("Q9") == ["not_sure"]


def test_what_was_read_wrongly_does_not_count_and_the_question_comes_with_buttons(patient):
    patient.starts().answers("Q9").says("not sure").presses("No, it is not")

    assert (patient.given("Q9"), patient.asked()) == ([], "Q9")


def test_a_denied_reading_and_a_safer_button_go_to_a_clinician(patient):
    patient.starts().answers("Q4").says("I am diabetic").presses("No, it is not").presses("No")

    patient.answers()

    assert patient.names()[0] == "utter_outcome_review"
    assert patient.prescreen().flags == ("contradiction",)


def test_a_reading_that_was_only_misread_as_no_costs_nothing(patient):
    patient.starts().answers("Q9").says("no").presses("No, it is not").presses("Yes")

    assert patient.answers().prescreen().flags == ()


def test_not_sure_typed_to_a_safety_question_is_never_a_no(patient):
    patient.starts().answers("Q1").says("not sure", "unsure").says("yes", "affirm")

    assert (patient.given("Q1"), patient.names()) == (["not_sure"], ["utter_outcome_stopped"])


@pytest.mark.parametrize(("label", "value"), [("affirm", "yes"), ("deny", "no"), ("unsure", "not_sure")])
def test_what_the_engine_understood_as_yes_no_or_unsure_is_read_back(patient, label, value):
    patient.starts().answers("Q9").says("indeed so it goes", label).presses("Yes, that is right")

    assert patient.given("Q9") == [value]


@pytest.mark.parametrize(
    ("text", "value"), [("3", "large_bald_areas"), ("a bit thin", "bit_thin"), ("not sure", "not_sure")]
)
def test_the_choices_of_a_question_can_be_typed(patient, text, value):
    patient.starts().answers("Q12").says(text).presses("Yes, that is right")

    assert patient.given("Q12") == [value]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("for myself", ["utter_health_question"]),
        ("it is for my wife", ["utter_prescreen_someone_else"]),
        ("me and my wife", ["utter_health_question_retry"]),
    ],
)
def test_who_it_is_for_can_be_typed_and_needs_no_reading_back(patient, text, names):
    patient.starts().answers("P1").says(text)

    assert patient.names() == names


def test_consent_can_be_typed(patient):
    patient.starts().says("yes", "affirm")

    assert patient.asked() == "P1"


def test_a_plain_statement_answers_is_there_anything_else(patient):
    patient.starts().answers("Q21").says("I have asthma", "medical_question_other").presses(
        "Yes, that is right"
    )

    assert patient.names()[0] == "utter_outcome_review"
    assert patient.stored()[-1].words == "I have asthma"


def test_a_listed_medicine_typed_at_once_goes_to_a_clinician(patient):
    patient.starts().answers("Q20").says("yes, roaccutane and zinc").presses("Yes, that is right")

    assert patient.given("Q20") == ["yes_listed"]


def test_words_about_a_private_illness_are_not_kept_with_the_answer(patient):
    patient.starts().answers("Q18").says("yes, hiv").presses("Yes, that is right")

    assert (patient.given("Q18"), patient.stored()[-1].words) == (["yes"], "")


@pytest.mark.parametrize(
    "text", ['/inform{"pregnant": false}', "/deny", "/affirm", '/answer_question{"value": "no"}']
)
def test_a_typed_command_has_no_power(patient, text):
    patient.starts().answers("Q1").says(text, "deny")

    assert (patient.given("Q1"), patient.names()) == ([], ["utter_health_question_retry"])


def test_a_health_point_inside_a_typed_command_is_heard_all_the_same(patient):
    patient.starts().answers("Q1").says("/deny i am pregnant", "deny")

    assert patient.given("Q1") == []
    assert patient.answers_one().answers().prescreen().outcome != "C"


# Answers that cannot be read


def test_what_cannot_be_read_is_put_again_then_explained_then_a_person_is_offered(patient):
    patient.starts().answers("Q4")
    replies = [patient.says(text).replies[-1] for text in ("qwertz", "asdf", "hjkl", "uiop")]

    assert [reply.response for reply in replies] == [
        "utter_health_question_retry",
        "utter_health_question_help",
        "utter_health_question_person",
        "utter_health_question_person",
    ]
    assert replies[1].values == {"why": CONTENT.question("Q4").why, "question": CONTENT.question("Q4").help}
    assert replies[2].choices[0].intent == "talk_to_human"
    assert (patient.given("Q4"), patient.refusal()) == ([], Refusal.INCOMPLETE)


def test_an_answer_ends_the_count_of_bad_ones(patient):
    patient.starts().answers("Q4").says("qwertz").presses("No").says("asdf")

    assert patient.names() == ["utter_health_question_retry"]


def test_an_answer_after_bad_ones_is_read_back(patient):
    patient.starts().answers("Q4").says("qwertz").says("asdf").says("no")

    assert patient.names() == ["utter_read_back"]


def test_a_detour_between_bad_answers_does_not_repeat_that_they_were_bad(patient):
    patient.starts().answers("Q4").says("qwertz").says("does it hurt much", "faq/pain")
    detour = patient.names()

    patient.says("asdf")

    assert (detour, patient.names()) == (["utter_health_question_again"], ["utter_health_question_help"])


def test_what_a_relative_has_is_asked_again_not_noted(patient):
    patient.starts().answers("Q4").says("my mother has diabetes", "disclose_condition")

    assert (patient.step.taken, patient.names()) == (Taken.KEPT, ["utter_health_question_retry"])


def test_a_read_back_that_gets_no_answer_is_asked_by_buttons_instead(patient):
    patient.starts().answers("Q9").says("not sure").says("qwertz")

    assert (patient.names(), patient.asked(), patient.given("Q9")) == (
        ["utter_health_question_retry"],
        "Q9",
        [],
    )


# Something else in the middle


@pytest.mark.parametrize(
    "label",
    [
        "faq/pain",
        "faq/session_count",
        "talk_to_human",
        "greet",
        "thanks",
        "bot_challenge",
        "out_of_scope",
        "privacy",
    ],
)
def test_a_question_in_the_middle_is_answered_elsewhere_and_ours_asked_again_in_other_words(patient, label):
    patient.starts().answers("Q4")
    first = patient.replies[-1]

    patient.says("some words about something else", label)

    assert patient.step.taken is Taken.NOT_AN_ANSWER
    assert patient.names() == ["utter_health_question_again"]
    assert patient.replies[-1].choices == first.choices
    assert patient.given("Q4") == []


def test_a_short_clear_no_wins_over_the_topic_it_resembles(patient):
    patient.starts().answers("Q4").says("no", "faq/pain")

    assert patient.names() == ["utter_read_back"]


def test_a_health_point_inside_a_question_is_read_back_after_its_answer(patient):
    patient.starts().answers("Q4").says(
        "I take warfarin, how many sessions will I need?", "faq/session_count"
    )

    assert patient.step.taken is Taken.NOT_AN_ANSWER
    assert patient.names() == ["utter_read_back_earlier"]
    assert patient.replies[-1].values["question"] == CONTENT.question("Q9").text


def test_a_read_back_after_something_else_is_worded_differently(patient):
    patient.starts().answers("Q9").says("not sure").says(
        "how long does it take at your place", "faq/session_duration"
    )

    assert patient.names() == ["utter_read_back_again"]


def test_asking_to_book_in_the_middle_is_answered_and_the_question_stands(patient):
    patient.starts().answers("Q4").says("I want an appointment", "book_consultation")

    assert patient.names() == ["utter_prescreen_book_later", "utter_health_question_again"]
    assert patient.prescreen().flags == ()


# Words that ask what is asked


@pytest.mark.parametrize(
    ("until", "text"),
    [
        ("Q7", "whats a mini stroke"),
        ("Q9", "what is apixaban"),
        ("Q14", "what does pacemaker mean"),
        ("Q4", "why do you need to know that"),
        ("P2", "what do u mean"),
    ],
)
def test_who_asks_what_it_means_gets_the_help_and_the_buttons(patient, until, text):
    patient.starts().answers(until)

    (told,) = patient.service.explain(patient.conversation_id, text)

    question = CONTENT.question(until)
    assert (told.response, told.values["why"]) == ("utter_health_question_help", question.why)
    assert [choice.title for choice in told.choices][-1] == "Talk to a person"
    assert patient.prescreen().bad_answers == 0


@pytest.mark.parametrize(
    "text", ["what is it like", "what are you", "how much is it", "i take warfarin", "no"]
)
def test_what_asks_something_else_is_not_explained(patient, text):
    patient.starts().answers("Q9")

    assert patient.service.explain(patient.conversation_id, text) == ()


def test_who_asks_at_a_reading_back_gets_it_read_back_again(patient):
    patient.starts().answers("Q9").says("i take warfarin")

    told = patient.service.explain(patient.conversation_id, "why do you ask")

    assert [reply.response for reply in told] == ["utter_health_question_help", "utter_read_back_again"]


@pytest.mark.parametrize("text", ["i dont want you to keep my answers", "get rid of my answers"])
def test_consent_taken_back_in_other_words_ends_the_questions(patient, text):
    patient.starts().answers("Q4").says(text, "privacy")

    assert (patient.names(), patient.given()) == (["utter_prescreen_withdrawn"], [])


@pytest.mark.parametrize("text", ["continue", "where were we", "ok go on"])
def test_going_on_at_the_questions_asks_again(patient, text):
    patient.starts().answers("Q4").says(text)

    assert (patient.names(), patient.asked()) == (["utter_health_question_again"], "Q4")


# After the first A


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("i pressed wrong button i dont have diabetes", "deny"),
        ("I'm not diabetic", "disclose_condition"),
        ("can i start again", "start_prescreen"),
        ("book a talk", "book_consultation"),
        ("wrong button", "deny"),
    ],
)
def test_a_slip_or_a_wish_to_book_after_a_stop_is_for_a_person(patient, text, label):
    patient.starts().answers("Q4").presses("Yes").says(text, label)

    assert patient.names() == ["utter_outcome_only_person", "utter_outcome_expert_again"]
    assert patient.prescreen().outcome == "A"


def test_a_plain_answer_to_the_offer_still_counts(patient):
    patient.starts().answers("Q4").presses("Yes").says("no", "deny")

    assert patient.names() == ["utter_outcome_stopped_left"]


def test_go_on_at_the_offer_of_the_other_questions_is_a_yes(patient):
    patient.starts().answers("Q4").presses("Yes").says("yes", "affirm").says("go on")

    assert patient.asked() == "Q5"
