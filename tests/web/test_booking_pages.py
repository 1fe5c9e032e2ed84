"""The page behind a booking's link: the least that is useful, for whoever holds the link and nobody else."""

import pytest
from icalendar import Calendar

from clinic.web.limits import Limit
from tests.web.console import Site, audited

UNCLEAR = ("treatment", "mesotherapy", "hair loss", "consultation", "injection")


def link_of(site: Site, desk) -> str:
    return f"/booking/{site.clinic.services.booking.links.token(desk.booking().id)}"


@pytest.fixture
def link(site: Site) -> str:
    """Of a booking on Wednesday at 10am; it is Monday."""
    return link_of(site, site.clinic.patient("C").books("Wed 25 Nov", "10am"))


def test_the_page_says_when_where_and_state_and_not_who_or_what_for(site: Site, link: str) -> None:
    page = site.visitor().opens(link)

    assert (
        "State Booked When Wednesday 25 November 2026 at 10am Where Wrenfield Hair Clinic, 14 Orchard"
        in page.text
    )
    source = page.source.lower().replace(site.clinic.services.booking.views.calendar.place.lower(), "")
    assert not [word for word in (*UNCLEAR, "sam", "green", "07700", "lind") if word in source]
    assert page.all("meta")[-1] == {"name": "robots", "content": "noindex"}


def test_the_calendar_file_is_neutral_and_current(site: Site, link: str) -> None:
    answer = site.visitor().client.get(f"{link}/calendar.ics")

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="appointment.ics"'
    assert answer.headers["cache-control"] == "no-store"
    assert (event["summary"], event["status"], event["sequence"]) == ("Appointment", "CONFIRMED", 0)


def test_cancelling_asks_first_and_then_frees_the_time(site: Site, link: str) -> None:
    visitor = site.visitor()

    asked = visitor.opens(f"{link}/cancel")
    still = visitor.opens(link)
    done = visitor.sends(f"{link}/cancel")

    assert asked.forms == [f"{link}/cancel"]
    assert "Booked" in still.text
    assert "State Cancelled" in done.text
    assert not site.clinic.bookings("confirmed")
    assert not site.clinic.reserved()
    assert ("patient", "cancel_booking") in audited(site.clinic)


def test_a_cancelled_booking_is_cancelled_once_and_leaves_the_calendar(site: Site, link: str) -> None:
    visitor = site.visitor()
    visitor.sends(f"{link}/cancel")

    again = visitor.sends(f"{link}/cancel")
    asked = visitor.opens(f"{link}/cancel")
    (event,) = Calendar.from_ical(visitor.client.get(f"{link}/calendar.ics").content).walk("VEVENT")

    assert "State Cancelled" in again.text
    assert asked.forms == []
    assert (event["status"], event["sequence"] > 0) == ("CANCELLED", True)


def test_the_cut_off_is_explained_before_and_after_it(site: Site, link: str) -> None:
    visitor = site.visitor()
    assert "You can move it or cancel it here until 24 hours before." in visitor.opens(link).text
    site.clinic.clock.move(hours=25)

    page = visitor.opens(link)
    refused = visitor.sends(f"{link}/cancel", 409)

    assert "It is less than 24 hours away, or it is over. To change it now, call us." in page.text
    assert "Call us: 01632 960141" in page.text
    assert "too late to change it here" in refused.text
    assert site.clinic.bookings("confirmed")


@pytest.mark.parametrize("path", ["", "/cancel", "/calendar.ics", "/nonsense"])
@pytest.mark.parametrize("wrong", ["nonsense", "x" * 5000, "%00", "..%2F..%2Fstaff"])
def test_a_wrong_link_is_a_friendly_page_with_the_phone(site: Site, wrong: str, path: str) -> None:
    page = site.visitor().opens(f"/booking/{wrong}{path}", 404)

    assert "01632 960141" in page.text


def test_a_booking_that_was_erased_has_no_page(site: Site) -> None:
    desk = site.clinic.patient("C").books("Wed 25 Nov", "10am")
    link = link_of(site, desk)
    site.clinic.services.conversations.erase(desk.conversation_id, actor="patient")

    page = site.visitor().opens(link, 404)

    assert page.title.startswith("We cannot find this booking")


def test_one_address_opens_only_so_many_links(site: Site, link: str) -> None:
    site.app.state.parts.link_limit = Limit(count=1, seconds=60)
    site.visitor().opens(link)

    page = site.visitor().opens(link, 429)

    assert "Wait a minute" in page.text


def test_another_site_cannot_cancel(site: Site, link: str) -> None:
    answer = site.visitor().client.post(f"{link}/cancel", headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert site.clinic.bookings("confirmed")


def test_the_link_tells_no_other_site_where_somebody_came_from(site: Site, link: str) -> None:
    headers = site.visitor().client.get(link).headers

    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
