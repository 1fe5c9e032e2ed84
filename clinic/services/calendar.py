"""Calendar files (iCalendar). They say when and where, and nothing that tells a bystander what for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from clinic.services.ports.bookings import Booking

PRODUCT: Final = "-//Mesochat//Booking//EN"
CANCELLED: Final = "cancelled"


@dataclass(frozen=True)
class CalendarFiles:
    """Makes one event a file. `summary` is neutral on purpose: a phone shows it on its lock screen."""

    zone: ZoneInfo
    place: str
    summary: str

    def file(self, booking: Booking, now: datetime) -> bytes:
        """The event as it stands; the same UID with a higher SEQUENCE replaces what was sent before."""
        is_cancelled = booking.status == CANCELLED
        calendar = Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("method", "CANCEL" if is_cancelled else "PUBLISH")
        calendar.add_component(self._event(booking, now, is_cancelled=is_cancelled))
        year = booking.starts_at.year  # the zone's rules around the visit are enough
        calendar.add_missing_timezones(date(year - 1, 1, 1), date(year + 1, 12, 31))
        return bytes(calendar.to_ical())

    def _event(self, booking: Booking, now: datetime, *, is_cancelled: bool) -> Event:
        event = Event()
        event.add("uid", booking.calendar_uid)
        event.add("sequence", booking.calendar_sequence)
        event.add("dtstamp", now)
        event.add("last-modified", booking.changed_at)
        event.add("dtstart", booking.starts_at.astimezone(self.zone))
        event.add("dtend", booking.ends_at.astimezone(self.zone))
        event.add("summary", self.summary)
        event.add("location", self.place)
        event.add("class", "PRIVATE")
        event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
        return event
