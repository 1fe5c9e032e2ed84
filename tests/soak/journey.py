"""A patient who books in the chat of the running system, whatever is killed meanwhile, as a browser would.

Every message has a number of its own and is sent until it is answered, as the widget does.
"""

import random
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from clinic.criteria.health_questions import load_health_questions
from tests.plugins.system import RunningSystem
from tests.plugins.waiting import wait_until

QUESTIONS: Final = load_health_questions()
ANSWER_YES: Final = ("P0", "P2")
PREFERRED: Final = ("Me", "2: clearly thin", "This does not apply", "Yes, book it", "Yes, move it", "Skip")
WANTS: Final = "i want to book an appointment"
LOST: Final = ("utter_booking_hold_expired", "utter_booking_taken")
BOOKED: Final = "utter_booking_confirmed"
FAILED: Final = ("utter_engine_down", "utter_engine_slow", "utter_storing_failed", "utter_queue_full")
PATIENCE_SECONDS: Final = 400.0  # for one answer: a web process that comes back, and the lease of a dead turn
ANSWER_SECONDS: Final = 100.0
MOST_TURNS: Final = 150


@dataclass
class Journey:
    system: RunningSystem
    seed: int
    conversation_id: str = ""
    names: list[str] = field(default_factory=list)  # of every reply, in order
    shown: dict[str, Any] = field(default_factory=dict)  # the newest reply
    unanswered: list[str] = field(default_factory=list)
    failures_told: int = 0

    def run(self) -> "Journey":
        """From the first word to the booking."""
        self._chance = random.Random(self.seed)
        self._client = httpx.Client(
            base_url=f"{self.system.base_url}/chat/v1", timeout=ANSWER_SECONDS, trust_env=False
        )
        with self._client:
            started = self._asked("/conversations", {"locale": "en"})
            self.conversation_id = started["conversation_id"]
            self._client.headers["Authorization"] = f"Bearer {started['token']}"
            self._send({"text": WANTS})
            for _ in range(MOST_TURNS):
                if self.is_booked:
                    break
                self._send(self._next())
        return self

    @property
    def is_booked(self) -> bool:
        return BOOKED in self.names

    @property
    def lost_holds(self) -> list[str]:
        """What took a time away that this patient had been promised."""
        if "utter_booking_held" not in self.names:
            return []
        after = self.names[self.names.index("utter_booking_held") :]
        return [name for name in after if name in LOST]

    def _next(self) -> dict[str, str]:
        name, buttons = self.shown.get("response"), self.shown.get("buttons") or []
        if name in FAILED:  # told so, patients try again later
            wait_until(self.system.is_ready, "the system is ready again", PATIENCE_SECONDS)
            return {"text": WANTS}
        if name in ("utter_booking_ask_name", "utter_booking_retry_name"):
            return {"text": "Sam Green"}
        if name in ("utter_booking_ask_contact", "utter_booking_retry_contact"):
            return {"text": f"sam{self.seed}@mail.com"}
        return {"button": self._chosen(buttons)["token"]} if buttons else {"text": WANTS}

    def _chosen(self, buttons: list[dict[str, str]]) -> dict[str, str]:
        titles = {button["title"]: button for button in buttons}
        for title in PREFERRED:
            if title in titles:
                return titles[title]
        question = next((q.id for q in QUESTIONS.questions if q.text in self.shown["text"]), None)
        if question is not None:
            return titles["Yes" if question in ANSWER_YES else "No"]
        return next((titles[t] for t in titles if t.startswith("Yes")), self._chance.choice(buttons[:4]))

    def _send(self, content: dict[str, str]) -> None:
        body = {"client_id": str(uuid.UUID(int=self._chance.getrandbits(128), version=4)), **content}
        answer = self._asked("/messages", body)
        replies = answer["messages"]
        if not replies:
            self.unanswered.append(body["client_id"])
        self.names += [reply["response"] for reply in replies]
        self.failures_told += any(reply["response"] in FAILED for reply in replies)
        self.shown = replies[-1] if replies else {}

    def _asked(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        """The same request until it is answered, as a browser that has lost its connection."""
        return wait_until(lambda: self._once(path, body), f"{path} is answered", PATIENCE_SECONDS)

    def _once(self, path: str, body: dict[str, str]) -> dict[str, Any] | None:
        try:
            answer = self._client.post(path, json=body)
        except httpx.TransportError:
            return None
        if answer.status_code in (429, 500, 502, 503):
            return None
        assert answer.is_success, answer.text
        read: dict[str, Any] = answer.json()
        return read
