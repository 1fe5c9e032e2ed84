"""The questions file: what it must hold, and what is refused."""

import copy
import json
import re

import pytest

from clinic.criteria.health_questions import PATH, load_health_questions, parse_health_questions
from clinic.criteria.loading import CriteriaInvalid
from clinic.criteria.strict_yaml import read_yaml
from clinic.logic.screening import Answer, Facts, assess

CONTENT = read_yaml(PATH)
QUESTIONS = load_health_questions()
FORBIDDEN = (
    "eligible|suitable|safe for you|approved|cleared|passed the|good candidate|no risk|screen|triage|assess"
)


def changed(question_id, **values):
    content = copy.deepcopy(CONTENT)
    next(row for row in content["questions"] if row["id"] == question_id).update(values)
    return content


def test_every_question_of_the_specification_stands_in_its_order():
    expected = [
        "P0",
        "P1",
        "P2",
        "P3",
        *(f"Q{n}" for n in range(1, 11)),
        "Q10b",
        *(f"Q{n}" for n in range(11, 22)),
    ]

    assert [question.id for question in QUESTIONS.questions] == expected


@pytest.mark.parametrize("question", QUESTIONS.questions, ids=lambda question: question.id)
def test_every_text_for_the_patient_keeps_to_the_allowed_words(question):
    for text in (question.text, question.why, question.help):
        assert not re.search(FORBIDDEN, text, re.IGNORECASE)


@pytest.mark.parametrize("question", QUESTIONS.questions, ids=lambda question: question.id)
def test_help_says_it_in_other_words_than_the_question(question):
    assert question.help != question.text
    assert len(question.help.split(". ")) > 1


def test_every_health_question_can_be_left_unanswered_with_a_button():
    for question in QUESTIONS.questions:
        if question.id not in ("P0", "P1"):
            assert {"not_sure", "rather_not_say"} <= set(question.choices), question.id


def test_rewording_a_question_changes_the_rules_version():
    reworded = parse_health_questions(changed("Q4", text="Do you have high blood sugar?"))

    assert reworded.rules_version != QUESTIONS.rules_version


def test_layout_and_comments_do_not_change_the_rules_version():
    assert parse_health_questions(dict(reversed(CONTENT.items()))).rules_version == QUESTIONS.rules_version


def test_the_stored_copy_reads_back_as_the_same_questions():
    stored = json.loads(json.dumps(QUESTIONS.stored()))

    assert parse_health_questions(stored) == QUESTIONS


def test_a_dropped_question_needs_no_code():
    content = copy.deepcopy(CONTENT)
    content["questions"] = [row for row in content["questions"] if row["id"] != "Q7"]

    assert "Q7" not in [question.id for question in parse_health_questions(content).rules]


def test_an_added_question_is_asked_without_code():
    content = copy.deepcopy(CONTENT)
    added = {**next(row for row in content["questions"] if row["id"] == "Q4"), "id": "Q30", "topic": "new"}
    content["questions"].append(added)
    rules = parse_health_questions(content).rules
    healthy = [
        Answer(q.id, next(c.value for c in q.choices if c.outcome == "C" and not c.ends)) for q in rules[:-1]
    ]

    assert assess(rules, healthy, Facts()).next_question == "Q30"


@pytest.mark.parametrize(
    "content",
    [
        None,
        {},
        changed("Q4", id="Q5"),
        changed("Q4", colour="red"),
        changed("Q4", choices={"yes": {"outcome": "D"}, "no": {"outcome": "C"}}),
        changed("Q4", choices={"maybe": {"outcome": "B"}, "no": {"outcome": "C"}}, findings={}),
        changed("Q4", findings={"diabetes": {"present": "perhaps"}}),
        changed("Q2", skip_when=[{"question": "Q9", "value": "yes"}]),
        changed("Q2", skip_when=[{"question": "Q1", "value": "never"}]),
    ],
    ids=[
        "nothing",
        "empty",
        "twice",
        "unknown key",
        "outcome",
        "untitled",
        "finding",
        "skip after",
        "skip value",
    ],
)
def test_a_file_that_does_not_hang_together_is_refused(content):
    with pytest.raises(CriteriaInvalid):
        parse_health_questions(content)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CriteriaInvalid, match="cannot be read"):
        load_health_questions(tmp_path / "none.yml")


def test_a_finding_points_at_the_questions_it_speaks_to():
    assert QUESTIONS.pointed_at("cancer", "historical") == (("Q6", "yes"),)
    assert QUESTIONS.pointed_at("cancer", "family") == ()
