"""The action server: for Rasa only, and silent about what it was sent."""

from typing import Any

import httpx
import pytest
from rasa_sdk.executor import ActionExecutor
from starlette.testclient import TestClient

from actions.clarification import ActionAskClarification
from actions.server import create_app
from tests.actions.stand_ins import StandInClinic

TOKEN = "token"
MESSAGE = {
    "text": "I take aspirin",
    "intent": {"name": "affirm", "confidence": 1.0},
    "metadata": {"message_id": "m"},
}


@pytest.fixture
def clinic() -> StandInClinic:
    return StandInClinic()


@pytest.fixture
def server(clinic: StandInClinic) -> TestClient:
    executor = ActionExecutor()
    executor.register_action(ActionAskClarification(clinic.services))
    return TestClient(create_app(executor, TOKEN), headers={"Authorization": f"Bearer {TOKEN}"})


def call(name: str) -> dict[str, Any]:
    tracker = {"sender_id": "c", "slots": {}, "latest_message": MESSAGE, "events": []}
    return {"next_action": name, "sender_id": "c", "tracker": tracker, "domain": {}}


def test_rasa_gets_the_replies_and_events_of_an_action(server: TestClient) -> None:
    answer = server.post("/webhook", json=call("action_ask_clarification"))

    assert answer.status_code == httpx.codes.OK
    assert [reply["response"] for reply in answer.json()["responses"]] == ["utter_clarify"]


def test_without_the_token_no_action_runs(server: TestClient, clinic: StandInClinic) -> None:
    answer = server.post(
        "/webhook", json=call("action_ask_clarification"), headers={"Authorization": "Bearer other"}
    )

    assert answer.status_code == httpx.codes.UNAUTHORIZED
    assert clinic.clarify.calls == []


def test_a_failure_names_the_action_and_returns_nothing_of_the_request(
    server: TestClient, clinic: StandInClinic
) -> None:
    clinic.clarify.is_broken = True

    answer = server.post("/webhook", json=call("action_ask_clarification"))

    assert answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR
    assert answer.json() == {"error": "action_ask_clarification: Broken"}


def test_an_unknown_action_is_not_found(server: TestClient) -> None:
    assert server.post("/webhook", json=call("action_unheard_of")).status_code == httpx.codes.NOT_FOUND


def test_health_needs_no_token(server: TestClient) -> None:
    assert server.get("/health", headers={"Authorization": ""}).status_code == httpx.codes.OK
