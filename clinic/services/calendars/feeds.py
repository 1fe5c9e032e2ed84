"""Calendar feeds: what a calendar program subscribes to, to show a clinician's bookings or all of them.

An entry says when, in which room and under which reference. Who comes, and what for, stays in the console.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from icalendar import Calendar, Event, vDuration

from clinic.logic.blocks import BlockScope
from clinic.services.booking.diary import Diary
from clinic.services.calendars.feed_links import FeedLinks
from clinic.services.ports import UnitOfWorkFactory
from clinic.services.ports.blocks import BlockedTime
from clinic.services.ports.bookings import Booking

PRODUCT: Final = "-//Mesochat//Feed//EN"
BACK: Final = timedelta(days=90)
REFRESH: Final = timedelta(minutes=15)  # how often calendar programs are asked to look again


@dataclass(frozen=True)
class Feed:
    """A feed as it stands; `changed_at` is when something in it may have changed last."""

    content: bytes
    changed_at: datetime

    @property
    def tag(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:32]


@dataclass(frozen=True)
class Feeds:
    uows: UnitOfWorkFactory
    diary: Diary
    links: FeedLinks
    titles: Mapping[str, str]

    def by_secret(self, secret: str) -> Feed:
        """The feed of this secret as it stands. Raises FeedUnknown."""
        return self._feed(self.links.opened_by(secret))

    def _feed(self, clinician: str) -> Feed:
        horizon, zone = self.diary.horizon(), self.diary.zone
        midnight = datetime.combine(horizon.today, time(), zone).astimezone(UTC)
        end = datetime.combine(horizon.latest + timedelta(days=1), time(), zone)
        with self.uows(reads_only=True) as uow:
            visits = uow.calendars.visits(midnight - BACK, end, clinician or None)
            blocks = uow.blocks.between(midnight - BACK, end)
            changed_at = uow.calendars.changed_at()
        concerning = [block for block in blocks if not clinician or _concerns(block, clinician)]
        entries = (*(self._visit(visit) for visit in visits), *(self._block(block) for block in concerning))
        content = self._calendar(entries, self.links.titles[clinician], midnight, end)
        # The stretch of time that is shown moves on at midnight: then, too, the feed is another.
        return Feed(content, max(changed_at or midnight, midnight))

    def _calendar(self, entries: Iterable[Event], title: str, midnight: datetime, end: datetime) -> bytes:
        calendar = Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", f"{self.titles['feed_title']}: {title}")
        calendar.add("x-wr-timezone", str(self.diary.zone))
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))
        for entry in entries:
            calendar.add_component(entry)
        calendar.add_missing_timezones((midnight - BACK).date() - timedelta(days=365), end.date())
        return bytes(calendar.to_ical())

    def _visit(self, visit: Booking) -> Event:
        entry = self._entry(visit, visit.changed_at)
        entry.add("uid", visit.calendar_uid)
        entry.add("sequence", visit.calendar_sequence)
        entry.add("summary", f"{self.titles[f'feed_{visit.appointment_type}']} {visit.reference}")
        entry.add("location", visit.room)
        return entry

    def _block(self, block: BlockedTime) -> Event:
        """The reason is for the console: it may name somebody."""
        entry = self._entry(block, block.created_at)
        entry.add("uid", f"{block.id}@{self.diary.mail_domain}")
        entry.add("sequence", 0)
        entry.add("summary", self.titles["feed_blocked"])
        if block.scope == BlockScope.ROOM:
            entry.add("location", block.resource)
        return entry

    def _entry(self, time_taken: Booking | BlockedTime, changed_at: datetime) -> Event:
        zone, entry = self.diary.zone, Event()
        entry.add("dtstamp", changed_at)  # not the time of asking: the same state is the same bytes
        entry.add("last-modified", changed_at)
        entry.add("dtstart", time_taken.starts_at.astimezone(zone))
        entry.add("dtend", time_taken.ends_at.astimezone(zone))
        entry.add("class", "PRIVATE")
        entry.add("transp", "OPAQUE")
        entry.add("status", "CONFIRMED")
        return entry


def _concerns(block: BlockedTime, clinician: str) -> bool:
    is_theirs = block.scope == BlockScope.CLINICIAN and block.resource == clinician
    return is_theirs or block.scope == BlockScope.CLINIC
