"""The console in a browser: live, by keyboard alone, without scripts, on a phone, and for everybody."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.console_site import ConsolePage, served
from tests.services.world import PASSWORD
from tests.web.console import Patient, Site, chatting

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"phone": {"width": 390, "height": 780}, "desk": {"width": 1280, "height": 900}}
LATER = 15_000  # milliseconds: several looks of a page that keeps itself fresh
EMERGENCY = "i cant breathe"
COVERED = """() => {
  const focused = document.activeElement, flags = document.getElementById("flags");
  const whole = focused.getBoundingClientRect(), pinned = flags.getBoundingClientRect();
  const isBehind = !flags.contains(focused) && whole.bottom > pinned.top && whole.bottom <= pinned.bottom;
  return isBehind ? focused.outerHTML : "";
}"""


@pytest.fixture
def console(page: Page, tmp_path: Path) -> Iterator[ConsolePage]:
    with served(tmp_path) as (site, url):
        at_desk = ConsolePage(page, url, site)
        yield at_desk
        assert not at_desk.refused, "something inline was refused by the content policy"
        page.close()  # ends its requests, so that the server can go


def everything(site: Site) -> dict[str, list[str]]:
    """Every screen with something on it, by role."""
    desk = site.clinic.patient("C").books("Wed 25 Nov", "10am")
    link = f"/booking/{site.clinic.services.booking.links.token(desk.booking().id)}"
    case = site.clinic.patient("B", Q10="yes")
    chatting(site, case)
    alarmed, mine = site.patient_writes("does it hurt?", EMERGENCY), site.waiting()
    site.clinic.services.handoff.take_over(mine.handoff().id, site.clinic.staff("reception"))
    return {
        "": ["/staff/sign-in", link, f"{link}/cancel", f"{link}/move", "/booking/nonsense"],
        "reception": [
            "/staff",
            mine.page,
            alarmed.page,
            "/staff/bookings",
            f"/staff/bookings/{desk.booking().id}",
            "/staff/bookings/new",
            "/staff/blocks",
            "/staff/waitlist",
            "/staff/cases",
            "/staff/nonsense",
        ],
        "clinician": [
            "/staff/cases",
            f"/staff/cases/{case.case_id()}",
            f"/staff/conversations/{case.conversation_id}",
            f"{alarmed.page}/print",
            alarmed.page,
            "/staff/conversations",
            "/staff/not-understood",
            "/staff/incidents",
        ],
        "admin": ["/staff/accounts", "/staff/audit", "/staff/content"],
    }


@pytest.mark.parametrize("size", SIZES)
def test_every_screen_is_for_everybody(console: ConsolePage, size: str) -> None:
    console.page.set_viewport_size(SIZES[size])

    for role, paths in everything(console.site).items():
        if role:
            console.page.context.clear_cookies()
            console.signs_in(role)
        for path in paths:
            console.goes_to(path)
            found = Axe().run(console.page, options={"runOnly": RULES})
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"
            wider = console.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, f"{path} is wider than the screen"


def test_a_patient_is_served_by_keyboard_alone(console: ConsolePage) -> None:
    page, patient = console.page, console.site.waiting()
    person = console.site.clinic.staff("reception", "Asha Reed")

    console.goes_to("/staff")
    console.tabs_to(page.get_by_label("E-mail"))
    page.keyboard.type(person.email)
    console.tabs_to(page.get_by_label("Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Queue"))
    console.tabs_to(page.get_by_role("link", name="Skip to the page"))
    page.keyboard.press("Enter")
    console.tabs_to(page.get_by_role("button", name=re.compile("^Take over")))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Write to the patient")).to_be_focused()
    page.keyboard.type("Hello from the clinic")
    console.tabs_to(page.get_by_role("button", name="Send"))
    page.keyboard.press("Enter")
    expect(console.log).to_contain_text("Hello from the clinic")
    expect(page.get_by_label("Write to the patient")).to_be_focused()
    console.tabs_to(page.get_by_role("button", name="Hand back to the assistant"))
    page.keyboard.press("Enter")

    expect(console.main).to_contain_text("Handed back.")
    assert "Hello from the clinic" in patient.reads()


def test_somebody_who_rang_is_booked_by_keyboard_alone(console: ConsolePage) -> None:
    page = console.page
    console.signs_in("reception").goes_to("/staff/bookings/new?day=2026-11-24")

    console.tabs_to(page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    console.tabs_to(page.get_by_label("Name"))
    page.keyboard.type("Ned Ames")
    console.tabs_to(page.get_by_label("Phone"))
    page.keyboard.type("07700 900456")
    console.tabs_to(page.get_by_role("button", name="Book it"))
    page.keyboard.press("Enter")

    expect(console.main).to_contain_text("Booked.")
    assert [booking.status for booking in console.site.clinic.bookings()] == ["confirmed"]


def test_the_queue_shows_who_comes_without_a_reload_and_keeps_the_focus(console: ConsolePage) -> None:
    first = console.site.waiting()
    console.signs_in("reception")
    mine = console.page.locator(f"#handoff-{first.handoff().id}").get_by_role("button")
    mine.focus()

    console.site.patient_writes(EMERGENCY)

    expect(console.page.get_by_role("status").first).to_have_text("2 waiting, 1 emergency", timeout=LATER)
    expect(console.main.get_by_role("row")).to_have_count(3)
    expect(console.main.get_by_role("row").nth(1)).to_contain_text("emergency")
    expect(mine).to_be_focused()


def test_a_transcript_grows_while_somebody_types(console: ConsolePage) -> None:
    patient = console.site.waiting()
    console.signs_in("reception", "Asha Reed").goes_to(patient.page)
    console.page.get_by_role("button", name="Take over").click()
    draft = console.page.get_by_label("Write to the patient")
    draft.fill("I am just looking")

    patient.writes("are you there?")
    patient.writes(EMERGENCY)

    expect(console.log).to_contain_text("are you there?", timeout=LATER)
    expect(console.main.get_by_role("heading", name="Alert L1 emergency")).to_be_visible(timeout=LATER)
    expect(draft).to_have_value("I am just looking")
    assert console.log.evaluate("log => log.scrollHeight - log.scrollTop - log.clientHeight < 2")


def test_what_a_colleague_does_shows_on_the_open_page(console: ConsolePage) -> None:
    patient = console.site.waiting()
    console.signs_in("reception", "Asha Reed").goes_to(patient.page)

    mira = console.site.clinic.staff("clinician", "Mira Holt")
    console.site.clinic.services.handoff.take_over(patient.handoff().id, mira)

    expect(console.main).to_contain_text("Mira Holt has this conversation", timeout=LATER)
    expect(console.page.get_by_role("button", name="Take over", exact=True)).to_have_count(0)


def test_the_flags_stay_in_sight_and_hide_nothing_that_has_the_focus(console: ConsolePage) -> None:
    console.page.set_viewport_size(SIZES["phone"])
    patient = console.site.patient_writes("does it hurt?", EMERGENCY)
    console.signs_in("clinician").goes_to(patient.page)
    heading = console.main.get_by_role("heading", name="Alert L1 emergency")

    console.tabs_to(console.page.get_by_role("link", name="with notes"))

    expect(heading).to_be_in_viewport()
    for _ in range(12):  # back up through the page
        console.page.keyboard.press("Shift+Tab")
        covered = console.page.evaluate(COVERED)
        assert not covered, f"{covered} is behind the flags"


def test_a_page_that_lost_its_server_says_so(console: ConsolePage) -> None:
    console.signs_in("reception")

    console.page.route("**/live", lambda route: route.abort())

    expect(console.main).to_contain_text("The connection is lost.", timeout=LATER)


def test_typed_words_survive_the_end_of_a_sign_in(console: ConsolePage) -> None:
    patient = console.site.waiting()
    console.signs_in("reception").goes_to(patient.page)
    note = console.page.get_by_label("Note for colleagues")
    note.fill("half an hour of typing")

    console.page.context.clear_cookies()

    expect(console.main).to_contain_text("Your sign-in has ended.", timeout=LATER)
    expect(note).to_have_value("half an hour of typing")


def test_an_idle_page_goes_to_the_sign_in_when_it_has_ended(console: ConsolePage) -> None:
    console.signs_in("reception")

    console.page.context.clear_cookies()

    expect(console.page).to_have_title(re.compile("^Sign in"), timeout=LATER)


def test_a_message_goes_out_once_however_often_send_is_pressed(console: ConsolePage) -> None:
    patient = taken_over(console)
    console.page.get_by_label("Write to the patient").fill("Only once")

    console.page.get_by_role("button", name="Send").dblclick()

    expect(console.log).to_contain_text("Only once")
    assert patient.reads().count("Only once") == 1


def test_a_ready_made_reply_is_put_where_one_writes(console: ConsolePage) -> None:
    taken_over(console)

    console.page.get_by_text("Ready-made replies").click()
    console.page.get_by_role("button", name="Use “Call us”").click()

    expect(console.page.get_by_label("Write to the patient")).to_have_value(re.compile("01632 960141"))


def test_markup_of_a_patient_never_runs(console: ConsolePage) -> None:
    attempt = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    patient = console.site.patient_writes(attempt)
    console.signs_in("reception").goes_to(patient.page)

    patient.writes(f"again {attempt}")

    expect(console.log).to_contain_text(f"again {attempt}", timeout=LATER)
    expect(console.page).to_have_title(re.compile("^Conversation"))
    assert console.log.locator("img, script").count() == 0


def test_everything_works_without_scripts(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    with served(tmp_path) as (site, url):
        patient = site.waiting()
        console = ConsolePage(context.new_page(), url, site).signs_in("reception", "Asha Reed")
        console.page.get_by_role("button", name=re.compile("^Take over")).click()
        console.page.get_by_label("Write to the patient").fill("Hello without scripts")
        console.page.get_by_role("button", name="Send").click()

        expect(console.log).to_contain_text("Hello without scripts")
        assert "Hello without scripts" in patient.reads()
        context.close()


def test_a_patient_cancels_behind_the_link_by_keyboard(console: ConsolePage) -> None:
    desk = console.site.clinic.patient("C").books("Wed 25 Nov", "10am")
    console.goes_to(f"/booking/{console.site.clinic.services.booking.links.token(desk.booking().id)}")

    console.tabs_to(console.page.get_by_role("link", name="Cancel this appointment"))
    console.page.keyboard.press("Enter")
    console.tabs_to(console.page.get_by_role("button", name="Yes, cancel it"))
    console.page.keyboard.press("Enter")

    expect(console.main).to_contain_text("Cancelled")
    assert not console.site.clinic.bookings("confirmed")


def taken_over(console: ConsolePage) -> Patient:
    patient = console.site.waiting()
    console.signs_in("reception", "Asha Reed").goes_to(patient.page)
    console.page.get_by_role("button", name="Take over").click()
    expect(console.main).to_contain_text("You have this conversation.")
    return patient
