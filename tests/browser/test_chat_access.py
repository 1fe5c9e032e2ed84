"""No page that a patient sees breaks a rule of axe, on a phone and on a desk."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.chat_page import ChatPage
from tests.browser.conftest import DESK, PHONE
from tests.browser.desk import Desk

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"phone": PHONE, "desk": DESK}


def expect_no_violation(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()


def expect_none_in_any_size(page: Page) -> None:
    for size in SIZES.values():
        page.set_viewport_size(size)
        expect_no_violation(page)


@pytest.mark.parametrize("path", ["/", "/chat", "/privacy"])
@pytest.mark.parametrize("size", SIZES)
def test_a_page_is_for_everybody(chat: ChatPage, path: str, size: str) -> None:
    chat.page.set_viewport_size(SIZES[size])

    chat.visit(path)
    if path == "/chat":
        chat.wait_for_reply()
    elif path == "/":
        expect(chat.launcher).to_be_visible()

    expect_no_violation(chat.page)
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_answers_choices_and_urgent_advice_are_for_everybody(chat: ChatPage) -> None:
    chat.open()
    chat.say("does it hurt?")
    chat.last().get_by_text("Where this comes from").click()
    chat.send("x" * 2001)
    expect_none_in_any_size(chat.page)

    chat.say("my scalp is hot and red and pus comes out since the injections yesterday")
    expect(chat.element.locator(".level-urgent").first).to_be_visible()
    expect_none_in_any_size(chat.page)


@pytest.mark.parametrize(
    ("said", "level"),
    [("my throat is closing and i cant breathe", "emergency"), ("i want to kill myself", "crisis")],
)
def test_loud_advice_is_for_everybody(chat: ChatPage, said: str, level: str) -> None:
    chat.open()

    chat.say(said)

    expect(chat.element.locator(f".level-{level}").first).to_be_visible()
    expect_none_in_any_size(chat.page)


def test_what_staff_write_is_for_everybody(chat: ChatPage) -> None:
    chat.open()
    chat.person.click()
    chat.wait_for_reply()
    desk = Desk.beside(chat, "reception")
    desk.take_over()

    desk.write("Hello, this is Asha.")

    chat.expect_last("Hello, this is Asha.", "staff")
    expect_none_in_any_size(chat.page)


def test_failures_and_questions_of_the_widget_are_for_everybody(chat: ChatPage) -> None:
    chat.open()
    body = json.dumps({"error": {"code": "too_many", "message": "That was a lot at once."}})
    chat.page.route(
        "**/chat/v1/messages",
        lambda route: route.fulfill(status=429, body=body, content_type="application/json"),
    )
    chat.send("does it hurt?")
    expect(chat.last("system")).to_contain_text("That was a lot at once.")
    expect_none_in_any_size(chat.page)

    chat.page.get_by_role("button", name="Delete this chat").click()
    expect_none_in_any_size(chat.page)

    chat.button("Delete now").click()
    expect(chat.last()).to_contain_text("Your chat is deleted.")
    expect_none_in_any_size(chat.page)
