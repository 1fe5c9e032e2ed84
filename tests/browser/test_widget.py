"""What websites rely on: attributes, events, parts, fallbacks, size; and focus, small screens, readers."""

import gzip
import json
import re

import pytest
from playwright.sync_api import Browser, expect

from clinic.config import ROOT
from tests.browser.chat_page import LAUNCHER, ChatPage
from tests.browser.conftest import PHONE
from tests.browser.desk import Desk
from tests.plugins.system import RunningSystem

WIDGET = ROOT / "widget"
README = (WIDGET / "README.md").read_text()
LARGEST_BYTES = 15_000  # compressed (design.md section 11)
LONGEST_MODULE = 300
ROW = re.compile(r"^\| `(\w+)` \| `([a-z-]+)` \| .+ \| (.+) \|$", re.MULTILINE)
FOCUSED = """() => {
  let focused = document.activeElement;
  while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused.className || focused.id || focused.tagName;
}"""
HEAR = """() => {
  window.heard = [];
  const root = document.querySelector("clinic-chat").shadowRoot;
  const note = (changes) => {
    for (const { addedNodes, target } of changes)
      if (target.matches("[aria-live=polite], [role=alert]"))
        for (const { textContent } of addedNodes) window.heard.push([target.role ?? "polite", textContent]);
  };
  new MutationObserver(note).observe(root, { childList: true, subtree: true });
}"""


def test_the_widget_is_small() -> None:
    files = sorted(path for path in WIDGET.iterdir() if path.suffix in (".js", ".css"))

    together = b"".join(path.read_bytes() for path in files)

    assert len(gzip.compress(together)) <= LARGEST_BYTES


def test_no_module_of_the_widget_is_too_long() -> None:
    lengths = {path.name: len(path.read_text().splitlines()) for path in WIDGET.glob("*.js")}

    assert not {name: length for name, length in lengths.items() if length > LONGEST_MODULE}


def test_the_readme_lists_the_attributes_that_there_are(chat: ChatPage) -> None:
    chat.visit()
    rows = ROW.findall(README)
    fresh = "document.createElement('clinic-chat')"
    properties = chat.page.evaluate(
        "() => Object.keys(Object.getOwnPropertyDescriptors(Object.getPrototypeOf("
        "customElements.get('clinic-chat')).prototype)).filter((name) => name !== 'constructor')"
    )

    assert sorted(name for name, _, _ in rows) == sorted(properties)
    for name, attribute, standard in rows:
        read = chat.page.evaluate(f"() => {fresh}.{name}")
        value = False if standard == "not present" else standard.split("`")[1] if "`" in standard else ""
        assert str(read).removeprefix(chat.base_url) == str(value), name
        written = chat.page.evaluate(
            f"() => Object.assign({fresh}, {{{name}: 7}}).getAttribute('{attribute}')"
        )
        assert written is not None, f"{name} does not set {attribute}"


def test_the_readme_lists_the_parts_that_there_are(chat: ChatPage) -> None:
    chat.open()
    named = set(re.findall(r"`([a-z-]+)`", README[README.index("Parts:") :].split(". ")[0]))

    shown = chat.element.locator("[part]").evaluate_all("all => all.flatMap((element) => [...element.part])")

    assert set(shown) <= named
    assert named - set(shown) == {"message-patient", "message-staff", "message-system"}


def test_events_tell_a_website_what_happens_and_no_word_of_it(chat: ChatPage) -> None:
    chat.visit()
    chat.page.evaluate(
        """() => {
          window.told = [];
          for (const name of ["opened", "closed", "message-received"])
            addEventListener(`clinic-chat:${name}`, ({ type, detail }) => window.told.push([type, detail]));
        }"""
    )

    chat.launch()
    chat.page.keyboard.press("Escape")

    told = chat.page.evaluate("window.told")
    assert told == [
        ["clinic-chat:opened", {}],
        ["clinic-chat:message-received", {"sender": "assistant"}],
        ["clinic-chat:closed", {}],
    ]


