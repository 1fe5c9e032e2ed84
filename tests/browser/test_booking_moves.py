"""A booking is moved behind its link on a phone: by keyboard alone, without scripts."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.console_site import served

PHONE = {"width": 390, "height": 780}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def tabs_to(page: Page, wanted: Locator) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def test_a_booking_is_moved_by_keyboard_without_scripts(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path) as (site, url):
        desk = site.clinic.patient("C").books("Wed 25 Nov", "10am")
        token = site.clinic.services.booking.links.token(desk.booking().id)
        page = browser.new_context(viewport=PHONE, java_script_enabled=False).new_page()
        page.goto(f"{url}/booking/{token}")

        tabs_to(page, page.get_by_role("link", name="Move this appointment"))
        page.keyboard.press("Enter")
        tabs_to(page, page.get_by_label("Day"))
        page.keyboard.type("Friday 27")
        tabs_to(page, page.get_by_role("button", name="Show times"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("group", name="Times on Friday 27 November")).to_be_visible()
        tabs_to(page, page.get_by_label("9am", exact=True))
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        tabs_to(page, page.get_by_role("button", name="Yes, move it"))
        page.keyboard.press("Enter")

        expect(page.get_by_role("main")).to_contain_text("Friday 27 November 2026 at 9:30am")
        assert not page.evaluate(WIDER)
        page.context.close()


def test_the_page_that_asks_once_more_breaks_no_rule_of_axe(page: Page, tmp_path: Path) -> None:
    with served(tmp_path) as (site, url):
        desk = site.clinic.patient("C").books("Wed 25 Nov", "10am")
        token = site.clinic.services.booking.links.token(desk.booking().id)
        page.set_viewport_size(PHONE)
        page.goto(f"{url}/booking/{token}/move?day=2026-11-27")
        page.get_by_label("9am", exact=True).check()
        page.get_by_role("button", name="Keep this time").click()

        broken = Axe().run(page, options={"runOnly": RULES}).response["violations"]

        expect(page.get_by_role("heading", level=1)).to_have_text("Is this the right time?")
        assert not broken
        page.close()
