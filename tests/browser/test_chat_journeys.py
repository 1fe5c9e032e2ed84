"""One journey for each outcome of the health questions, as a patient lives it."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage, new_address
from tests.browser.desk import Desk
from tests.conversations.patient import Patient
from tests.conversations.test_scenarios import CLEARED, play

LATER = 15_000  # milliseconds: several looks of a console page that keeps itself fresh
BOOKED = re.compile(r"It is booked: a talk with .+, \w+day \d+ \w+ \d{4} at ")


def cleared(chat: ChatPage) -> Patient:
    """A patient of class C: the questions answered elsewhere, the booking about to begin."""
    patient = Patient.at(chat.base_url)
    for turn in CLEARED:
        play(patient, turn)
    return patient


def pick_a_time(chat: ChatPage) -> None:
    chat.press(chat.titles()[2])
    chat.press(chat.titles()[0])


def book(chat: ChatPage) -> None:
    """From the days to the booking that stands."""
    pick_a_time(chat)
    chat.say("Ana Sample")
    chat.say(new_address())
    chat.press("Yes, book")
    expect(chat.log).to_contain_text(BOOKED)


def test_a_pregnant_patient_is_stopped_kindly_and_never_offered_a_time(chat: ChatPage) -> None:
    chat.open()
    chat.start_booking()

    chat.press("Yes")
    chat.say("book me anyway please")

    expect(chat.log).not_to_contain_text("Which day")
    expect(chat.person).to_be_visible()


def test_a_clinician_approves_in_the_console_and_the_patient_books(chat: ChatPage) -> None:
    chat.open()
    chat.start_booking()
    chat.press("This does not apply")
    chat.answer_rest("Not sure")
    expect(chat.log).to_contain_text("clinician")

    desk = Desk.beside(chat, "clinician")
    desk.page.get_by_role("link", name="Open the case").click()
    desk.page.get_by_label("Reason (for the record)").fill("Seen the answers.")
    desk.page.get_by_role("button", name="Approve").click()

    expect(chat.log).to_contain_text("has looked at your answers")
    chat.press("Book a talk")
    book(chat)


def test_somebody_without_a_health_point_books_and_takes_the_calendar_file_along(
    chat: ChatPage, tmp_path: Path
) -> None:
    chat.open()
    chat.press("Book a talk")
    for title in ("Yes", "Me", "Yes", "No", "This does not apply"):
        chat.press(title)
    chat.answer_rest("No")
    chat.press("Yes, pick a time")
    book(chat)

    with chat.page.expect_download() as download:
        chat.log.get_by_role("link", name="calendar file").click()
    calendar = tmp_path / "appointment.ics"
    download.value.save_as(calendar)

    assert calendar.read_text().startswith("BEGIN:VCALENDAR")
    assert "SUMMARY" in calendar.read_text()


def test_an_emergency_in_the_middle_of_booking_ends_the_booking(chat: ChatPage) -> None:
    chat.adopt(cleared(chat))
    chat.press("Yes, pick a time")
    pick_a_time(chat)

    chat.say("my throat is closing and i cant breathe")

    advice = chat.element.locator(".level-emergency").last
    expect(advice).to_contain_text("Emergency")
    expect(advice.get_by_role("link", name="999")).to_have_attribute("href", "tel:999")
    expect(advice.get_by_role("link", name="999")).to_be_in_viewport()
    expect(chat.element.get_by_role("alert").filter(has_text="999")).to_be_attached()
    expect(chat.button("Yes, book")).to_have_count(0)
    chat.say("ok now book it")
    expect(chat.log).not_to_contain_text(BOOKED)


def test_what_staff_write_is_there_at_once(chat: ChatPage) -> None:
    chat.open()
    chat.person.click()
    chat.wait_for_reply()
    expect(chat.status).to_have_text("A person has been told. You can go on writing.")

    desk = Desk.beside(chat, "reception")
    desk.take_over()
    desk.write("Hello, this is Asha. How can I help?")
    chat.expect_last("Hello, this is Asha. How can I help?", "staff")
    expect(chat.status).to_have_text("A person from the clinic is with you.")

    chat.send("am i too late to come today?")
    expect(desk.page.get_by_text("am i too late to come today?")).to_be_visible(timeout=LATER)
