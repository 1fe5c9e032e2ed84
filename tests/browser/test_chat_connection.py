"""Reloads, second tabs, lost connections, a server that refuses: the chat goes on and repeats nothing."""

import json
import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.chat_page import EVENTS, ChatPage
from tests.browser.desk import Desk

MESSAGES = re.compile(r"/chat/v1/messages$")
STARTS = re.compile(r"/chat/v1/conversations$")
LATER = 20_000  # milliseconds: the widget's own tries have pauses between them
HELP = "You can call us: 01632 960141. In an emergency call 999."


def refusal(status: int, message: str = "") -> dict[str, object]:
    body = json.dumps({"error": {"code": "any", "message": message}}) if message else "<html>"
    return {"status": status, "body": body, "content_type": "application/json"}


def test_a_reload_goes_on_where_the_patient_was(chat: ChatPage) -> None:
    chat.open()
    chat.say("i want to book an appointment")
    chat.press("Yes")
    before = chat.messages.all_text_contents()

    chat.page.reload()

    expect(chat.messages).to_have_count(len(before))
    assert chat.messages.all_text_contents() == before
    assert chat.titles() == ["Me", "Someone else"]
    chat.press("Me")
    chat.expect_last("18 or older")


def test_only_the_token_stays_in_the_browser(chat: ChatPage) -> None:
    chat.open()
    chat.say("i have diabetes")

    kept = chat.kept()

    assert kept
    assert set(kept) == {"token", "base", "at"}
    assert "diabetes" not in json.dumps(kept)


def test_a_second_tab_keeps_in_step(chat: ChatPage) -> None:
    chat.open()
    chat.say("does it hurt?")
    second = ChatPage(chat.page.context.new_page(), chat.base_url)
    second.visit().launch()
    expect(second.messages).to_have_count(3)

    second.say("how long does one session take?")
    chat.page.bring_to_front()

    expect(chat.messages).to_have_count(5)
    expect(chat.last("patient")).to_contain_text("how long does one session take?")
    assert chat.messages.all_text_contents() == second.messages.all_text_contents()


def test_a_message_written_without_a_connection_arrives_once_it_is_back(chat: ChatPage) -> None:
    chat.open()
    chat.say("does it hurt?")

    chat.page.context.set_offline(True)
    expect(chat.status).to_have_text("Connection lost. Trying again …")
    chat.send("how long does one session take?")
    expect(chat.last("system")).to_contain_text(HELP, timeout=LATER)
    expect(chat.element.locator(".failed")).to_have_count(1)
    chat.page.context.set_offline(False)

    chat.expect_last("minutes")
    expect(chat.element.locator(".failed")).to_have_count(0)
    expect(chat.element.locator(".from-system")).to_have_count(0)
    expect(chat.log.get_by_text("how long does one session take?")).to_have_count(1)


def test_what_staff_wrote_while_the_connection_was_away_is_not_lost(chat: ChatPage) -> None:
    chat.open()
    chat.person.click()
    chat.wait_for_reply()
    desk = Desk.beside(chat, "reception")
    desk.take_over()
    expect(chat.status).to_have_text("A person from the clinic is with you.")

    chat.page.route(EVENTS, lambda route: route.abort())
    chat.page.evaluate("dispatchEvent(new Event('offline'))")
    expect(chat.status).to_have_text("Connection lost. Trying again …")
    desk.write("We have a place at three.")
    expect(desk.page.get_by_role("log")).to_contain_text("We have a place at three.")
    chat.send("hello?")
    chat.page.unroute(EVENTS)

    expect(chat.log).to_contain_text("We have a place at three.", timeout=LATER)
    expect(chat.last()).to_contain_text("hello?")


@pytest.mark.parametrize(
    ("status", "message"),
    [(429, "That was a lot at once. Try again in 9 seconds."), (503, "We cannot keep messages right now.")],
)
def test_a_refused_message_is_kept_and_can_be_sent_again(chat: ChatPage, status: int, message: str) -> None:
    chat.open()
    chat.page.route(MESSAGES, lambda route: route.fulfill(**refusal(status, message)))

    chat.send("does it hurt?")
    expect(chat.last("system")).to_contain_text(f"{message} {HELP}", timeout=LATER)
    expect(chat.last("patient")).to_contain_text("Not sent.")
    chat.page.unroute(MESSAGES)
    chat.press("Try again")

    expect(chat.last("assistant")).to_contain_text("pain")
    expect(chat.last("patient")).not_to_contain_text("Not sent.")


