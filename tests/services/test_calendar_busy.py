"""Busy times: what stands in clinicians' own calendars is not offered, and the last good copy stands."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from clinic.http_out import HttpOut
from clinic.services.booking import OpeningTaken
from clinic.services.calendars.busy import SourceState
from clinic.services.ports.calls import OtherSystems
from tests.services.booking_world import Clinic, small_clinic
from tests.services.calendar_files import Answer, OtherServer, calendar, other_server

WEDNESDAY = date(2026, 11, 25)
MORNING = "DTSTART:20261125T090000Z\nDTEND:20261125T123000Z"
AT_TEN = "DTSTART:20261125T100000Z\nDTEND:20261125T103000Z"


@pytest.fixture
def other() -> Iterator[OtherServer]:
    with other_server() as made:
        made.answer = Answer(content=calendar(MORNING))
        yield made


type Open = Callable[..., Clinic]


@pytest.fixture
def opened(other: OtherServer, tmp_path: Path) -> Open:
    """A clinic that reads the calendar of Dr Lind, who alone works on Wednesdays."""

    def open_(**addresses: str | None) -> Clinic:
        read = addresses or {"jonas-lind": other.url("/private-of-lind.ics")}
        return small_clinic(
            tmp_path, others=OtherSystems(HttpOut(seconds=5), busy_addresses=_with_dashes(read))
        )

    return open_


@pytest.fixture
def clinic(opened: Open) -> Clinic:
    return opened()


def _with_dashes(addresses: dict[str, str | None]) -> dict[str, str | None]:
    return {name.replace("_", "-"): address for name, address in addresses.items()}


def offered(clinic: Clinic, day: date = WEDNESDAY) -> list[str]:
    """The times at which a consultation may begin that day."""
    with clinic.uows(reads_only=True) as uow:
        openings = clinic.services.booking.diary.openings(uow, "nobody", "consultation", day)
    return [f"{opening.starts_at:%H:%M}" for opening in openings]


def read_again(clinic: Clinic, minutes: float = 10) -> int:
    clinic.clock.move(minutes=minutes)
    return clinic.services.calendars.busy.read_due()


def state(clinic: Clinic) -> SourceState:
    (found,) = clinic.services.calendars.busy.states()
    return found


def test_busy_times_are_not_offered(clinic: Clinic) -> None:
    before = offered(clinic)

    assert clinic.services.calendars.busy.read_due() == 1

    assert "10:00" in before
    assert offered(clinic) == [time for time in before if time >= "13:30"]
    assert state(clinic).is_sound


def test_a_time_that_became_busy_after_it_was_offered_is_not_held(clinic: Clinic) -> None:
    desk = clinic.patient("C").begins().presses("Wed 25 Nov")
    clinic.services.calendars.busy.read_due()

    desk.presses("10am")

    assert "utter_booking_taken" in desk.names
    assert clinic.bookings("held") == []


def test_the_hold_itself_looks_in_its_own_transaction(clinic: Clinic) -> None:
    desk, diary = clinic.patient("C"), clinic.services.booking.diary
    clinic.services.calendars.busy.read_due()
    ten = datetime(2026, 11, 25, 10, tzinfo=UTC)

    with clinic.uows() as uow, pytest.raises(OpeningTaken):
        diary.keep(uow, desk.conversation_id, "consultation", ten)


def test_calendars_are_read_every_ten_minutes_and_replaced_as_a_whole(
    clinic: Clinic, other: OtherServer
) -> None:
    clinic.services.calendars.busy.read_due()
    other.answer = Answer(content=calendar(AT_TEN))

    assert read_again(clinic, minutes=9) == 0
    assert "09:00" not in offered(clinic)
    assert read_again(clinic, minutes=1) == 1
    assert "09:00" in offered(clinic)
    assert "10:00" not in offered(clinic)
    assert len(other.seen) == 2


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer(status=500), "refused (500)"),
        (Answer(status=301, headers={"Location": "https://elsewhere.example/"}), "redirected (301)"),
        (Answer(content=b"<html>Sign in</html>"), "not readable"),
        (Answer(content=calendar(AT_TEN)[:-30]), "not readable"),
        (Answer(content=calendar(AT_TEN) + b" " * 5_000_000), "too large"),
    ],
    ids=["an error", "a redirect", "a page", "half of it", "too large"],
)
def test_what_cannot_be_read_leaves_the_last_good_copy_and_is_said_without_its_address(
    clinic: Clinic,
    other: OtherServer,
    answer: Answer,
    problem: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    clinic.services.calendars.busy.read_due()
    good = offered(clinic)
    other.answer = answer

    with caplog.at_level(logging.INFO):
        assert read_again(clinic) == 0

    assert offered(clinic) == good
    assert (state(clinic).problem, state(clinic).is_sound) == (problem, False)
    assert f"the calendar of jonas-lind was not read: {problem}" in caplog.text
    assert "private-of-lind" not in caplog.text


def test_a_copy_of_last_week_still_blocks_and_is_called_stale(clinic: Clinic, other: OtherServer) -> None:
    other.answer = Answer(content=calendar("DTSTART;VALUE=DATE:20261202"))
    clinic.services.calendars.busy.read_due()
    other.answer = Answer(status=503)

    read_again(clinic, minutes=7 * 24 * 60)

    assert offered(clinic, date(2026, 12, 2)) == []
    assert state(clinic).is_stale
    other.answer = Answer(content=calendar())
    read_again(clinic)
    assert offered(clinic, date(2026, 12, 2)) != []
    assert state(clinic).is_sound


def test_our_own_feed_shown_in_the_calendar_that_we_read_blocks_nothing(
    clinic: Clinic, other: OtherServer
) -> None:
    desk = clinic.patient("C").books("Wed 25 Nov", "10am")
    feeds, links = clinic.services.calendars.feeds, clinic.services.booking.links
    secret = feeds.links.all()[-1].url.rpartition("/")[2].removesuffix(".ics")
    other.answer = Answer(content=feeds.by_secret(secret).content)
    token = links.token(desk.booking().id)
    clinic.services.calendars.busy.read_due()

    clinic.services.booking.views.cancel_by_link(token)

    assert "10:00" in offered(clinic)


def test_a_busy_time_over_a_booking_changes_nothing_and_is_listed(clinic: Clinic) -> None:
    desk = clinic.patient("C").books("Wed 25 Nov", "10am")
    booking = desk.booking()

    clinic.services.calendars.busy.read_due()

    assert desk.booking() == booking
    [meeting] = clinic.services.calendars.overview(clinic.staff("reception")).meetings
    assert (meeting.booking, meeting.clinician_name) == (booking, "Dr Jonas Lind")
    assert meeting.busy.starts_at == datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_a_booking_beside_a_busy_time_is_not_listed(clinic: Clinic, other: OtherServer) -> None:
    other.answer = Answer(content=calendar("DTSTART:20261125T103000Z\nDURATION:PT1H"))
    clinic.patient("C").books("Wed 25 Nov", "10am")

    clinic.services.calendars.busy.read_due()

    assert clinic.services.calendars.busy.meetings() == ()


def test_the_calendar_of_one_clinician_leaves_the_others_alone(clinic: Clinic, other: OtherServer) -> None:
    other.answer = Answer(content=calendar("DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261126"))
    tuesday = offered(clinic, date(2026, 11, 24))

    clinic.services.calendars.busy.read_due()

    assert offered(clinic) == []
    assert offered(clinic, date(2026, 11, 24)) == tuesday != []


def test_a_calendar_that_is_read_no_more_blocks_no_more(opened: Open, other: OtherServer) -> None:
    first = opened()
    first.services.calendars.busy.read_due()
    busy = first.services.calendars.busy

    other.answer = Answer(content=calendar())
    type(busy)(busy.uows, busy.calls, busy.diary, {"amara-okafor": other.url()}).read_due()

    assert "10:00" in offered(first)


def test_an_address_that_is_not_set_is_said(opened: Open) -> None:
    clinic = opened(jonas_lind=None)

    clinic.services.calendars.busy.read_due()

    assert (state(clinic).problem, state(clinic).read_at) == ("no address set", None)
    assert "10:00" in offered(clinic)


def test_of_two_workers_one_reads(clinic: Clinic) -> None:
    busy, now = clinic.services.calendars.busy, clinic.clock.now()

    assert [busy._claim("jonas-lind"), busy._claim("jonas-lind")] == [True, False]

    clinic.clock.move(minutes=10)
    assert [busy._claim("jonas-lind"), busy._claim("jonas-lind")] == [True, False]
    assert clinic.clock.now() - now == timedelta(minutes=10)


def test_busy_times_hold_no_word_of_the_calendar(clinic: Clinic, other: OtherServer) -> None:
    other.answer = Answer(content=calendar(f"SUMMARY:Dentist of Jonas\nLOCATION:Secret Lane\n{MORNING}"))
    clinic.services.calendars.busy.read_due()

    with clinic.uows(reads_only=True) as uow:
        kept = uow.calendars.busy(clinic.clock.now(), clinic.clock.now() + timedelta(days=9))
    assert len(kept) == 1
    assert "Dentist" not in repr(kept)
