"""The clinic's opening hours and promised times, from its profile."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from clinic.criteria.profile import Profile
from clinic.logic.hours import Timetable
from clinic.logic.promise import Promise, promise_after, promise_within
from clinic.logic.when import write_soon


@dataclass(frozen=True)
class ClinicHours:
    """When the clinic is open, and by when its people answer."""

    opening: Timetable
    reply: timedelta
    review: timedelta

    @classmethod
    def of(cls, profile: Profile) -> "ClinicHours":
        zone = ZoneInfo(profile.clinic.time_zone)
        return cls(
            opening=Timetable(zone, profile.clinic.opening_hours, {}, profile.booking.holidays),
            reply=timedelta(minutes=profile.staff.handoff_reply_minutes),
            review=timedelta(hours=profile.staff.review_reply_hours),
        )

    def reply_promise(self, now: datetime) -> Promise | None:
        """By when a person joins; None where the clinic does not open for weeks."""
        return promise_within(self.reply, now, self.opening)

    def review_promise(self, now: datetime) -> Promise | None:
        """By when a clinician has looked at a case."""
        return promise_after(self.review, now, self.opening)

    def spoken(self, moment: datetime, now: datetime) -> str:
        """ "4:15pm today"."""
        return write_soon(moment, now, self.opening.zone)
