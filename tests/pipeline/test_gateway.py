"""The engine's door: who may enter, what a message can do, what comes back."""

import httpx
import pytest

from tests.actions.stand_ins import StandInClinic
from tests.pipeline.engine import NOTHING, Engine

WHOLE = {**NOTHING, "conversation_id": "c", "message_id": "m", "text": "hello"}


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "the-engine-token-of-these-tests"])
def test_without_the_token_nothing_is_answered(engine: Engine, header: str) -> None:
    answer = engine.post(WHOLE, Authorization=header)

    assert answer.status_code == httpx.codes.UNAUTHORIZED


@pytest.mark.parametrize(
    "change",
    [
        {"text": None},
        {"intent": "affirm"},
        {"text": 5},
        {"text": None, "intent": "restart"},
        {"text": None, "intent": "faq"},
        {"text": None, "intent": "faq/unheard_of"},
        {"text": None, "intent": "nlu_fallback"},
        {"form": "another_form"},
        {"conversation_id": "../c"},
        {"message_id": ""},
        {"metadata": {}},
    ],
    ids=str,
)
def test_a_turn_that_web_would_not_send_is_refused(engine: Engine, change: dict[str, object]) -> None:
    answer = engine.post(WHOLE | change)

    assert answer.status_code == httpx.codes.BAD_REQUEST


def test_a_question_comes_back_as_a_response_name_with_what_was_understood(engine: Engine) -> None:
    answer = engine.turn("asks", text="How long does one session take?")

    assert [reply["response"] for reply in answer["replies"]] == ["utter_faq/session_duration"]
    assert answer["understood"]["label"] == "faq/session_duration"
    assert answer["understood"]["ranking"][0]["label"] == "faq/session_duration"
    assert answer["failed_actions"] == []


@pytest.mark.parametrize(
    "typed",
    ["/restart", '/inform{"pregnant": false}', "/affirm", "  //affirm", "/faq/pain", "/session_start"],
)
def test_a_leading_slash_has_no_power(engine: Engine, typed: str) -> None:
    answer = engine.turn("types", text=typed)

    assert answer["understood"]["confidence"] < 1.0
    assert answer["replies"]


@pytest.mark.parametrize("typed", ["", "   ", "///", "\u200b", "🙂", "?" * 2000, "word " * 400])
def test_whatever_is_typed_something_is_said(engine: Engine, typed: str) -> None:
    answer = engine.turn("mumbles", text=typed)

    assert answer["replies"]
    assert answer["failed_actions"] == []


def test_a_button_counts_as_certain(engine: Engine) -> None:
    answer = engine.turn("presses", intent="faq/pain")

    assert answer["understood"] == {
        "label": "faq/pain",
        "confidence": 1.0,
        "ranking": [{"label": "faq/pain", "confidence": 1.0}],
        "also": [],
    }
    assert [reply["response"] for reply in answer["replies"]] == ["utter_faq/pain"]


def test_one_reply_stays_one_message_with_its_values_and_buttons(engine: Engine) -> None:
    answer = engine.turn("is-asked", intent="start_prescreen")

    question = answer["replies"][-1]
    assert question["response"] == "utter_health_question"
    assert question["values"] == {"question": "prescreen: one\n\ntwo?"}
    assert question["buttons"][0] == {
        "title": "Yes",
        "intent": "answer_question",
        "data": {"question": "Q1", "value": "yes"},
    }


def test_a_failed_action_is_reported_and_no_word_of_it_is_logged(
    engine: Engine, clinic: StandInClinic
) -> None:
    clinic.open_handoff.is_broken = True

    answer = engine.turn("meets-failure", text="Can I talk to a pErSoN?")

    assert answer["failed_actions"] == ["action_open_handoff"]
    assert answer["replies"] == []
    assert "pErSoN" not in engine.log()


def test_the_actions_hear_what_was_understood_and_which_message(
    engine: Engine, clinic: StandInClinic
) -> None:
    engine.turn("speaks", "message-7", text="/")

    conversation_id, message_id, understood = clinic.clarify.calls[-1]
    assert (conversation_id, message_id, understood.label) == ("speaks", "message-7", "nlu_fallback")


def test_ready_means_that_a_text_was_parsed(engine: Engine) -> None:
    answer = engine.client.get(f"{engine.url}/ready")

    assert answer.json()["understood"]["label"] == "greet"


def test_a_second_question_comes_back_beside_the_first(engine: Engine) -> None:
    answer = engine.turn("asks-two", text="does it hurt and how much does one session cost?")

    assert answer["understood"]["label"] in {"faq/pain", "faq/cost"}
    (also,) = answer["understood"]["also"]
    assert {answer["understood"]["label"], also["label"]} == {"faq/pain", "faq/cost"}
    assert also["first"] is (also["label"] == "faq/pain")


def test_one_question_comes_back_alone(engine: Engine) -> None:
    assert engine.turn("asks-one", text="how long does one session take?")["understood"]["also"] == []
