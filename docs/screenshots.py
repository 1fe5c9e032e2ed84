"""Takes the README's pictures from a running demo: `make run`, then `.venv/bin/python -m docs.screenshots`.

Writes chat.png (the widget with an answer) and console.png (a conversation with flags) to docs/screenshots.
"""

import os
import shutil
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from clinic.config import settings
from tests.browser.chat_page import ChatPage
from tests.browser.desk import Desk
from tests.plugins.chromium import FLAGS, NAMES

FOLDER: Final = Path(__file__).parent / "screenshots"
SIZE: Final = {"width": 1280, "height": 800}
SAID: Final = (
    "hello, my hair is getting thin. does it hurt?",
    "i take warfarin, is that a problem?",
    "two days after my session my scalp is hot and red and pus comes out",
)


def main() -> None:
    """Take both pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        _keep("chat", _chat(browser))
        _keep("console", _console(browser))
        browser.close()


def _chat(browser: Browser) -> Page:
    """The clinic's website with the chat open: a question, its answer and where that comes from."""
    chat = _visitor(browser).open()
    chat.say("does it hurt?")
    chat.last().get_by_text("Where this comes from").click()
    return chat.page


def _console(browser: Browser) -> Page:
    """What reception sees of a patient who is in trouble."""
    chat = _visitor(browser).open()
    for text in SAID:
        chat.say(text)
    return Desk.beside(chat, "reception").page


def _visitor(browser: Browser) -> ChatPage:
    context = browser.new_context(viewport=SIZE, locale="en-GB", timezone_id="Europe/London")
    return ChatPage(context.new_page(), settings().public_url)


def _keep(name: str, page: Page) -> None:
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
