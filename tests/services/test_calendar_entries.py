"""Calendar entries as a calendar program reads them: who, when, which method, clocks going both ways."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from clinic.services.calendar import CalendarFiles
from clinic.services.ports.bookings import Booking
from tests.fakes import MONDAY_MORNING
from tests.services.world import PROFILE

LONDON = ZoneInfo("Europe/London")
FILES = CalendarFiles.of(PROFILE)
GUEST = "sam@mail.example"
BOOKING = Booking(
    id="b1",
    reference="ABCD2345",
    conversation_id="c1",
    appointment_type="treatment",
    clinician="amara-okafor",
    room="room-1",
    starts_at=datetime(2026, 11, 24, 9, tzinfo=LONDON),
    ends_at=datetime(2026, 11, 24, 10, tzinfo=LONDON),
    status="confirmed",
    calendar_uid="b1@wrenfield.example",
    created_at=MONDAY_MORNING,
    changed_at=MONDAY_MORNING,
)


def read(content: bytes) -> tuple[Calendar, Event]:
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_a_mail_invites_the_patient_by_name_of_the_organiser() -> None:
    entry = FILES.invitation(BOOKING, MONDAY_MORNING, GUEST)

    calendar, event = read(entry.content)
    assert entry.method == calendar["method"] == "REQUEST"
    assert event["organizer"] == "mailto:hello@wrenfield.example"
    assert event["attendee"] == "mailto:sam@mail.example"
    assert event["attendee"].params["partstat"] == "ACCEPTED"
    assert (event["uid"], event["sequence"], event["status"]) == ("b1@wrenfield.example", 0, "CONFIRMED")
    assert event.decoded("dtstamp") == MONDAY_MORNING


def test_a_file_to_download_publishes_and_has_no_guest() -> None:
    calendar, event = read(FILES.file(BOOKING, MONDAY_MORNING))

    assert calendar["method"] == "PUBLISH"
    assert "attendee" not in event
    assert "organizer" in event  # RFC 5546 3.2.1 asks for one


def test_moving_keeps_the_uid_and_raises_the_sequence_and_cancelling_too() -> None:
    moved = replace(BOOKING, calendar_sequence=1, starts_at=BOOKING.starts_at + timedelta(days=1))
    cancelled = replace(moved, calendar_sequence=2, status="cancelled")

    _, first = read(FILES.invitation(moved, MONDAY_MORNING, GUEST).content)
    off = FILES.invitation(cancelled, MONDAY_MORNING, GUEST)
    calendar, second = read(off.content)

    assert first["uid"] == second["uid"] == "b1@wrenfield.example"
    assert (first["sequence"], second["sequence"]) == (1, 2)
    assert off.method == calendar["method"] == "CANCEL"
    assert second["status"] == "CANCELLED"


def test_nothing_in_it_tells_what_the_visit_is_for() -> None:
    text = FILES.invitation(BOOKING, MONDAY_MORNING, GUEST).content.decode().lower()

    assert not [word for word in ("hair", "treatment", "okafor", "clinic", "meso", "scalp") if word in text]


@pytest.mark.parametrize(
    ("written", "offset"),
    [
        ("2026-10-24T09:00", 1),
        ("2026-10-25T09:00", 0),  # the clocks went back in the night
        ("2027-03-27T09:00", 0),
        ("2027-03-28T09:00", 1),  # and forward
        ("2026-12-31T23:30", 0),
    ],
)
def test_the_time_is_the_clinics_on_either_side_of_a_clock_change(written: str, offset: int) -> None:
    local = datetime.fromisoformat(written)
    starts_at = local.replace(tzinfo=LONDON)
    booking = replace(BOOKING, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30))

    calendar, event = read(FILES.file(booking, MONDAY_MORNING))

    found = event.decoded("dtstart")
    assert found.replace(tzinfo=None) == local
    assert found.utcoffset() == timedelta(hours=offset)
    assert event["dtstart"].params["tzid"] == "Europe/London"
    # By the rules in the file itself, for programs that know no zone by name.
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone.to_tz(lookup_tzid=False).utcoffset(local) == timedelta(hours=offset)


def test_lines_are_short_and_end_as_the_format_wants() -> None:
    content = FILES.invitation(BOOKING, MONDAY_MORNING, GUEST).content

    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
