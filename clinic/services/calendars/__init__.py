"""The clinic's own calendars: they show our bookings, and we keep off their busy times.

In reading order: feed_links and feeds (what calendar programs subscribe to), webhook (what the clinic's own
system is told), reading (somebody else's iCalendar file), busy (when it is read, what stands).
"""

from dataclasses import dataclass

from clinic.criteria.profile import Profile
from clinic.logic.permissions import Permission, may
from clinic.services import audit
from clinic.services.booking.diary import Diary
from clinic.services.booking.links import ManageLinks
from clinic.services.calendars.busy import BusyCalendars, Meeting, SourceState
from clinic.services.calendars.feed_links import FeedLink, FeedLinks, FeedUnknown
from clinic.services.calendars.feeds import Feed, Feeds
from clinic.services.calendars.webhook import SEND, Webhook
from clinic.services.jobs import Jobs
from clinic.services.ports.calendars import WebhookEvent
from clinic.services.ports.staff import StaffUser
from clinic.services.staff import require

__all__ = [
    "BusyCalendars",
    "Calendars",
    "Feed",
    "FeedLinks",
    "FeedUnknown",
    "Feeds",
    "Overview",
    "SourceState",
    "Webhook",
]


@dataclass(frozen=True)
class Overview:
    """How the clinic's own calendars stand; the secret links for who may have them."""

    links: tuple[FeedLink, ...]
    sources: tuple[SourceState, ...]
    meetings: tuple[Meeting, ...]
    has_webhook: bool
    given_up: tuple[WebhookEvent, ...]


@dataclass(frozen=True)
class Calendars:
    feeds: Feeds
    webhook: Webhook
    busy: BusyCalendars
    jobs: Jobs  # of their own: they wait for slow servers, and no patient's message may wait with them

    @classmethod
    def of(cls, profile: Profile, diary: Diary, links: ManageLinks, webhook: Webhook) -> "Calendars":
        others, feeds = webhook.others, FeedLinks.of(profile, links.public_url, links.secret)
        return cls(
            feeds=Feeds(webhook.uows, diary, feeds, webhook.titles),
            webhook=webhook,
            busy=BusyCalendars(webhook.uows, others.calls, diary, others.busy_addresses),
            jobs=Jobs(webhook.uows, webhook.clock, {SEND: webhook.send}),
        )

    def run_due(self) -> None:
        """Tell the clinic's own system what is new, and read the calendars whose turn it is."""
        self.jobs.run_due()
        self.busy.read_due()

    def overview(self, staff: StaffUser) -> Overview:
        """Raises NotPermitted."""
        require(staff, Permission.VIEW_BOOKINGS)
        has_links = may(staff.role, Permission.MANAGE_CALENDARS)
        return Overview(
            links=self.feeds.links.all() if has_links else (),
            sources=self.busy.states(),
            meetings=self.busy.meetings(),
            has_webhook=self.webhook.others.receiver is not None,
            given_up=self.webhook.given_up(),
        )

    def send_again(self, staff: StaffUser) -> int:
        """Take up what the webhook gave up; how many events those are. Raises NotPermitted."""
        require(staff, Permission.MANAGE_CALENDARS)
        with self.webhook.uows() as uow:
            count = self.webhook.send_again(uow)
            audit.record(
                uow,
                self.webhook.clock,
                self.webhook.ids,
                actor=staff.id,
                action="send_webhook_again",
                subject="calendars",
                subject_id="webhook",
                events=count,
            )
            uow.commit()
        return count
