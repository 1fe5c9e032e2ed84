"""The health questions with the clinic's own vocabulary instead of a stand-in."""

import pytest

from clinic.language.text_reader import VocabularyReader
from tests.services.prescreen_world import CONTENT, at_questions


@pytest.fixture
def patient(tmp_path):
    return at_questions(tmp_path, reader=VocabularyReader())


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("P2", "yes I'm 34", "yes"),
        ("P3", "no never had any", "no"),
        ("Q1", "no", "no"),
        ("Q1", "I don't know", "not_sure"),
        ("Q1", "I'm not sure if I'm pregnant", "not_sure"),
        ("Q4", "type 2 diabetes, on metformin", "yes"),
        ("Q4", "nope, not diabetic", "no"),
        ("Q4", "not that I know of", "not_sure"),
        ("Q4", "my sugar is borderline", "not_sure"),
        ("Q4", "I'd rather not say", "rather_not_say"),
        ("Q8", "yes I had a DVT in 2019", "yes"),
        ("Q9", "ecosprin every day", "yes"),
        ("Q9", "yeah eliquis", "yes"),
        ("Q10", "penicillin allergy", "yes"),
        ("Q14", "no", "no"),
    ],
)
def test_an_answer_in_own_words_is_read_back_as_what_it_means(patient, question, text, value):
    patient.starts().answers(question).says(text)

    assert patient.names() == ["utter_read_back"]
    assert patient.replies[-1].values["answer"] == CONTENT.title(question, value)


@pytest.mark.parametrize(
    ("until", "text", "about"),
    [
        ("Q4", "actually I am pregnant", "Q1"),
        ("Q5", "I had breast cancer 6 years ago", "Q6"),
        ("Q4", "I take warfarin", "Q9"),
        ("Q10", "by the way I'm diabetic", "Q4"),
        ("Q4", "my period is late", "Q1"),
    ],
)
def test_words_about_another_question_are_read_back_for_that_one(patient, until, text, about):
    patient.starts().answers(until).says(text)

    assert patient.names()[0] in ("utter_read_back_earlier", "utter_contradiction")
    assert patient.replies[-1].values["question"] == CONTENT.question(about).text


@pytest.mark.parametrize("text", ["my son is 16", "I'm 15", "I'm in 10th class"])
def test_a_stated_or_implied_age_under_18_never_goes_on(patient, text):
    patient.starts().answers("P2").says(text)

    assert patient.asked() in (None, "P2")
    assert patient.given("P2") == []


@pytest.mark.parametrize("text", ["my mother has diabetes", "does diabetes matter for this?"])
def test_what_is_said_of_others_is_no_answer(patient, text):
    patient.starts().answers("Q4").says(text)

    assert "utter_read_back" not in patient.names()
    assert (patient.given("Q4"), patient.asked()) == ([], "Q4")


def test_the_whole_way_can_be_typed(patient):
    patient.starts().says("yes").says("for me").says("yes").says("yes that's right", "affirm").says(
        "no"
    ).says("yes")
    while (question := patient.asked() or patient.replies[-1].response) and question != "utter_outcome_clear":
        patient.says("2" if question == "Q12" else "no").says("yes", "affirm")

    assert patient.names() == ["utter_outcome_clear"]
