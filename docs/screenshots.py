"""`python -m docs.screenshots`: takes the README's pictures of a running demo (`make run` elsewhere)."""

import shutil
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from clinic.config import settings
from clinic.db.seeds import DEMO_PASSWORD

FOLDER: Final = Path(__file__).parent / "screenshots"
SIZE: Final = {"width": 1100, "height": 760}
QUESTION: Final = "what are the side effects?"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    base = settings().public_url
    with sync_playwright() as playwright:
        found = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]  # a plain dictionary does
        chat(page, base)
        page.screenshot(path=FOLDER / "chat.png")
        console(page, base)
        page.screenshot(path=FOLDER / "console.png")
        browser.close()
    print(f"Two pictures are in {FOLDER.name}/.")


def chat(page: Page, base: str) -> None:
    """The website with the chat open: a question, its answer and where it comes from."""
    page.goto(base)
    page.get_by_role("button", name="Need help? Chat with us").click()
    page.get_by_role("log").get_by_text("computer program").wait_for()
    page.get_by_label("Your message").fill(QUESTION)
    page.get_by_label("Your message").press("Enter")
    page.get_by_text("Where this comes from").first.wait_for()


def console(page: Page, base: str) -> None:
    """The demo's emergency as reception sees it: the most urgent conversation of the queue."""
    page.goto(f"{base}/staff/sign-in")
    page.get_by_label("E-mail").fill("reception@wrenfield.example")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("main a[href^='/staff/conversations/']").first.click()
    page.get_by_role("heading", level=1).wait_for()


if __name__ == "__main__":
    main()
