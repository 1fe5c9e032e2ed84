"""The desk in the console: book, move, cancel, mark, block; every page strict, every refusal a sentence."""

from datetime import date, time

import pytest

from clinic.logic.booking import Permit
from clinic.logic.dates import Wish
from clinic.logic.dates.wish import PartOfDay
from clinic.services.ports.waitlist import WaitEntry
from clinic.web.staff.booking_words import REASONS
from clinic.web.staff.times import read_stretch, read_wanted
from clinic.web.staff.waitlist import write_wish
from tests.services.booking_world import AtDesk
from tests.web.console import Console, Site

TUESDAY = "2026-11-24T09:00:00+00:00 amara-okafor"
LATER = "2026-11-24T14:15:00+00:00 amara-okafor"
RANG = {"name": "Ned Ames", "phone": "07700 900456", "email": ""}
BLOCK = {"what": "clinic", "start": "2026-11-24T08:00", "end": "2026-11-24T18:00", "reason": "training"}


def page_of(desk: AtDesk) -> str:
    return f"/staff/bookings/{desk.booking().id}"


def form(console: Console, path: str = "/staff/bookings/new") -> dict[str, str]:
    """The hidden fields of the form that books."""
    fields = console.opens(path).all("input")
    return {field["name"]: field["value"] for field in fields if field.get("type") == "hidden"}


def test_somebody_who_rang_is_booked_once_however_often_the_form_is_sent(site: Site) -> None:
    console = site.sign_in("reception")
    filled = {**form(console, "/staff/bookings/new?day=2026-11-24"), **RANG, "wanted": TUESDAY}

    page = console.sends("/staff/bookings/new", **filled)
    again = console.sends("/staff/bookings/new", **filled)

    assert "Booked." in page.text
    assert "Ned Ames, +447700900456" in page.text
    assert "there is no chat" in page.text
    assert again.address.split("?")[0] == page.address.split("?")[0]
    assert len(site.clinic.bookings("confirmed")) == 1
    assert "Ned Ames consultation Dr Amara Okafor" in console.opens("/staff/bookings").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"wanted": ""}, "Choose a time first."),
        ({"wanted": "tomorrow"}, "Choose a time first."),
        ({"name": ""}, "Write a name"),
        ({"phone": "12"}, "That is no whole phone number."),
        ({"phone": ""}, "Write a phone number or an e-mail address"),
        ({"email": "sam@"}, "That is no whole e-mail address."),
        ({"wanted": "2026-11-24T03:00:00+00:00 amara-okafor"}, "Somebody else has just taken that time"),
        ({"wanted": "2020-11-24T09:00:00+00:00 amara-okafor"}, "Somebody else has just taken that time"),
    ],
)
def test_a_form_that_cannot_be_taken_says_why_and_keeps_what_was_typed(
    site: Site, changed: dict[str, str], said: str
) -> None:
    console = site.sign_in("reception")
    filled = {**form(console, "/staff/bookings/new?day=2026-11-24"), **RANG, "wanted": TUESDAY}

    page = console.sends("/staff/bookings/new", 409, **{**filled, **changed})

    assert said in page.text
    assert site.clinic.bookings() == []
    kept = {field["name"]: field["value"] for field in page.all("input") if field.get("id") in RANG}
    assert kept == {name: {**RANG, **changed}[name] for name in RANG}


def test_a_form_without_its_key_books_nothing(site: Site) -> None:
    page = site.sign_in("reception").sends("/staff/bookings/new", 409, **RANG, wanted=TUESDAY)

    assert "This form is not complete." in page.text
    assert site.clinic.bookings() == []


def test_a_patient_of_the_chat_is_booked_from_the_conversation(site: Site) -> None:
    desk, console = site.clinic.patient(), site.sign_in("reception")
    link = f"/staff/bookings/new?conversation_id={desk.conversation_id}"
    assert link in console.opens(f"/staff/conversations/{desk.conversation_id}").source

    page = console.sends("/staff/bookings/new", **form(console, link), **RANG, wanted=TUESDAY)

    assert "Booked." in page.text
    assert desk.booking().prescreen_id is not None


