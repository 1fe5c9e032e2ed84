"""Booking: an opening is picked, held, confirmed, moved, cancelled, waited for.

In reading order: desk (what the chat calls), counter (one transaction of it), office (its tools), gate (who
may), form, picking, details, times and questions (one message, one question), finding and proving (a
booking made elsewhere), waiting and offers (the waitlist), plan and drafts (what is known so far), diary
(openings and holds), making (the moment of a yes), by_link (the page behind a link), contact, links, views.
"""

from collections.abc import Callable
from dataclasses import dataclass

from clinic.criteria.booking_titles import load_booking_titles
from clinic.criteria.profile import Profile
from clinic.services.booking.by_link import ByLink, Kept, MoveRefused, Times
from clinic.services.booking.desk import BookingDesk, NextForm
from clinic.services.booking.diary import Diary, OpeningTaken
from clinic.services.booking.gate import Gate
from clinic.services.booking.links import ManageLinks
from clinic.services.booking.offers import Offers
from clinic.services.booking.office import Office
from clinic.services.booking.proving import Proving
from clinic.services.booking.views import BookingViews, ChangeTooLate, LinkUnknown, OwnBooking
from clinic.services.calendar import CalendarFiles
from clinic.services.clinic_hours import ClinicHours
from clinic.services.delivery import Delivery
from clinic.services.letters import Letters
from clinic.services.ports import UnitOfWorkFactory

__all__ = [
    "Bookings",
    "ChangeTooLate",
    "Diary",
    "Gate",
    "Kept",
    "LinkUnknown",
    "ManageLinks",
    "MoveRefused",
    "NextForm",
    "OpeningTaken",
    "OwnBooking",
    "Times",
]


@dataclass(frozen=True)
class Bookings(BookingDesk):
    """Everything about bookings: what the chat calls, what a link opens, and what the waitlist gets."""

    views: BookingViews
    by_link: ByLink
    offers: Offers

    @classmethod
    def of(
        cls,
        profile: Profile,
        uows: UnitOfWorkFactory,
        gate: Gate,
        links: ManageLinks,
        diary: Diary,
        mentions_health: Callable[[str], bool],
        letters: Letters,
        delivery: Delivery,
    ) -> "Bookings":
        titles = load_booking_titles()
        proving = Proving(diary.clock, diary.ids, letters, links.secret)
        office = Office(diary, gate, links, titles, profile.clinic.country, proving)
        return cls(
            **vars(office),
            uows=uows,
            mentions_health=mentions_health,
            views=BookingViews(uows, diary, gate, links, CalendarFiles.of(profile)),
            by_link=ByLink(uows, office, delivery),
            offers=Offers(uows, office, delivery, ClinicHours.of(profile).opening),
        )
