"""Booking: an opening is picked, held, confirmed, moved, cancelled.

In reading order: desk (what the chat calls), gate (who may), form, times and questions (one message, one
question), plan and drafts (what is known so far), diary (openings and holds), making (the moment of a yes),
contact, links, views.
"""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from clinic.criteria.booking_titles import load_booking_titles
from clinic.criteria.profile import Profile
from clinic.services.booking.desk import BookingDesk, NextForm
from clinic.services.booking.diary import Diary, OpeningTaken
from clinic.services.booking.gate import Gate
from clinic.services.booking.links import ManageLinks
from clinic.services.booking.views import AgendaItem, BookingViews, ChangeTooLate, LinkUnknown, OwnBooking
from clinic.services.calendar import CalendarFiles
from clinic.services.ports import UnitOfWorkFactory
from clinic.services.ports.staff import StaffUser

__all__ = [
    "AgendaItem",
    "Bookings",
    "ChangeTooLate",
    "Diary",
    "Gate",
    "LinkUnknown",
    "ManageLinks",
    "NextForm",
    "OpeningTaken",
    "OwnBooking",
]


@dataclass(frozen=True)
class Bookings(BookingDesk):
    """Everything about bookings: what the chat calls, and what staff and patients see of them."""

    views: BookingViews

    def agenda(self, staff: StaffUser) -> tuple[AgendaItem, ...]:
        """Bookings and living holds from today on, by time. Raises NotPermitted."""
        return self.views.agenda(staff)

    @classmethod
    def of(
        cls,
        profile: Profile,
        uows: UnitOfWorkFactory,
        gate: Gate,
        links: ManageLinks,
        diary: Diary,
        mentions_health: Callable[[str], bool],
    ) -> "Bookings":
        titles = load_booking_titles()
        files = CalendarFiles(
            ZoneInfo(profile.clinic.time_zone), profile.clinic.address, titles["calendar_summary"]
        )
        views = BookingViews(uows, diary, gate, links, files)
        return cls(uows, diary, gate, links, titles, profile.clinic.country, mentions_health, views)
