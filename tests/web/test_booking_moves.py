"""Moving a booking behind its link, and taking a time that the waitlist offers: plain forms, no script."""

import re

import pytest

from tests.services.booking_world import AtDesk, small_clinic
from tests.web.console import Console, Site, audited
from tests.web.strict_pages import Page

FRIDAY_TEN = "2026-11-27T10:00:00+00:00"
UNCLEAR = (
    "treatment",
    "mesotherapy",
    "hair loss",
    "consultation",
    "injection",
    "sam",
    "green",
    "07700",
    "lind",
)


@pytest.fixture
def desk(site: Site) -> AtDesk:
    """A booking on Wednesday at 10am; it is Monday."""
    return site.clinic.patient("C").books("Wed 25 Nov", "10am")


@pytest.fixture
def link(site: Site, desk: AtDesk) -> str:
    return f"/booking/{site.clinic.services.booking.links.token(desk.booking().id)}"


def keeps(visitor: Console, link: str, starts_at: str = FRIDAY_TEN, status: int = 200) -> Page:
    return visitor.sends(f"{link}/move", status, starts_at=starts_at)


def hold_of(page: Page) -> str:
    return re.search(r'name="hold" value="(\w+)"', page.source)[1]


def test_a_day_and_a_time_are_picked_and_looked_at_before_anything_changes(site, desk, link) -> None:
    visitor = site.visitor()
    assert f'href="{link}/move"' in visitor.opens(link).source

    picked = visitor.opens(f"{link}/move?day=2026-11-27")
    assert "Times on Friday 27 November" in picked.text
    assert f'value="{FRIDAY_TEN}"' in picked.source
    asked = keeps(visitor, link)

    assert asked.title.startswith("Is this the right time?")
    assert "New Friday 27 November 2026 at 10am" in asked.text
    assert "until 10:15am today" in asked.text
    assert f"{desk.bookings('confirmed')[0].starts_at:%d}" == "25"
    for page in (picked, asked):
        assert not [word for word in UNCLEAR if word in page.source.lower().replace("wrenfield hair", "")]


def test_a_yes_moves_it_keeps_the_link_and_frees_the_old_time(site, desk, link) -> None:
    visitor = site.visitor()
    before = desk.booking()

    done = visitor.sends(f"{link}/move/confirm", hold=hold_of(keeps(visitor, link)))

    assert "State Booked When Friday 27 November 2026 at 10am" in done.text
    moved = desk.booking()
    assert (moved.id, moved.reference, moved.calendar_sequence) == (before.id, before.reference, 1)
    assert site.clinic.reserved() == {moved.id}
    assert ("patient", "move_booking") in audited(site.clinic)


def test_a_time_just_taken_says_so_and_shows_others(site, desk, link) -> None:
    other = site.clinic.patient("C").books("Fri 27 Nov", "10am")

    page = keeps(site.visitor(), link, status=409)

    assert "Someone else has just taken that time. These are still free." in page.text
    assert "Times on Friday 27 November" in page.text
    assert f'value="{FRIDAY_TEN}"' not in page.source
    assert other.booking().status == "confirmed"


def test_two_who_want_one_time_get_it_once(site, desk, link) -> None:
    other = site.clinic.patient("C").books("Wed 25 Nov", "11am")
    second = f"/booking/{site.clinic.services.booking.links.token(other.booking().id)}"
    first_hold = hold_of(keeps(site.visitor(), link))

    keeps(site.visitor(), second, status=409)
    site.visitor().sends(f"{link}/move/confirm", hold=first_hold)

    starts = sorted(f"{booking.starts_at:%d %H}" for booking in site.clinic.bookings("confirmed"))
    assert starts == ["25 11", "27 10"]


def test_a_hold_that_ran_out_moves_nothing_and_offers_again(site, desk, link) -> None:
    visitor = site.visitor()
    hold = hold_of(keeps(visitor, link))
    site.clinic.clock.move(minutes=15)

    page = visitor.sends(f"{link}/move/confirm", 409, hold=hold)

    assert "We could keep that time for 15 minutes only. Nothing has changed." in page.text
    assert f"{desk.bookings('confirmed')[0].starts_at:%d}" == "25"


