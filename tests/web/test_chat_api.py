"""The chat API, version 1: the wire as design.md section 9 has it."""

import json

import pytest
from fastapi.testclient import TestClient

from clinic.web.limits import Limit
from tests.services.world import World
from tests.web.conftest import ORIGIN, Chat


def test_a_conversation_starts_with_the_words_that_it_is_a_program(chat: Chat) -> None:
    assert set(chat.started) == {"conversation_id", "token", "owner", "sequence", "messages"}
    assert "computer program" in chat.started["messages"][0]["text"]


def test_a_message_has_the_fields_of_the_contract(chat: Chat) -> None:
    message = chat.send("does it hurt").json()["messages"][0]

    assert set(message) == {
        "sequence",
        "sender",
        "kind",
        "text",
        "buttons",
        "response",
        "sources",
        "level",
        "client_id",
        "at",
    }
    assert message["response"] == "utter_faq/pain"
    assert message["sources"][0]["checked_on"]


def test_the_same_client_id_returns_the_same_answer(chat: Chat) -> None:
    client_id = chat.new_id()

    first = chat.send("does it hurt", client_id=client_id).json()
    second = chat.send("does it hurt", client_id=client_id).json()

    assert second["messages"] == first["messages"]


def test_everything_after_a_sequence_can_be_read_again(chat: Chat) -> None:
    chat.send("does it hurt")

    answer = chat.client.get("/chat/v1/messages?after=1", headers=chat.headers).json()

    assert [message["sender"] for message in answer["messages"]] == ["patient", "assistant"]
    assert answer["sequence"] == 3


def test_an_emergency_is_shown_as_one(chat: Chat) -> None:
    message = chat.send("i cant breathe").json()["messages"][0]

    assert (message["kind"], message["level"]) == ("emergency", "emergency")


def test_a_button_is_pressed_by_its_token_only(chat: Chat, world: World) -> None:
    token = chat.started["messages"][0]["buttons"][0]["token"]

    assert chat.send(button=token).status_code == 200
    assert chat.send(button="affirm").status_code == 409
    assert world.engine.turns[-1].intent is not None


def test_a_typed_intent_with_data_reaches_no_engine(chat: Chat, world: World) -> None:
    heard = chat.send('/inform{"diabetes": "no"}').json()["messages"]

    assert world.engine.turns == []
    assert [message["response"] for message in heard] == ["utter_pressure_command"]


def test_a_leading_slash_is_text_to_the_engine(chat: Chat, world: World) -> None:
    chat.send("/start")

    assert (world.engine.turns[-1].text, world.engine.turns[-1].intent) == ("/start", None)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"client_id": "not a uuid", "text": "hello"},
        {"client_id": "00000000-0000-4000-8000-000000000001"},
        {"client_id": "00000000-0000-4000-8000-000000000001", "text": "a", "button": "b"},
        {"client_id": "00000000-0000-4000-8000-000000000001", "text": "a", "owner": "staff"},
    ],
)
def test_a_malformed_message_is_refused_and_stores_nothing(chat: Chat, body: dict[str, str]) -> None:
    answer = chat.client.post("/chat/v1/messages", json=body, headers=chat.headers)

    assert answer.status_code == 422
    assert set(answer.json()["error"]) == {"code", "message"}
    assert chat.client.get("/chat/v1/messages", headers=chat.headers).json()["sequence"] == 1


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic abc"])
def test_without_a_token_nothing_is_shown(client: TestClient, header: str) -> None:
    answer = client.get("/chat/v1/messages", headers={"Authorization": header})

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "unknown_conversation"


def test_a_body_over_the_limit_is_refused(chat: Chat) -> None:
    assert chat.send("x" * 17_000).status_code == 413


def test_a_body_that_is_not_json_is_refused(chat: Chat) -> None:
    headers = {**chat.headers, "Content-Type": "text/plain"}

    assert chat.client.post("/chat/v1/messages", content="hello", headers=headers).status_code == 415


def test_five_thousand_characters_get_a_kind_reply(chat: Chat) -> None:
    assert chat.send("word " * 1000).json()["messages"][0]["response"] == "utter_message_too_long"


def test_too_many_messages_are_told_to_wait(chat: Chat) -> None:
    chat.client.app.state.parts.message_limit = Limit(count=1, seconds=60)  # type: ignore[attr-defined]  # ASGI app
    chat.send("one")

    answer = chat.send("two")

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_a_foreign_website_may_not_use_the_chat(client: TestClient) -> None:
    answer = client.post("/chat/v1/conversations", json={}, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403


def test_a_configured_website_may_embed_the_chat(client: TestClient) -> None:
    answer = client.post("/chat/v1/conversations", json={}, headers={"Origin": ORIGIN})

    assert answer.status_code == 201
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN


def test_the_patient_gets_a_copy_and_a_receipt_for_erasure(chat: Chat) -> None:
    chat.send("does it hurt")

    copy = chat.client.get("/chat/v1/transcript", headers=chat.headers).json()
    receipt = chat.client.delete("/chat/v1/conversation", headers=chat.headers).json()

    assert [message["sender"] for message in copy["messages"]] == ["assistant", "patient", "assistant"]
    assert receipt["messages"] == 3
    assert chat.send("hello?").status_code == 401


def test_health_and_readiness_tell_the_truth(client: TestClient, world: World) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 200

    world.engine.failure = "down"

    assert client.get("/readyz").json() == {"database": True, "engine": False}
    assert client.get("/readyz").status_code == 503


def test_figures_are_for_this_machine_only(client: TestClient) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 403


def test_the_published_description_names_every_call(client: TestClient) -> None:
    paths = json.loads(client.get("/openapi.json").text)["paths"]

    assert {"/chat/v1/conversations", "/chat/v1/messages", "/chat/v1/events"} <= set(paths)
    assert {"/chat/v1/transcript", "/chat/v1/conversation"} <= set(paths)


def test_every_answer_carries_the_guarding_headers(client: TestClient) -> None:
    headers = client.get("/chat").headers

    assert "frame-ancestors 'self' " + ORIGIN in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in client.get("/").headers["Content-Security-Policy"]