def test_nothing_is_asked_of_the_server_before_the_chat_is_opened(chat: ChatPage) -> None:
    asked: list[str] = []
    chat.page.on("request", lambda request: asked.append(request.url))

    chat.visit()
    expect(chat.launcher).to_be_visible()

    assert not [url for url in asked if "/chat/v1" in url]


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_without_scripts_the_numbers_to_ring_are_there(
    browser: Browser, system: RunningSystem, path: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(system.base_url + path)

    numbers = page.locator("clinic-chat").get_by_role("link")
    expect(numbers).to_have_text(["01632 960141", "999"])
    expect(numbers.last).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("lost", ["**/clinic-chat.js", "**/stream.js", "**/clinic-chat.css"])
def test_when_a_file_of_the_widget_is_lost_the_numbers_stay(chat: ChatPage, lost: str) -> None:
    chat.page.route(lost, lambda route: route.abort())

    chat.visit()

    expect(chat.element.locator("p > a").filter(has_text="999").first).to_be_visible()
    expect(chat.page.get_by_role("button", name=LAUNCHER)).to_have_count(1 if lost.endswith(".css") else 0)


def test_focus_goes_to_the_input_and_back_to_the_launcher(chat: ChatPage) -> None:
    chat.open()
    expect(chat.input).to_be_focused()

    chat.page.keyboard.press("Escape")
    expect(chat.launcher).to_be_focused()
    chat.page.keyboard.press("Enter")
    expect(chat.input).to_be_focused()
    chat.page.get_by_role("button", name="Close chat").click()

    expect(chat.launcher).to_be_focused()
    expect(chat.panel).to_be_hidden()


def test_on_a_phone_the_chat_fills_the_screen_and_opens_no_keyboard(
    browser: Browser, system: RunningSystem
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    chat = ChatPage(context.new_page(), system.base_url)
    chat.visit()
    chat.launcher.tap()
    chat.wait_for_reply()

    chat.button("Does it work?").tap()
    chat.wait_for_reply()

    box = chat.panel.bounding_box()
    assert box == {"x": 0, "y": 0, **PHONE}
    assert chat.page.evaluate(FOCUSED) != "input"
    expect(chat.last("assistant")).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("size", [(320, 568), (844, 390), (390, 360), (320, 256)], ids=str)
def test_small_screens_show_the_newest_message_and_the_input(chat: ChatPage, size: tuple[int, int]) -> None:
    chat.page.set_viewport_size({"width": size[0], "height": size[1]})

    chat.open()

    expect(chat.person).to_be_in_viewport()
    expect(chat.input).to_have_accessible_name("Your message")
    chat.input.scroll_into_view_if_needed()
    expect(chat.input).to_be_in_viewport(ratio=1)
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wider = chat.panel.evaluate("panel => panel.scrollWidth - panel.clientWidth")
    assert wider <= 0


def test_readers_hear_what_is_new_sender_first_and_nothing_else(chat: ChatPage) -> None:
    chat.open()
    chat.say("does it hurt?")
    chat.page.reload()
    expect(chat.messages).to_have_count(3)
    chat.page.evaluate(HEAR)

    chat.say("i want to book an appointment")
    chat.say("my throat is closing and i cant breathe")

    heard = chat.page.evaluate("window.heard")
    assert heard[0][0] == "polite"
    assert re.match(
        r"Assistant: .*I am a computer program.*Possible answers: Yes, No$", heard[0][1], re.DOTALL
    )
    alerts = [words for how, words in heard if how == "alert"]
    assert alerts[0].startswith("Assistant: Emergency Call 999 now")
    assert not [words for _, words in heard if "does it hurt" in words]


def test_a_closed_chat_counts_what_comes_meanwhile(chat: ChatPage) -> None:
    chat.open()
    chat.person.click()
    chat.wait_for_reply()
    desk = Desk.beside(chat, "reception")
    desk.take_over()
    expect(chat.status).to_have_text("A person from the clinic is with you.")
    before = chat.messages.count()
    chat.page.keyboard.press("Escape")

    desk.write("Hello, this is Asha.")

    expect(chat.launcher).to_have_text("1 new message")
    chat.launcher.click()
    expect(chat.messages).to_have_count(before + 1)
    expect(chat.launcher).to_have_text(LAUNCHER)


def test_whoever_reads_further_up_is_told_and_not_moved(chat: ChatPage) -> None:
    chat.open()
    for _ in range(4):
        chat.say("what are the side effects?")
    chat.person.click()
    chat.wait_for_reply()
    desk = Desk.beside(chat, "reception")
    desk.take_over()
    expect(chat.status).to_have_text("A person from the clinic is with you.")
    chat.log.evaluate("log => (log.scrollTop = 0)")

    desk.write("Hello, this is Asha.")

    newer = chat.page.get_by_role("button", name="New message below")
    expect(newer).to_be_visible()
    assert chat.log.evaluate("log => log.scrollTop") == 0
    newer.click()
    expect(chat.last("staff")).to_be_in_viewport()
    expect(newer).to_be_hidden()


def test_the_look_of_the_website_does_not_leak_in(chat: ChatPage) -> None:
    chat.visit()
    chat.page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("* { letter-spacing: 1em; direction: rtl }");
          document.adoptedStyleSheets = [sheet];
        }"""
    )

    chat.launch()

    style = chat.last().evaluate(
        "item => [getComputedStyle(item).letterSpacing, getComputedStyle(item).direction]"
    )
    assert style == ["normal", "ltr"], json.dumps(style)