def test_whom_the_gate_refuses_the_page_refuses_with_the_reason(site: Site) -> None:
    desk, console = site.clinic.patient("B", Q9="yes"), site.sign_in("reception")
    hidden = form(console, f"/staff/bookings/new?conversation_id={desk.conversation_id}")

    page = console.sends("/staff/bookings/new", 409, **hidden, **RANG, wanted=TUESDAY)

    assert "A clinician must look at the health answers of this patient first." in page.text
    assert site.clinic.bookings() == []


def test_a_caller_with_a_stop_in_the_chat_leads_to_that_conversation(site: Site) -> None:
    known = site.clinic.patient().books()
    site.clinic.clock.move(minutes=1)
    known.answers_questions("A", Q4="yes")
    console = site.sign_in("reception")
    filled = {**form(console), **RANG, "phone": "07700 900123", "wanted": LATER}

    page = console.sends("/staff/bookings/new", 409, **filled)

    assert f"/staff/conversations/{known.conversation_id}" in [link["href"] for link in page.all("a")]


def test_a_day_without_a_free_time_names_days_that_have_one(site: Site) -> None:
    console = site.sign_in("reception")

    page = console.opens("/staff/bookings/new?day=2026-11-29")  # a Sunday

    assert "Nothing is free on Sunday 29 November." in page.text
    assert "Tue 24 Nov" in page.text
    assert "Mon 23 Nov" in page.text  # the same day: the desk needs no notice
    assert console.opens("/staff/bookings/new?day=nonsense").status == 200


def test_a_booking_is_moved_and_the_second_of_two_is_told(site: Site) -> None:
    desk = site.clinic.patient().books("Tue 24 Nov", "9am")
    mine, other = site.sign_in("reception"), site.sign_in("clinician")

    moved = mine.sends(f"{page_of(desk)}/move", wanted=LATER, sequence="0")
    late = other.sends(f"{page_of(desk)}/move", 409, wanted=TUESDAY, sequence="0")

    assert "Moved." in moved.text
    assert "2:15pm to 2:45pm" in moved.text
    assert "A colleague or the patient was quicker." in late.text
    assert "moved Dr Reception" in moved.text


def test_a_booking_is_cancelled_with_a_reason(site: Site) -> None:
    desk, console = site.clinic.patient().books("Tue 24 Nov", "9am"), site.sign_in("reception")
    page = page_of(desk)

    refused = console.sends(f"{page}/cancel", 409, reason=" ", sequence="0")
    cancelled = console.sends(f"{page}/cancel", reason="Dr Okafor is ill", sequence="0")
    again = console.sends(f"{page}/cancel", 409, reason="twice", sequence="0")

    assert "write the reason first" in refused.text
    assert "Cancelled: Dr Okafor is ill" in cancelled.text
    assert "Nothing can be changed here now." in cancelled.text
    assert "was quicker" in again.text


def test_a_visit_is_marked_and_the_mark_taken_back(site: Site) -> None:
    desk = site.clinic.patient().books("Tue 24 Nov", "9am")
    page, console = page_of(desk), site.sign_in("reception")
    assert "Did the patient come?" not in console.opens(page).text
    early = console.sends(f"{page}/mark", 409, mark="attended")
    site.clinic.clock.move(hours=23, minutes=30)
    console = site.sign_in("reception")

    missed = console.sends(f"{page}/mark", mark="no-show")
    back = console.sends(f"{page}/mark", mark="take-back")
    came = console.sends(f"{page}/mark", mark="attended")
    odd = console.sends(f"{page}/mark", 409, mark="vanished")

    assert "That visit has not begun." in early.text
    assert "Marked: the patient did not come." in missed.text
    assert "The mark is taken back." in back.text
    assert "State: came" in came.text
    assert "has changed" in odd.text


def test_a_booking_that_is_gone_is_a_page(site: Site) -> None:
    assert site.sign_in("reception").opens("/staff/bookings/nothing", 404).title.startswith("Not there")


def test_time_is_blocked_and_offered_again(site: Site) -> None:
    console = site.sign_in("reception")

    blocked = console.sends("/staff/blocks", **BLOCK)
    assert "The whole clinic Tue 24 Nov, 8am Tue 24 Nov, 6pm training" in blocked.text
    assert "Nothing is free on Tuesday" in console.opens("/staff/bookings/new?day=2026-11-24").text
    (lift,) = [path for path in blocked.forms if path.endswith("/lift")]
    console.sends(lift)
    again = site.sign_in("clinician").sends(lift, 409)

    assert "Nothing is free" not in console.opens("/staff/bookings/new?day=2026-11-24").text
    assert "A colleague has lifted it" in again.text


