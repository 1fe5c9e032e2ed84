"""Calendar entries (iCalendar). They say when and where, and nothing that tells a bystander what for.

One booking is one UID for ever, and every change raises its SEQUENCE: a calendar replaces what it had.
By RFC 5546 a file to download publishes (no guest), a mail invites (organiser, guest), and both can cancel.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from clinic.criteria.booking_titles import load_booking_titles
from clinic.criteria.profile import Profile
from clinic.criteria.sender import Sender
from clinic.services.ports.bookings import Booking
from clinic.services.ports.letters import CalendarEntry

PRODUCT: Final = "-//Appointments//EN"  # whose program it is says what for
CANCELLED: Final = "cancelled"
CANCEL: Final = "CANCEL"


@dataclass(frozen=True)
class CalendarFiles:
    """Makes one event a file. `summary` is neutral on purpose: a phone shows it on its lock screen."""

    zone: ZoneInfo
    place: str
    summary: str
    organiser: Sender

    @classmethod
    def of(cls, profile: Profile) -> "CalendarFiles":
        clinic, titles = profile.clinic, load_booking_titles()
        organiser = profile.mail.sender(clinic.email)
        return cls(ZoneInfo(clinic.time_zone), clinic.address, titles["calendar_summary"], organiser)

    def file(self, booking: Booking, now: datetime) -> bytes:
        """The event as it stands, to download; a calendar that has it already replaces it."""
        method = CANCEL if booking.status == CANCELLED else "PUBLISH"
        return self._written(method, self._event(booking, now))

    def invitation(self, booking: Booking, now: datetime, guest: str) -> CalendarEntry:
        """The event as it stands, for a mail to `guest`: calendars put it in, move it, take it out."""
        method = CANCEL if booking.status == CANCELLED else "REQUEST"
        event = self._event(booking, now)
        event.add("attendee", _guest(guest), encode=False)
        return CalendarEntry(method, self._written(method, event))

    def _written(self, method: str, event: Event) -> bytes:
        calendar = Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("method", method)
        calendar.add_component(event)
        year = event.start.year  # the zone's rules around the visit are enough
        calendar.add_missing_timezones(date(year - 1, 1, 1), date(year + 1, 12, 31))
        return bytes(calendar.to_ical())

    def _event(self, booking: Booking, now: datetime) -> Event:
        event = Event()
        event.add("uid", booking.calendar_uid)
        event.add("sequence", booking.calendar_sequence)
        event.add("dtstamp", now)
        event.add("last-modified", booking.changed_at)
        event.add("dtstart", booking.starts_at.astimezone(self.zone))
        event.add("dtend", booking.ends_at.astimezone(self.zone))
        event.add("summary", self.summary)
        event.add("location", self.place)
        event.add("organizer", _organiser(self.organiser), encode=False)
        event.add("class", "PRIVATE")
        event.add("status", "CANCELLED" if booking.status == CANCELLED else "CONFIRMED")
        return event


def _organiser(sender: Sender) -> vCalAddress:
    address = vCalAddress(f"mailto:{sender.address}")
    address.params["cn"] = sender.name
    return address


def _guest(guest: str) -> vCalAddress:
    """The patient has said yes already: no calendar need ask again, or answer us."""
    address = vCalAddress(f"mailto:{guest}")
    address.params.update({"role": "REQ-PARTICIPANT", "partstat": "ACCEPTED", "rsvp": "FALSE"})
    return address