@pytest.mark.parametrize("hold", ["", "nonsense", "0" * 32])
def test_a_made_up_hold_moves_nothing(site, desk, link, hold: str) -> None:
    site.visitor().sends(f"{link}/move/confirm", 409, hold=hold)

    assert f"{desk.booking().starts_at:%d}" == "25"


def test_the_hold_of_another_patient_is_no_hold_of_mine(site, desk, link) -> None:
    other = site.clinic.patient("C").picks_a_time("Fri 27 Nov", "10am")

    site.visitor().sends(f"{link}/move/confirm", 409, hold=other.booking().id)

    assert f"{desk.booking().starts_at:%d}" == "25"
    assert other.booking().status == "held"


@pytest.mark.parametrize("starts_at", ["", "tomorrow", "2026-11-27T10:00:00", "2020-01-01T10:00:00+00:00"])
def test_no_time_or_no_such_time_changes_nothing_and_asks_again(site, desk, link, starts_at: str) -> None:
    page = keeps(site.visitor(), link, starts_at, status=409)

    assert "Move your appointment" in page.title
    assert f"{desk.booking().starts_at:%d}" == "25"


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-29", "2020-01-01", "2026-11-29"])
def test_a_day_that_is_none_shows_the_first_that_is_free(site, desk, link, day: str) -> None:
    assert "Times on Monday 23 November" in site.visitor().opens(f"{link}/move?day={day}").text


def test_a_late_change_is_for_a_person(site, desk, link) -> None:
    visitor = site.visitor()
    hold = hold_of(keeps(visitor, link))
    site.clinic.clock.move(hours=25)

    for page in (
        visitor.opens(f"{link}/move", 409),
        keeps(visitor, link, status=409),
        visitor.sends(f"{link}/move/confirm", 409, hold=hold),
    ):
        assert "too late to change it here" in page.text
        assert "Call us: 01632 960141" in page.text
    assert f'href="{link}/move"' not in visitor.opens(link).source


def test_what_the_gate_refuses_is_for_a_person(site, desk, link) -> None:
    desk.change_conversation(booking_block="red_flag")

    page = site.visitor().opens(f"{link}/move", 409)

    assert "We cannot do this here. Nothing has changed." in page.text
    assert "Call us: 01632 960141" in page.text


def test_a_cancelled_booking_cannot_be_moved(site, desk, link) -> None:
    visitor = site.visitor()
    visitor.sends(f"{link}/cancel")

    assert "State Cancelled" in visitor.opens(f"{link}/move").text
    assert "State Cancelled" in keeps(visitor, link).text
    assert site.clinic.reserved() == set()


def test_another_site_can_neither_keep_nor_move(site, desk, link) -> None:
    for path, form in (("move", {"starts_at": FRIDAY_TEN}), ("move/confirm", {"hold": "x"}), ("take", {})):
        answer = site.visitor().client.post(
            f"{link}/{path}", data=form, headers={"Origin": "https://evil.example"}
        )
        assert answer.status_code == 403


@pytest.mark.parametrize("answer", ["take", "pass"])
def test_an_offered_time_is_taken_or_passed_on_by_its_link(tmp_path, answer: str) -> None:
    site = Site.of(small_clinic(tmp_path, lengths={"consultation": 210, "treatment": 60}))
    booked = site.clinic.patient("C").books("Wed 25 Nov", "9am")
    site.clinic.patient("C").books("Wed 25 Nov", "1:30pm")
    waiting = site.clinic.patient("C").begins().says("25 november").presses("Wait for a time")
    waiting.says("Ann Lee").says("ann@mail.example")
    booked.cancels().presses("Yes")
    site.clinic.services.booking.offers.run()
    link = f"/booking/{site.clinic.services.booking.links.token(waiting.booking().id)}"
    visitor = site.visitor()

    asked = visitor.opens(link)
    assert "State Kept for you until 11am today When Wednesday 25 November 2026 at 9am" in asked.text
    assert asked.forms == [f"{link}/take", f"{link}/pass"]
    done = visitor.sends(f"{link}/{answer}")

    assert ("State Booked" if answer == "take" else "State Not booked") in done.text
    again = visitor.client.post(f"{link}/take")
    assert again.status_code == 409
    assert "This time is free for others again" in again.text or answer == "take"