def test_a_block_over_bookings_lists_them_and_asks(site: Site) -> None:
    desk, console = site.clinic.patient().books("Tue 24 Nov", "9am"), site.sign_in("reception")

    asked = console.sends("/staff/blocks", 409, **BLOCK)
    kept = next(field["value"] for field in asked.all("input") if field.get("name") == "kept")
    done = console.sends("/staff/blocks", **BLOCK, kept=kept)

    assert "Bookings stand in that time" in asked.text
    assert "No time is blocked." in asked.text
    assert "The bookings under it stand" in done.text
    assert desk.booking().reference in done.text
    assert desk.booking().status == "confirmed"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reason": " "}, "Write the reason first."),
        ({"end": "2026-11-24T07:00"}, "The end must come after the start."),
        ({"start": "25:00"}, "Write from when to when."),
        ({"end": ""}, "Write from when to when."),
        ({"start": "2026-11-01T08:00", "end": "2026-11-02T08:00"}, "That time is over."),
        ({"end": "2028-11-24T18:00"}, "A block lasts a year at most."),
        ({"what": "room room-9"}, "Choose what is blocked."),
    ],
)
def test_a_block_that_cannot_be_says_why(site: Site, changed: dict[str, str], said: str) -> None:
    page = site.sign_in("reception").sends("/staff/blocks", 409, **{**BLOCK, **changed})

    assert said in page.text
    assert "No time is blocked." in page.text


def test_the_administrator_reads_blocks_and_changes_none(site: Site) -> None:
    site.sign_in("reception").sends("/staff/blocks", **BLOCK)
    admin = site.sign_in("admin")

    page = admin.opens("/staff/blocks")

    assert "training" in page.text
    assert page.forms == ["/staff/sign-out"]


def test_the_waitlist_names_who_waits_and_for_what(site: Site) -> None:
    desk, console = site.clinic.patient().books(), site.sign_in("reception")
    assert "Nobody waits for a time." in console.opens("/staff/waitlist").text
    now, wish = site.clinic.clock.now(), {"days": ["2026-11-25"], "parts": ["morning"]}
    entry = WaitEntry(
        site.clinic.ids.new_id(),
        desk.conversation_id,
        "consultation",
        "jonas-lind",
        wish,
        date(2026, 12, 4),
        "waiting",
        now,
        now,
        hold_id=desk.booking().id,
    )
    with site.clinic.uows() as uow:
        uow.waitlist.add(entry)
        uow.commit()

    page = console.opens("/staff/waitlist")

    assert "Sam Green consultation Dr Jonas Lind Wed 25 Nov; morning Fri 4 Dec Tue 24 Nov, 9am" in page.text


def test_a_wish_is_written_for_the_desk() -> None:
    many = tuple(date(2026, 12, day) for day in range(1, 8))

    assert write_wish(Wish()) == "any time"
    assert write_wish(Wish(after=time(17), at=(time(18, 30),))) == "after 5pm; about 6:30pm"
    assert write_wish(Wish(days=many)).endswith("Fri 4 Dec, and 3 days more")
    assert write_wish(Wish(parts=frozenset(PartOfDay), before=time(12))).endswith("before midday")


def test_every_reason_has_its_sentence() -> None:
    for kind, sentences in REASONS.items():
        expected = set(kind) - {Permit.GRANTED} if kind is Permit else set(kind)
        assert set(sentences) == expected, kind


def test_times_of_a_form_are_the_clinics_and_never_guessed(site: Site) -> None:
    zone = site.app.state.parts.zone

    spring = read_stretch("2027-03-28T01:30", "2027-03-28T03:00", zone)
    autumn = read_stretch("2027-10-31T01:30", "2027-10-31T01:30", zone)

    assert spring is not None
    assert spring[0] < spring[1]
    assert autumn is not None
    assert (autumn[1] - autumn[0]).total_seconds() == 3600  # the hour that happens twice is blocked whole
    assert read_stretch("2027-03-28T01:30+00:00", "2027-03-28T03:00", zone) is None
    assert read_wanted("2026-11-24T09:00:00 amara-okafor") is None
    assert read_wanted("2026-11-24T09:00:00+00:00") is None
