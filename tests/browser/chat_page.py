"""The chat as a visitor sees it. Knows the widget's shadow DOM, so that the tests need not."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any, Self

from playwright.sync_api import Locator, Page, Response, expect

from tests.conversations.patient import Patient

LAUNCHER = "Need help? Chat with us"
KEPT = "clinic-chat"  # in localStorage
EVENTS = "**/chat/v1/events**"
MOST_QUESTIONS = 40
ANSWERED = """() => {
  const shown = [...document.querySelector("clinic-chat").shadowRoot.querySelectorAll(".message")];
  return shown.length > 0 && !shown.at(-1).matches(".from-patient");
}"""


def new_address() -> str:
    """An e-mail address of somebody new: who answers the questions twice is seen by a clinician."""
    return f"{uuid.uuid4().hex}@example.com"


class ChatPage:
    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url
        self.conversation_id = ""
        page.on("response", self._note)
        self.element = page.locator("clinic-chat")
        self.launcher = self.element.locator(".launcher")
        self.panel = self.element.locator(".panel")
        self.log = page.get_by_role("log")
        self.messages = self.element.locator(".message")
        self.input = page.get_by_label("Your message")
        self.problem = self.element.locator(".problem")
        self.status = self.element.locator(".status")
        self.person = self.element.locator(".header").get_by_role("button", name="Talk to a person")

    def visit(self, path: str = "/") -> Self:
        self.page.goto(self.base_url + path)
        return self

    def open(self) -> Self:
        """Open the website, then the chat, and read what it says first."""
        self.visit()
        self.launch()
        return self

    def launch(self) -> None:
        """Open the chat and wait until it listens: what was not sent goes out by itself then."""
        with self.page.expect_response(EVENTS):
            self.page.get_by_role("button", name=LAUNCHER).click()
            self.wait_for_reply()

    def adopt(self, patient: Patient) -> Self:
        """Go on in this browser with a conversation that began elsewhere."""
        _, _, token = patient.client.headers["Authorization"].partition(" ")
        self.visit()
        self.page.evaluate(
            "([key, kept]) => localStorage.setItem(key, JSON.stringify({...kept, at: Date.now()}))",
            [KEPT, {"base": f"{self.base_url}/chat/v1", "token": token}],
        )
        self.launch()
        return self

    def say(self, text: str) -> None:
        """Type and send with Enter, then wait for the answer."""
        self.send(text)
        self.wait_for_reply()

    def send(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def press(self, title: str) -> None:
        """Press the button with this title, or whose title begins like this, then wait for the answer."""
        self.button(title).click()
        self.wait_for_reply()

    def button(self, title: str) -> Locator:
        is_exact = title in self.titles()
        pattern = re.compile(f"^{re.escape(title)}{'$' if is_exact else ''}")
        return self.choices().get_by_role("button", name=pattern).last

    def choices(self) -> Locator:
        return self.element.locator(".choices")

    def titles(self) -> list[str]:
        return self.choices().get_by_role("button").all_text_contents()

    def wait_for_reply(self) -> None:
        self.page.wait_for_function(ANSWERED)

    def last(self, sender: str = "") -> Locator:
        return (self.element.locator(f".from-{sender}") if sender else self.messages).last

    def start_booking(self) -> None:
        """From the first word to the first question about pregnancy, for an adult who asks for themselves."""
        self.say("i want to book an appointment")
        for title in ("Yes", "Me", "Yes", "No"):
            self.press(title)

    def answer_rest(self, title: str) -> None:
        """Press `title` at every health question, or the first choice where it is not offered."""
        for _ in range(MOST_QUESTIONS):
            if not re.search(r"Question \d+ of", self.last().inner_text()):
                return
            titles = self.titles()
            self.press(title if title in titles else titles[0])
        raise AssertionError("the health questions do not end")

    def kept(self) -> dict[str, Any] | None:
        """What the browser keeps of the conversation."""
        stored = self.page.evaluate("() => ({...localStorage})")
        assert set(stored) <= {KEPT}
        read: dict[str, Any] | None = json.loads(stored.get(KEPT, "null"))
        return read

    def _note(self, response: Response) -> None:
        if response.url.endswith("/conversations") and response.ok:
            self.conversation_id = response.json()["conversation_id"]

    def expect_last(self, text: str | re.Pattern[str], sender: str = "assistant") -> None:
        expect(self.last(sender)).to_contain_text(text)
