"""When the clinic is open on a named day, or now: said before the weekly hours, which know no holidays."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from clinic.criteria.spoken import spoken_day, spoken_days
from clinic.logic.dates import Horizon, Wish, read_wish
from clinic.logic.promise import is_open_at
from clinic.logic.when import write_day
from clinic.services.clinic_hours import ClinicHours
from clinic.services.dialogue import Reply
from clinic.services.follow_ups import FollowUp
from clinic.services.inbound import Turn
from clinic.services.ports import Clock, UnitOfWorkFactory
from clinic.services.ports.conversations import Message
from clinic.services.typed_answers import newest_of_ours

TOPIC: Final = "faq/location_hours_contact"
WEEKLY: Final = f"utter_{TOPIC}"
ABOUT_HOURS: Final = frozenset(
    {WEEKLY, "utter_open_on", "utter_closed_on", "utter_open_days", "utter_open_now", "utter_closed_now"}
)
MOST_DAYS: Final = 7  # of more than a week the weekly hours tell enough
AHEAD: Final = timedelta(days=400)
_NOW: Final = re.compile(r"\b(?:now|at the moment|currently|still open|open yet)\b", re.IGNORECASE)


@dataclass(frozen=True)
class OpeningTimes:
    uows: UnitOfWorkFactory
    clock: Clock
    hours: ClinicHours

    def beside(self, message: Message, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
        """The replies, with the hours of the day that is asked about before the weekly ones."""
        if message.button_id is not None or all(reply.response != WEEKLY for reply in replies):
            return replies
        told = self._told(message.text)
        place = next(place for place, reply in enumerate(replies) if reply.response == WEEKLY)
        return replies if told is None else (*replies[:place], told, *replies[place:])

    def resolve(self, turn: Turn) -> FollowUp | None:
        """ "On Sunday?" after the hours were told; None for every other message."""
        text = turn.message.text
        if turn.conversation.open_form is not None or turn.message.button_id is not None:
            return None
        read = read_wish(text, self._horizon())
        is_only_a_day = isinstance(read, Wish) and not read.unread
        if not is_only_a_day and not re.fullmatch(rf"\W*(?:and )?(?:{_NOW.pattern})\W*", text, re.IGNORECASE):
            return None
        with self.uows(reads_only=True) as uow:
            last = newest_of_ours(uow, turn.message, self.clock.now())
        told = self._told(text) if last is not None and last.response in ABOUT_HOURS else None
        return FollowUp(TOPIC, (told,)) if told is not None else None

    def _told(self, text: str) -> Reply | None:
        read = read_wish(text, self._horizon())
        days = read.days if isinstance(read, Wish) else ()
        if not days:
            return self._now() if _NOW.search(text) else None
        if len(days) > MOST_DAYS:
            return None
        if len(days) > 1:
            return Reply("utter_open_days", {"days": spoken_days(days, self.hours.opening)})
        return self._on(days[0])

    def _on(self, day: date) -> Reply:
        if self.hours.opening.on(day):
            return Reply(
                "utter_open_on", {"day": write_day(day), "hours": spoken_day(day, self.hours.opening)}
            )
        return Reply("utter_closed_on", {"day": write_day(day), "next": self._next_open(day)})

    def _now(self) -> Reply:
        now, opening = self.clock.now(), self.hours.opening
        if not is_open_at(now, opening):
            return Reply("utter_closed_now", {"next": self._next_open(now.astimezone(opening.zone).date())})
        today = opening.on(now.astimezone(opening.zone).date())
        until = next(stretch.ends_at for stretch in today if stretch.starts_at <= now < stretch.ends_at)
        return Reply("utter_open_now", {"until": self.hours.spoken(until, now)})

    def _next_open(self, day: date) -> str:
        """The first opening from this day on that is still to come."""
        now = self.clock.now()
        stretches = self.hours.opening.from_day(day, day + AHEAD)
        following = next((stretch for stretch in stretches if stretch.starts_at > now), None)
        assert following is not None  # the profile has opening hours
        return self.hours.spoken(following.starts_at, now)

    def _horizon(self) -> Horizon:
        today = self.clock.now().astimezone(self.hours.opening.zone).date()
        return Horizon(today, today + AHEAD)
