"""Talks to the dialogue engine over loopback, one call a turn; `pipeline/gateway_channel.py` answers."""

from collections.abc import Mapping
from typing import Any

import httpx

from clinic.services.dialogue import Also, Choice, Reply, Understood
from clinic.services.ports import EngineFailed, EngineReply, EngineTurn

PROBE_SECONDS = 2.0


class GatewayEngine:
    """Implements `Engine` for a Rasa server with the gateway channel."""

    def __init__(self, url: str, token: str, timeout_seconds: float) -> None:
        self._client = httpx.Client(
            base_url=f"{url.rstrip('/')}/webhooks/gateway",
            headers={"Authorization": f"Bearer {token}"},
            timeout=timeout_seconds,
            trust_env=False,  # loopback: no proxy may see it
        )

    def turn(self, turn: EngineTurn) -> EngineReply:
        body = {
            "conversation_id": turn.conversation_id,
            "message_id": turn.message_id,
            "text": turn.text,
            "intent": turn.intent,
            "form": turn.form,
        }
        answer = self._call("POST", "/turn", body)
        try:
            return _read(answer.json())
        except (ValueError, KeyError, TypeError) as error:
            raise EngineFailed("broken") from error

    def forget(self, conversation_id: str) -> None:
        self._call("DELETE", f"/conversations/{conversation_id}")

    def is_ready(self) -> bool:
        try:
            return self._client.get("/ready", timeout=PROBE_SECONDS).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def _call(self, method: str, path: str, body: Mapping[str, object] | None = None) -> httpx.Response:
        try:
            answer = self._client.request(method, path, json=body)
        except httpx.TimeoutException as error:
            raise EngineFailed("slow") from error
        except httpx.HTTPError as error:
            raise EngineFailed("down") from error
        if not answer.is_success:
            raise EngineFailed("broken")
        return answer


def _read(answer: Mapping[str, Any]) -> EngineReply:
    understood = answer["understood"]
    ranking = tuple((rank["label"], float(rank["confidence"])) for rank in understood["ranking"])
    return EngineReply(
        replies=tuple(_reply(reply) for reply in answer["replies"]),
        understood=Understood(
            understood["label"],
            float(understood["confidence"]),
            ranking,
            tuple(Also(also["label"], also["first"]) for also in understood["also"]),
        ),
        failed_actions=tuple(answer["failed_actions"]),
    )


def _reply(reply: Mapping[str, Any]) -> Reply:
    values = {name: str(value) for name, value in reply["values"].items()}
    choices = tuple(Choice(b["title"], b["intent"], b.get("data") or {}) for b in reply["buttons"])
    return Reply(reply["response"], values, choices)