def test_a_lost_answer_does_not_ask_the_question_twice(chat: ChatPage) -> None:
    chat.open()
    lost: list[str] = []

    def answer_once_to_nobody(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    chat.page.route(MESSAGES, answer_once_to_nobody)
    with chat.page.expect_event("requestfailed", lambda request: MESSAGES.search(request.url) is not None):
        chat.say("does it hurt?")  # the same answer may come by the stream before

    expect(chat.messages).to_have_count(3)
    assert len(lost) == 1


def test_a_chat_that_cannot_begin_says_who_helps_and_begins_later(chat: ChatPage) -> None:
    chat.page.route(STARTS, lambda route: route.fulfill(**refusal(502)))
    chat.visit()
    chat.page.get_by_role("button", name="Need help? Chat with us").click()

    expect(chat.last("system")).to_contain_text(f"We cannot reach the chat right now. {HELP}", timeout=LATER)
    expect(chat.panel.locator(".help").get_by_role("link")).to_have_text(
        ["Call us: 01632 960141", "Emergency: 999"]
    )
    chat.page.unroute(STARTS)
    chat.send("does it hurt?")

    expect(chat.element.locator(".from-assistant")).to_have_count(2)
    expect(chat.last()).to_contain_text("pain")


def test_an_hour_later_the_chat_is_offered_and_not_shown(chat: ChatPage) -> None:
    chat.open()
    chat.say("i have diabetes")
    chat.page.evaluate(
        """() => {
          const kept = JSON.parse(localStorage.getItem("clinic-chat"));
          localStorage.setItem("clinic-chat", JSON.stringify({...kept, at: kept.at - 61 * 60_000}));
        }"""
    )

    chat.page.reload()

    expect(chat.messages).to_have_count(1)
    expect(chat.last("system")).to_contain_text("There is an earlier chat on this device.")
    expect(chat.input).to_be_hidden()
    chat.press("Go on with it")
    expect(chat.log).to_contain_text("i have diabetes")


def test_whoever_starts_afresh_sees_nothing_of_the_chat_before(chat: ChatPage) -> None:
    chat.open()
    chat.say("i have diabetes")
    chat.element.evaluate("element => element.idleMinutes = 0")

    chat.page.keyboard.press("Escape")
    chat.launcher.click()
    chat.press("Start a new chat")

    expect(chat.messages).to_have_count(1)
    expect(chat.last("assistant")).to_contain_text("I am a computer program")


def test_leaving_makes_the_device_forget(chat: ChatPage) -> None:
    chat.open()
    chat.page.get_by_role("button", name="Leave this chat").click()
    chat.button("Leave now").click()

    expect(chat.messages).to_have_count(1)
    expect(chat.last()).to_contain_text("You have left the chat.")
    assert chat.kept() is None
    chat.page.reload()
    expect(chat.last()).to_contain_text("I am a computer program")


def test_leaving_in_one_tab_leaves_in_all(chat: ChatPage) -> None:
    chat.open()
    chat.say("i have diabetes")
    second = ChatPage(chat.page.context.new_page(), chat.base_url)
    second.visit().launch()
    expect(second.messages).to_have_count(chat.messages.count())

    second.page.get_by_role("button", name="Leave this chat").click()
    second.button("Leave now").click()

    expect(chat.messages).to_have_count(1)
    expect(chat.last()).to_contain_text("You have left the chat.")
    second.press("Start a new chat")
    chat.press("Start a new chat")
    expect(chat.last()).to_contain_text("I am a computer program")
    assert chat.kept() == second.kept()


def test_deleting_asks_first_and_gives_a_receipt(chat: ChatPage) -> None:
    chat.open()
    erase = chat.page.get_by_role("button", name="Delete this chat")
    erase.click()
    chat.button("Keep it").click()
    expect(chat.last()).to_contain_text("I am a computer program")

    erase.click()
    chat.button("Delete now").click()

    expect(chat.last()).to_contain_text(re.compile(r"Your chat is deleted\. Receipt: \S+"))
    assert chat.kept() is None


def test_a_chat_that_was_deleted_elsewhere_gives_the_words_back(chat: ChatPage) -> None:
    chat.open()
    chat.page.route(EVENTS, lambda route: route.abort())
    kept = chat.kept()
    assert kept
    headers = {"Authorization": f"Bearer {kept['token']}"}
    chat.page.request.delete(f"{chat.base_url}/chat/v1/conversation", headers=headers)

    chat.send("does it hurt?")
    expect(chat.last("system")).to_contain_text("This chat has ended.")
    chat.press("Start a new chat")

    expect(chat.input).to_have_value("does it hurt?")


def test_the_patient_takes_a_copy_along(chat: ChatPage) -> None:
    chat.open()
    chat.say("does it hurt?")

    with chat.page.expect_download() as download:
        chat.page.get_by_role("button", name="Save a copy").click()

    assert download.value.suggested_filename == "chat.txt"
    assert "You:\ndoes it hurt?" in download.value.path().read_text()
