"""Calendar feeds over the web, and the console's page about calendars."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from icalendar import Calendar

from clinic.http_out import HttpOut
from clinic.logic.webhook_signature import signing_key
from clinic.services.ports.calls import OtherSystems, Receiver
from clinic.web.limits import Limit
from tests.services.booking_world import Clinic, small_clinic
from tests.services.calendar_files import Answer, OtherServer, calendar, other_server
from tests.web.console import Site, audited

UNCLEAR = ("treatment", "mesotherapy", "hair", "consult", "injection", "sam", "green", "7700", "health")
PAGE = "/staff/calendars"


def link_of(site: Site, title: str) -> str:
    """The path of a feed, as the console shows it to an administrator."""
    links = site.clinic.services.calendars.feeds.links.all()
    return next(link.url for link in links if link.title == title).removeprefix("https://clinic.example")


def ask(site: Site, path: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return site.visitor().client.get(path, headers=named)


def entries(answer: httpx.Response) -> list:
    return Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.fixture
def lind(site: Site) -> str:
    return link_of(site, "Dr Jonas Lind")


def test_a_feed_shows_the_clinicians_bookings_and_no_word_of_who_or_what_for(site: Site, lind: str) -> None:
    booking = site.clinic.patient("C").books("Wed 25 Nov", "10am").booking()
    site.clinic.patient("C").books("Tue 24 Nov", "9am")

    answer = ask(site, lind)

    [entry] = entries(answer)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert (entry["uid"], entry["sequence"]) == (booking.calendar_uid, 0)
    assert (entry["summary"], entry["location"]) == (f"Talk {booking.reference}", "room-2")
    assert (entry["dtstart"].dt.isoformat(), entry["status"]) == ("2026-11-25T10:00:00+00:00", "CONFIRMED")
    assert entry["last-modified"].dt == booking.changed_at
    assert not [word for word in UNCLEAR if word in answer.text.lower()]


def test_a_feed_tells_programs_its_zone_and_when_to_look_again(site: Site, lind: str) -> None:
    site.clinic.patient("C").books("Wed 25 Nov", "10am")

    text = ask(site, lind).text

    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/London" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n" in text
    assert "X-PUBLISHED-TTL:PT15M\r\n" in text
    assert "DTSTART;TZID=Europe/London:20261125T100000\r\n" in text


def test_holds_and_cancelled_bookings_are_not_shown(site: Site, lind: str) -> None:
    site.clinic.patient("C").picks_a_time("Wed 25 Nov", "9am")
    gone = site.clinic.patient("C").books("Wed 25 Nov", "10am").booking()
    links = site.clinic.services.booking.links
    assert len(entries(ask(site, lind))) == 1

    site.clinic.services.booking.views.cancel_by_link(links.token(gone.id))

    assert entries(ask(site, lind)) == []


def test_what_was_is_shown_for_ninety_days(site: Site, lind: str) -> None:
    site.clinic.patient("C").books("Wed 25 Nov", "10am")

    site.clinic.clock.move(days=90)
    assert len(entries(ask(site, lind))) == 1
    site.clinic.clock.move(days=3)
    assert entries(ask(site, lind)) == []


def test_the_whole_clinic_has_a_feed(site: Site) -> None:
    site.clinic.patient("C").books("Wed 25 Nov", "10am")
    site.clinic.patient("C").books("Tue 24 Nov", "9am")

    assert len(entries(ask(site, link_of(site, "The whole clinic")))) == 2


def test_blocked_time_is_shown_to_whom_it_concerns_and_without_its_reason(site: Site, lind: str) -> None:
    staff, block = site.clinic.staff("reception"), site.clinic.services.desk.blocking.block
    day = (datetime(2026, 11, 25, 8, tzinfo=UTC), datetime(2026, 11, 25, 18, tzinfo=UTC))
    for where in (("clinic", None), ("clinician", "jonas-lind"), ("clinician", "amara-okafor")):
        made = block(staff, where, day, "hair course of Sam", ())
    block(staff, ("room", "room-2"), day, "painting", ())

    answer = ask(site, lind)

    assert [str(entry["summary"]) for entry in entries(answer)] == ["Not bookable", "Not bookable"]
    assert not [word for word in UNCLEAR if word in answer.text.lower()]
    assert len(entries(ask(site, link_of(site, "The whole clinic")))) == 4
    site.clinic.services.desk.blocking.lift(made.id, staff)
    assert len(entries(ask(site, link_of(site, "The whole clinic")))) == 3


def test_a_program_that_has_the_feed_is_told_so(site: Site, lind: str) -> None:
    site.clinic.patient("C").books("Wed 25 Nov", "10am")
    site.clinic.clock.move(minutes=1)
    first = ask(site, lind)
    tag, date = first.headers["etag"], first.headers["last-modified"]

    assert ask(site, lind, If_None_Match=tag).status_code == 304
    assert ask(site, lind, If_None_Match=f'"other", W/{tag}').status_code == 304
    assert ask(site, lind, If_Modified_Since=date).status_code == 304
    assert ask(site, lind, If_None_Match='"other"', If_Modified_Since=date).status_code == 200
    unchanged = ask(site, lind, If_None_Match=tag)
    assert (unchanged.content, unchanged.headers["etag"]) == (b"", tag)


def test_every_change_makes_it_another_feed(site: Site, lind: str) -> None:
    desk = site.clinic.patient("C").books("Wed 25 Nov", "10am")
    site.clinic.clock.move(minutes=1)
    first = ask(site, lind).headers

    site.clinic.services.conversations.erase(desk.conversation_id, actor="patient")

    again = ask(site, lind, If_None_Match=first["etag"], If_Modified_Since=first["last-modified"])
    by_date = ask(site, lind, If_Modified_Since=first["last-modified"])
    assert (again.status_code, by_date.status_code) == (200, 200)
    assert again.headers["etag"] != first["etag"]


def test_a_change_of_this_second_has_no_date_yet(site: Site, lind: str) -> None:
    site.clinic.patient("C").books("Wed 25 Nov", "10am")

    assert "last-modified" not in ask(site, lind).headers


@pytest.mark.parametrize("secret", ["nonsense", "x" * 5000, "%00", "é", ""])
def test_another_address_shows_nothing(site: Site, secret: str) -> None:
    assert ask(site, f"/calendar/{secret}.ics").status_code == 404


def test_a_new_number_makes_old_links_void(site: Site, lind: str) -> None:
    links = site.clinic.services.calendars.feeds.links
    newer = replace(links, version=links.version + 1)

    assert not {link.url for link in newer.all()} & {link.url for link in links.all()}
    assert lind not in repr(links.all())


def test_one_address_asks_only_so_often(site: Site, lind: str) -> None:
    site.app.state.parts.feed_limit = Limit(count=1, seconds=60)
    ask(site, lind)

    answer = ask(site, lind)

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def test_only_administrators_see_the_links(site: Site, lind: str) -> None:
    assert lind in site.sign_in("admin").opens(PAGE).source
    for role in ("reception", "clinician"):
        assert "/calendar/" not in site.sign_in(role).opens(PAGE).source


def test_a_clinic_without_other_systems_is_told_so(site: Site) -> None:
    page = site.sign_in("reception").opens(PAGE)

    assert "No booking meets anything" in page.text
    assert "None is named in the clinic’s profile." in page.text
    assert "None is named in the settings." in page.text


@pytest.fixture
def other() -> Iterator[OtherServer]:
    with other_server() as made:
        yield made


@pytest.fixture
def linked(other: OtherServer, tmp_path: Path) -> Clinic:
    """A clinic whose webhook and one calendar are on that server."""
    key = signing_key(f"whsec_{base64.b64encode(b'k' * 32).decode()}")
    others = OtherSystems(
        HttpOut(), Receiver(other.url("/hook"), key), {"jonas-lind": other.url(), "amara-okafor": None}
    )
    return small_clinic(tmp_path, others=others)


def test_the_console_shows_what_was_read_what_meets_and_what_was_not_told(
    linked: Clinic, other: OtherServer
) -> None:
    console = Site.of(linked).sign_in("reception")
    linked.patient("C").books("Wed 25 Nov", "10am")
    other.answer = Answer(content=calendar("DTSTART:20261125T101500Z\nDURATION:PT2H"))
    linked.services.calendars.run_due()
    event_id = next(headers["webhook-id"] for method, _, headers, _ in other.seen if method == "POST")
    with linked.uows() as uow:
        uow.calendars.change_event(event_id, given_up_at=linked.clock.now())
        uow.commit()

    page = console.opens(PAGE)

    assert "Wed 25 Nov, 10am to 10:30am Dr Jonas Lind" in page.text
    assert "Dr Jonas Lind Mon 23 Nov, 10am in order" in page.text
    assert "Dr Amara Okafor never no address set" in page.text
    assert "could not be told for three days: 1." in page.text
    assert "An administrator can send them again." in page.text
    assert f"{other.port}" not in page.source


def test_an_administrator_sends_again_what_was_given_up(linked: Clinic, other: OtherServer) -> None:
    site = Site.of(linked)
    linked.patient("C").books("Wed 25 Nov", "10am")
    other.answer = Answer(status=500)
    linked.services.calendars.jobs.run_due()
    linked.clock.move(seconds=timedelta(days=4).total_seconds())
    linked.services.calendars.jobs.run_due()
    admin = site.sign_in("admin")
    assert admin.opens(PAGE).forms == ["/staff/sign-out", f"{PAGE}/send-again"]

    page = admin.sends(f"{PAGE}/send-again")
    other.answer = Answer()
    linked.services.calendars.jobs.run_due()

    assert "on its way again" in page.text
    assert "Nothing was given up." in admin.opens(PAGE).text
    assert [method for method, *_ in other.seen] == ["POST", "POST"]
    assert (admin.user.id, "send_webhook_again") in audited(linked)
