"""Forged, repeated and racing messages; questions that vanish or change; the record and the logs."""

import pytest

from clinic.criteria.health_questions import parse_health_questions
from clinic.criteria.loading import CriteriaInvalid
from clinic.logic.screening import Refusal
from clinic.services.dialogue import Choice, Taken
from clinic.services.errors import ConversationUnknown
from clinic.services.prescreen import Replay
from tests.services.prescreen_world import CONTENT, at_questions


@pytest.fixture
def patient(tmp_path):
    return at_questions(tmp_path)


# Forged, repeated, racing


@pytest.mark.parametrize(
    "data",
    [
        {"value": "never"},
        {"value": "yes_listed", "question": "Q20"},
        {"value": "no", "question": "Q21"},
        {"value": "no", "question": "Q99"},
        {"value": True},
        {"value": None},
        {"question": ["Q4"]},
        {"prescreen": "another"},
        {"act": "approve"},
        {"act": "confirm", "yes": True, "kind": "read_back"},
        {"act": "choose", "yes": True, "kind": "go_on"},
        {"act": "skip"},
    ],
    ids=lambda data: ",".join(f"{key}={value}" for key, value in data.items()),
)
def test_forged_data_counts_as_nothing_and_asks_again(patient, data):
    patient.starts().answers("Q4")
    real, before = patient.choice("No"), patient.stored()

    patient.presses_choice(Choice("No", "answer_question", {**real.data, **data}))

    assert patient.stored() == before
    assert (patient.step.taken, patient.asked()) == (Taken.KEPT, "Q4")


def test_a_button_of_something_else_is_not_an_answer(patient):
    patient.starts().answers("Q4")

    patient.presses_choice(Choice("Yes, note it", "answer_question", {"about": "disclosure", "value": "yes"}))

    assert patient.step.taken is Taken.NOT_AN_ANSWER


def test_the_same_message_again_returns_the_same_step_and_stores_nothing_twice(patient):
    patient.starts().answers("Q4").presses("Yes")
    first, stored = patient.step, patient.stored()

    patient.plays(patient.last_message_id, "answer_question")

    assert (patient.step, patient.stored()) == (first, stored)


def test_starting_twice_with_the_same_message_makes_one_start(patient):
    message_id = patient.sends("start")

    first = patient.service.start(patient.conversation_id, message_id)
    again = patient.service.start(patient.conversation_id, message_id)

    with patient.uows(reads_only=True) as uow:
        assert len(uow.prescreens.of(patient.conversation_id)) == 1
    assert first == again


def test_the_same_button_pressed_twice_changes_nothing(patient):
    patient.starts().answers("Q4")
    choice = patient.choice("No")

    patient.presses_choice(choice).presses_choice(choice)

    assert patient.given("Q4") == ["no", "no"]
    assert (patient.asked(), patient.prescreen().flags) == ("Q5", ())


def test_an_unknown_conversation_or_a_foreign_message_is_refused(patient):
    patient.starts()
    other = patient.another()
    foreign = other.sends("yes")

    with pytest.raises(ConversationUnknown):
        patient.service.start("nobody", "m")
    with pytest.raises(ConversationUnknown):
        patient.plays(foreign, "affirm")


def test_a_message_when_no_questions_are_open_leaves_the_form(patient):
    patient.says("yes", "affirm")

    assert (patient.step.taken, patient.names()) == (Taken.LEFT, ["utter_prescreen_left"])


# What stands behind it


def test_without_questions_nothing_is_asked_or_booked(tmp_path):
    def broken():
        raise CriteriaInvalid("health_questions.yml: cannot be read")

    patient = at_questions(tmp_path, broken)

    patient.starts()

    assert (patient.step.taken, patient.names()) == (Taken.LEFT, ["utter_prescreen_unavailable"])
    assert patient.refusal() is Refusal.UNAVAILABLE


def test_questions_that_vanish_in_the_middle_fail_closed(tmp_path):
    files = [CONTENT]

    def content():
        if not files:
            raise CriteriaInvalid("health_questions.yml: cannot be read")
        return files[0]

    patient = at_questions(tmp_path, content)
    patient.starts().answers("Q21")
    files.clear()

    patient.presses("No")

    assert (patient.step.taken, patient.names()) == (Taken.LEFT, ["utter_prescreen_unavailable"])
    assert patient.refusal() is Refusal.UNAVAILABLE


def test_on_other_channels_the_questions_are_asked_on_the_website_only(patient):
    patient.change_conversation(channel="telegram")

    patient.starts()

    assert (patient.step.taken, patient.names()) == (Taken.LEFT, ["utter_prescreen_on_website"])


def test_changed_rules_in_the_middle_start_again(tmp_path):
    files = [CONTENT]
    patient = at_questions(tmp_path, lambda: files[0])
    patient.starts().answers("Q9")
    files[0] = parse_health_questions({**CONTENT.stored(), "version": "next"})

    patient.presses("No")

    assert patient.names() == ["utter_prescreen_started_again", "utter_health_consent"]
    assert patient.prescreen().rules_version == files[0].rules_version


def test_the_record_replays_to_the_same_outcome_after_the_questions_changed(tmp_path):
    files = [CONTENT]
    patient = at_questions(tmp_path, lambda: files[0])
    patient.starts().answers(Q9="Yes")
    files[0] = parse_health_questions({**CONTENT.stored(), "version": "next"})

    record = patient.service.records(patient.conversation_id)[0]

    assert record.replay is Replay.AGREES
    assert record.replayed.outcome == patient.prescreen().outcome == "B"
    assert [(a.question_id, a.title) for a in record.answers if a.question_id == "Q9"] == [("Q9", "Yes")]


def test_no_health_answer_reaches_the_logs(patient, caplog):
    caplog.set_level("DEBUG")

    patient.starts().answers("Q4").says("I am diabetic canaryword").presses("Yes, that is right")

    assert "canaryword" not in caplog.text
    assert "diabet" not in caplog.text.lower()
