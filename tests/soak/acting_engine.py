"""An engine that does with the real action server what Rasa does: forms and rules, without understanding.

What a text means it is told beforehand; everything after that is the code that runs in the clinic.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from rasa_sdk.executor import ActionExecutor
from starlette.testclient import TestClient

import actions.booking
import actions.clarification
import actions.disclosure
import actions.handoff
import actions.prescreen
import actions.reaction  # noqa: F401  # the actions are found as subclasses
from actions.base import ServiceAction
from actions.server import create_app
from clinic.bootstrap import Services
from clinic.services.dialogue import Choice, Reply, Understood
from clinic.services.ports import EngineReply, EngineTurn

TOKEN: Final = "the engine's own token"
FORMS: Final = ("prescreen_form", "booking_form", "reaction_form")
BY_LABEL: Final = {
    "start_prescreen": "action_start_prescreen",
    "book_consultation": "action_begin_booking",
    "cancel_booking": "action_cancel_booking",
    "reschedule_booking": "action_reschedule_booking",
    "check_booking": "action_check_booking",
    "talk_to_human": "action_open_handoff",
    "report_reaction": "action_report_reaction",
    "disclose_condition": "action_offer_note",
    "answer_question": "action_take_choice",
    "resume_form": "action_take_choice",
}
OTHERWISE: Final = "utter_faq/pain"


@dataclass
class ActingEngine:
    """Implements `Engine`. `means` says what a text was understood as."""

    means: Callable[[str], str]
    services: Services | None = None
    failed: list[str] = field(default_factory=list)

    def turn(self, turn: EngineTurn) -> EngineReply:
        label = turn.intent or self.means(turn.text or "")
        calls, failed_before = _Calls(self, turn, label), len(self.failed)
        replies = self._in_form(calls, turn.form) if turn.form in FORMS else self._outside(calls)
        return EngineReply(tuple(replies), Understood(label, 0.9), tuple(self.failed[failed_before:]))

    def forget(self, conversation_id: str) -> None:
        """There is nothing to forget."""

    def is_ready(self) -> bool:
        return True

    def call(self, action: str, body: dict[str, Any], token: str = TOKEN) -> Any:
        """One call of the action server's endpoint; None when it answers with an error."""
        answer = self._server.post("/webhook", json=body, headers={"Authorization": f"Bearer {token}"})
        if answer.status_code != 200:
            self.failed.append(action)
            return None
        return answer.json()

    @property
    def _server(self) -> TestClient:
        if not hasattr(self, "_made"):
            executor = ActionExecutor()
            for kind in _concrete(ServiceAction):
                executor.register_action(kind(self._provide))
            self._made = TestClient(create_app(executor, TOKEN))
        return self._made

    def _provide(self) -> Services:
        assert self.services is not None
        return self.services

    def _in_form(self, calls: "_Calls", form: str) -> list[Reply]:
        events, replies = calls.run(f"validate_{form}", asked=_step_of(form))
        if any(event.get("name") == "action_listen" for event in events):
            return replies
        if any(event.get("name") == "requested_slot" for event in events):
            return [*replies, *calls.run(f"action_submit_{form.removesuffix('_form')}")[1]]
        if not events:
            replies = [*replies, *self._outside(calls)]
        return [*replies, *calls.run(f"action_ask_{form}_{_step_of(form)}")[1]]

    def _outside(self, calls: "_Calls") -> list[Reply]:
        action = BY_LABEL.get(calls.label)
        if action is None:
            return [Reply(OTHERWISE)]
        events, replies = calls.run(action)
        opened = next((event["name"] for event in events if event.get("event") == "followup"), "")
        return [*replies, *(calls.run(f"action_ask_{opened}_{_step_of(opened)}")[1] if opened else [])]


@dataclass(frozen=True)
class _Calls:
    """The action calls of one turn."""

    engine: ActingEngine
    turn: EngineTurn
    label: str

    def run(self, action: str, asked: str | None = None) -> tuple[list[dict[str, Any]], list[Reply]]:
        body = call_of(action, self.turn.conversation_id, self.turn.message_id, self.label, asked)
        answer = self.engine.call(action, body)
        return (
            ([], []) if answer is None else (answer["events"], [_reply(row) for row in answer["responses"]])
        )


def call_of(
    action: str, conversation_id: str, message_id: str, label: str, asked: str | None = None
) -> dict[str, Any]:
    """What Rasa sends to have an action run."""
    message = {
        "text": "",
        "intent": {"name": label, "confidence": 0.9},
        "metadata": {"message_id": message_id},
    }
    tracker = {
        "sender_id": conversation_id,
        "slots": {"requested_slot": asked},
        "latest_message": message,
        "events": [],
    }
    return {"next_action": action, "sender_id": conversation_id, "tracker": tracker, "domain": {}}


def _step_of(form: str) -> str:
    return form.replace("_form", "_step")


def _reply(row: dict[str, Any]) -> Reply:
    buttons = tuple(Choice(b["title"], b["intent"], b.get("data") or {}) for b in row.get("buttons") or ())
    return Reply(row["response"], row.get("values") or {}, buttons)


def _concrete(kind: type) -> list[type]:
    found = [kind] if not getattr(kind, "__abstractmethods__", None) else []
    return [*found, *(one for child in kind.__subclasses__() for one in _concrete(child))]
