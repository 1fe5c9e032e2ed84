"""The staff console of the assembled system, in a second page beside the patient's."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from clinic.db.seeds import DEMO_PASSWORD
from tests.browser.chat_page import ChatPage


class Desk:
    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def beside(cls, chat: ChatPage, who: str) -> Desk:
        """A member of the demo's staff, with this patient's conversation open."""
        page = chat.page.context.new_page()
        page.goto(f"{chat.base_url}/staff/sign-in")
        page.get_by_label("E-mail").fill(f"{who}@wrenfield.example")
        page.get_by_label("Password").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        page.goto(f"{chat.base_url}/staff/conversations/{chat.conversation_id}")
        return cls(page)

    def take_over(self) -> None:
        self.page.get_by_role("button", name="Take over").click()
        expect(self.page.get_by_label("Write to the patient")).to_be_visible()

    def write(self, text: str) -> None:
        self.page.get_by_label(re.compile("^Write to the patient")).fill(text)
        self.page.get_by_role("button", name="Send").click()
