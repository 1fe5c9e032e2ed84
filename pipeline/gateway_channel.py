"""The engine's only door: web sends one turn, the answer says what to reply and what was understood.

Every call carries the engine token. Free text is only ever parsed: a leading `/` has no power here, and the
words go no further than the parser. A button arrives as an intent that web has already checked.
"""

from __future__ import annotations

import hmac
import logging
import re
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import InvalidConfigException
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from pipeline.parse_data import FALLBACK, RETRIEVAL_INTENT, nothing_understood, pressed, understood
from pipeline.turn_output import TurnOutput
from pipeline.turn_processor import TurnProcessor

logger = logging.getLogger(__name__)

NAME: Final = "gateway"
IDENTIFIER: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
TURN_KEYS: Final = {"conversation_id", "message_id", "text", "intent", "form"}
NEVER_PRESSED: Final = {"restart", "back", "session_start", FALLBACK, RETRIEVAL_INTENT}
PROBE: Final = "hello"

Handler = Callable[..., Awaitable[HTTPResponse]]


class Malformed(Exception):
    """The request is not one that web would send."""


@dataclass(frozen=True)
class Turn:
    """One message of a patient: either words or the intent of a button."""

    conversation_id: str
    message_id: str
    text: str | None
    intent: str | None
    form: str | None


class GatewayChannel(InputChannel):
    """The channel that credentials.yml names."""

    def __init__(self, token: str) -> None:
        self._token = token

    @classmethod
    def name(cls) -> str:
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayChannel:
        token = (credentials or {}).get("token")
        if not token:
            raise InvalidConfigException("The gateway needs a token: set CLINIC_ENGINE_TOKEN.")
        return cls(str(token))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        gateway = Blueprint(NAME)
        gateway.add_route(self._guarded(_take_turn), "/turn", methods=["POST"], name="turn")
        gateway.add_route(
            self._guarded(_erase), "/conversations/<conversation_id>", methods=["DELETE"], name="erase"
        )
        gateway.add_route(self._guarded(_ready), "/ready", methods=["GET"], name="ready")
        gateway.listener("after_server_stop")(_close)
        return gateway

    def _guarded(self, handler: Handler) -> Handler:
        """Put the token check, and one shape of error, in front of a route."""

        @wraps(handler)
        async def guarded(request: Request, **path: str) -> HTTPResponse:
            if not self._knows(request.headers.get("Authorization", "")):
                return _error(401, "token_refused")
            agent: Agent = request.app.ctx.agent
            if not agent.is_ready():
                return _error(503, "no_model")
            try:
                return await handler(request, agent, **path)
            except Malformed as problem:
                return _error(400, str(problem))
            except Exception as problem:  # noqa: BLE001  # the last line: web must get an answer, the log no words
                _log_without_words(problem)
                return _error(500, "turn_failed")

        return guarded

    def _knows(self, authorization: str) -> bool:
        return hmac.compare_digest(authorization.encode(), f"Bearer {self._token}".encode())


async def _take_turn(request: Request, agent: Agent) -> HTTPResponse:
    turn = _read_turn(request.json, agent)
    parse_data = pressed(turn.intent) if turn.intent else await _parsed(turn.text or "", agent)
    output = TurnOutput(turn.form)
    await _with_turn_processor(agent).handle_message(
        UserMessage(
            text="",  # the parse is all that the dialogue needs, so no word is kept, logged or passed on
            output_channel=output,
            sender_id=turn.conversation_id,
            parse_data=parse_data,
            input_channel=NAME,
            message_id=turn.message_id,
            metadata={"message_id": turn.message_id},
        )
    )
    return response.json(
        {
            "replies": output.messages,
            "understood": understood(parse_data),
            "failed_actions": output.failed_actions,
        }
    )


async def _erase(request: Request, agent: Agent, conversation_id: str) -> HTTPResponse:
    # Rasa wraps every store in one that falls back to memory, and offers no way to the store itself.
    store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    await store.erase(_identifier(conversation_id))
    return response.empty(204)


async def _ready(request: Request, agent: Agent) -> HTTPResponse:
    parse_data = await _parsed(PROBE, agent)
    return response.json({"understood": understood(parse_data)})


async def _close(app: Sanic, _loop: object) -> None:
    agent = getattr(app.ctx, "agent", None)
    if agent and isinstance(agent.processor, TurnProcessor):
        await agent.processor.close()


def _with_turn_processor(agent: Agent) -> Agent:
    if not isinstance(agent.processor, TurnProcessor):
        agent.processor = TurnProcessor(agent.processor)
    return agent


async def _parsed(text: str, agent: Agent) -> dict[str, Any]:
    words = text.lstrip("/ \t\r\n\f\v\x00")
    if not words.strip():
        return nothing_understood()
    parsed = await agent.processor.parse_message(UserMessage(words))
    return {**parsed, "text": ""}


def _read_turn(body: Any, agent: Agent) -> Turn:
    if not isinstance(body, dict) or set(body) != TURN_KEYS:
        raise Malformed("keys")
    return Turn(_identifier(body["conversation_id"]), _identifier(body["message_id"]), **_said(body, agent))


def _said(body: dict[str, Any], agent: Agent) -> dict[str, str | None]:
    text, intent, form = body["text"], body["intent"], body["form"]
    if (text is None) == (intent is None):
        raise Malformed("text_or_intent")
    if text is not None and not isinstance(text, str):
        raise Malformed("text")
    if intent is not None and not _can_be_pressed(intent, agent):
        raise Malformed("intent")
    if form is not None and form not in agent.domain.form_names:
        raise Malformed("form")
    return {"text": text, "intent": intent, "form": form}


def _can_be_pressed(intent: Any, agent: Agent) -> bool:
    if not isinstance(intent, str) or intent in NEVER_PRESSED:
        return False
    if intent.startswith(f"{RETRIEVAL_INTENT}/"):
        return f"utter_{intent}" in agent.domain.responses
    return intent in agent.domain.intents


def _identifier(value: Any) -> str:
    if not isinstance(value, str) or not IDENTIFIER.fullmatch(value):
        raise Malformed("identifier")
    return value


def _error(status: int, code: str) -> HTTPResponse:
    return response.json({"error": code}, status=status)


def _log_without_words(problem: Exception) -> None:
    """Log where it went wrong and what kind of error it is: the error's own text may quote the patient."""
    places = "".join(traceback.format_tb(problem.__traceback__))
    logger.error("A turn failed with %s:\n%s", type(problem).__name__, places)
