"""The action server: for Rasa only, and silent about what it was sent."""

import asyncio
from typing import Any

import httpx
import pytest
from rasa_sdk.executor import ActionExecutor
from starlette.applications import Starlette

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
def server(clinic: StandInClinic) -> Starlette:
    executor = ActionExecutor()
    executor.register_action(ActionAskClarification(clinic.services))
    return create_app(executor, TOKEN)


def send(server: Starlette, method: str, path: str, json: Any = None, token: str = TOKEN) -> httpx.Response:
    async def sent() -> httpx.Response:
        transport = httpx.ASGITransport(server)
        async with httpx.AsyncClient(transport=transport, base_url="http://actions") as client:
            return await client.request(method, path, json=json, headers={"Authorization": f"Bearer {token}"})

    return asyncio.run(sent())


def call(name: str) -> dict[str, Any]:
    tracker = {"sender_id": "c", "slots": {}, "latest_message": MESSAGE, "events": []}
    return {"next_action": name, "sender_id": "c", "tracker": tracker, "domain": {}}


def test_rasa_gets_the_replies_and_events_of_an_action(server: Starlette) -> None:
    answer = send(server, "POST", "/webhook", call("action_ask_clarification"))

    assert answer.status_code == httpx.codes.OK
    assert [reply["response"] for reply in answer.json()["responses"]] == ["utter_clarify"]


def test_without_the_token_no_action_runs(server: Starlette, clinic: StandInClinic) -> None:
    answer = send(server, "POST", "/webhook", call("action_ask_clarification"), token="other")

    assert answer.status_code == httpx.codes.UNAUTHORIZED
    assert clinic.clarify.calls == []


def test_a_failure_names_the_action_and_returns_nothing_of_the_request(
    server: Starlette, clinic: StandInClinic
) -> None:
    clinic.clarify.is_broken = True

    answer = send(server, "POST", "/webhook", call("action_ask_clarification"))

    assert answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR
    assert answer.json() == {"error": "action_ask_clarification: Broken"}


def test_an_unknown_action_is_not_found(server: Starlette) -> None:
    answer = send(server, "POST", "/webhook", call("action_unheard_of"))

    assert answer.status_code == httpx.codes.NOT_FOUND


def test_health_needs_no_token(server: Starlette) -> None:
    assert send(server, "GET", "/health", token="").status_code == httpx.codes.OK
