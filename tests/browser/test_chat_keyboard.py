"""The whole way by keyboard alone: the health questions, a booking, the calendar file."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.chat_page import MOST_QUESTIONS, ChatPage, new_address

MOST_TABS = 40


class Keyboard:
    """Hands that have no mouse."""

    def __init__(self, chat: ChatPage) -> None:
        self.chat = chat
        self.keys = chat.page.keyboard

    def tab_to(self, wanted: Locator) -> None:
        for _ in range(MOST_TABS):
            self.keys.press("Tab")
            if wanted.evaluate("element => element === element.getRootNode().activeElement"):
                style = wanted.evaluate("element => getComputedStyle(element).outlineStyle")
                assert style != "none", "the focus cannot be seen"
                return
        raise AssertionError(f"Tab does not reach {wanted}")

    def choose(self, title: str) -> None:
        self.tab_to(self.chat.button(title))
        self.keys.press("Enter")
        self.chat.wait_for_reply()

    def write(self, text: str) -> None:
        self.tab_to(self.chat.input)
        self.keys.type(text)
        self.keys.press("Enter")
        self.chat.wait_for_reply()

    def answer_rest(self, title: str) -> None:
        for _ in range(MOST_QUESTIONS):
            if not re.search(r"Question \d+ of", self.chat.last().inner_text()):
                return
            titles = self.chat.titles()
            self.choose(title if title in titles else titles[0])


def test_a_patient_books_by_keyboard_alone(chat: ChatPage) -> None:
    chat.visit()
    by_key = Keyboard(chat)
    by_key.tab_to(chat.launcher)
    by_key.keys.press("Enter")
    chat.wait_for_reply()

    by_key.keys.type("i want to book an appointment")
    by_key.keys.press("Enter")
    chat.wait_for_reply()
    for title in ("Yes", "Me", "Yes", "No", "This does not apply"):
        by_key.choose(title)
    by_key.answer_rest("No")
    by_key.choose("Yes, pick a time")
    by_key.choose(chat.titles()[1])
    by_key.choose(chat.titles()[0])
    by_key.write("Ana Sample")
    by_key.keys.type(new_address())
    by_key.keys.press("Enter")
    chat.wait_for_reply()
    by_key.choose("Yes, book")

    expect(chat.log).to_contain_text("It is booked")
    with chat.page.expect_download() as download:
        by_key.tab_to(chat.log.get_by_role("link", name="calendar file"))
        by_key.keys.press("Enter")
    assert download.value.suggested_filename.endswith(".ics")


def test_the_next_choices_are_one_tab_away_from_the_one_that_was_pressed(chat: ChatPage) -> None:
    chat.open()
    chat.say("i want to book an appointment")
    chat.button("Yes").focus()

    chat.page.keyboard.press("Enter")
    chat.wait_for_reply()
    expect(chat.last("patient")).to_be_focused()
    chat.page.keyboard.press("Tab")

    expect(chat.button("Me")).to_be_focused()


def test_on_a_small_screen_the_focus_stays_in_the_chat(chat: ChatPage) -> None:
    chat.page.set_viewport_size({"width": 320, "height": 568})
    chat.open()

    for _ in range(MOST_TABS):
        chat.page.keyboard.press("Tab")
        outside = chat.page.evaluate(
            "![document.body, document.querySelector('clinic-chat')].includes(document.activeElement)"
        )
        assert not outside, "the focus is behind the chat"
