"""A patient at the chat API of the running system: says, presses, and reads what comes."""

import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

QUESTIONS = ("utter_health_question", "utter_health_question_again")
MOST_QUESTIONS = 40


@dataclass
class Patient:
    client: httpx.Client
    conversation_id: str
    heard: list[dict[str, Any]] = field(default_factory=list)  # the newest replies that had something
    owner: str = "assistant"

    @classmethod
    def at(cls, base_url: str) -> Self:
        # Nothing is kept open: many patients come, and none of them says goodbye.
        none_kept = httpx.Limits(max_keepalive_connections=0)
        client = httpx.Client(base_url=f"{base_url}/chat/v1", timeout=60, trust_env=False, limits=none_kept)
        answer = client.post("/conversations", json={"locale": "en"})
        while answer.status_code == httpx.codes.TOO_MANY_REQUESTS:  # all tests come from one address
            time.sleep(float(answer.headers["Retry-After"]))
            answer = client.post("/conversations", json={"locale": "en"})
        started = answer.raise_for_status().json()
        client.headers["Authorization"] = f"Bearer {started['token']}"
        return cls(client, started["conversation_id"], started["messages"])

    def say(self, text: str, client_id: str = "") -> list[str]:
        """The names of the replies, in order."""
        return self._send({"text": text}, client_id)

    def press(self, title: str | int) -> list[str]:
        """Press the button with this title, or whose title starts like this, or the one at this place."""
        return self._send({"button": self.button(title)["token"]})

    def button(self, title: str | int) -> dict[str, str]:
        shown = self.buttons()
        if isinstance(title, int):
            return shown[title]
        exact = [button for button in shown if button["title"] == title]
        found = exact or [button for button in shown if button["title"].startswith(title)]
        assert found, f"no button {title!r}; there are {[button['title'] for button in shown]}"
        return found[0]

    def buttons(self) -> list[dict[str, str]]:
        return [button for message in self.heard for button in message["buttons"]]

    def answer_rest(self, title: str) -> list[str]:
        """Press `title` at every health question, or the first choice where it is not offered."""
        names = [message["response"] for message in self.heard]
        for _ in range(MOST_QUESTIONS):
            if names[-1] not in QUESTIONS:
                return names
            offered = [button["title"] for button in self.heard[-1]["buttons"]]
            names = self.press(title if title in offered else offered[0])
        raise AssertionError("the health questions do not end")

    def everything(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.client.get("/messages").raise_for_status().json()["messages"]
        return messages

    def _send(self, content: dict[str, str], client_id: str = "") -> list[str]:
        body = {"client_id": client_id or str(uuid.uuid4()), **content}
        answer = self.client.post("/messages", json=body)
        assert answer.status_code == 200, answer.text
        replies = answer.json()
        self.owner = replies["owner"]
        self.heard = replies["messages"] or self.heard
        return [message["response"] for message in replies["messages"]]
