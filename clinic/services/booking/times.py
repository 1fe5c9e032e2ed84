"""From a wish to openings, from an opening to a hold, and what is said when there is none."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from clinic.logic.dates import Wish, write_wish
from clinic.logic.hours import is_on_clock
from clinic.logic.openings import Opening
from clinic.logic.when import write_day, write_time
from clinic.services.booking.diary import Diary, OpeningTaken
from clinic.services.booking.plan import BookingStep, Plan, Turned
from clinic.services.booking.questions import Questions
from clinic.services.dialogue import Reply
from clinic.services.ports import UnitOfWork

NEAR: Final = timedelta(hours=1)  # of a time on the clock: further off, it is not what was asked for


@dataclass(frozen=True)
class Times:
    """The openings of one message of one conversation."""

    uow: UnitOfWork
    conversation_id: str
    diary: Diary
    questions: Questions

    def search(self, plan: Plan, said: Wish) -> Turned:
        """Offer what fits; hold it at once when there is one day and just that time."""
        plan, wish = replace(plan, waits=False, unmet=None), _joined(plan, said)
        openings = self.questions.bookable(self.uow, self.conversation_id, plan)
        fitting = self.questions.fitting(openings, wish)
        if self._is_skipped(wish) or all(wish.distance(self._local(opening)) > NEAR for opening in fitting):
            return self._nothing_then(plan, wish, openings)
        days = list(dict.fromkeys(self.questions.day_of(opening) for opening in fitting))
        exact = [opening for opening in fitting if wish.at and not wish.distance(self._local(opening))]
        if len(days) == 1 and len({opening.starts_at for opening in exact}) == 1:
            return self.keep(plan, exact[0].starts_at)
        one_day = days[0] if len(days) == 1 else None
        step = BookingStep.TIME if one_day else BookingStep.DAY
        return Turned(replace(plan, step=step, wish=wish, day=one_day, page=0, from_day=None, asked=""))

    def _nothing_then(self, plan: Plan, wish: Wish, openings: tuple[Opening, ...]) -> Turned:
        """Say why not, and go on with what is free on those days, or from the first of them on."""
        free = set(map(self.questions.day_of, openings))
        open_days = tuple(day for day in wish.days if day in free)
        one_day = open_days[0] if len(open_days) == 1 else None
        after = replace(
            plan,
            step=BookingStep.TIME if one_day else BookingStep.DAY,
            wish=Wish(open_days) if open_days else None,
            unmet=wish if self.can_be(plan, wish) else None,
            day=one_day,
            from_day=wish.days[0] if wish.days else None,
            page=0,
            asked="",
        )
        if self._is_skipped(wish):
            return Turned(replace(after, unmet=None), replies=(Reply("utter_booking_no_such_time"),))
        return Turned(after, replies=(self._why_not(plan, wish, is_open=bool(open_days)),))

    def can_be(self, plan: Plan, wish: Wish) -> bool:
        """Whether a time like this could ever become free: nobody waits for a closed day, or for midnight."""
        every = self.diary.hours(plan.kind)
        return any(
            wish.accepts(self._local(opening)) and wish.distance(self._local(opening)) <= NEAR
            for opening in self.questions.of_clinician(every, plan)
        )

    def _is_skipped(self, wish: Wish) -> bool:
        """The clocks go forward over the time that is asked for: no clock shows it."""
        if len(wish.days) != 1 or not wish.at:
            return False
        return not any(is_on_clock(wish.days[0], at, self.diary.zone) for at in wish.at)

    def _why_not(self, plan: Plan, wish: Wish, *, is_open: bool) -> Reply:
        day = wish.days[0] if len(wish.days) == 1 else None
        if day is not None and self.diary.is_closed(day):
            return Reply("utter_booking_closed_day", {"day": write_day(day)})
        if day is not None and day <= self.diary.local_day(self.diary.clock.now() + self.diary.notice):
            return Reply("utter_booking_too_soon")
        if day is None or is_open or plan.clinician:
            return Reply("utter_booking_nothing_then", {"wanted": write_wish(wish)})
        return Reply("utter_booking_no_time_that_day", {"day": write_day(day)})

    def keep(self, plan: Plan, starts_at: datetime) -> Turned:
        """Hold the time; somebody else may have been quicker."""
        plan = replace(plan, waits=False)
        day = self.diary.local_day(starts_at)
        allowed = self.questions.bookable(self.uow, self.conversation_id, plan, day)
        try:
            if all(opening.starts_at != starts_at for opening in allowed):
                raise OpeningTaken
            hold = self.diary.keep(
                self.uow, self.conversation_id, plan.kind, starts_at, clinician=plan.clinician
            )
        except OpeningTaken:
            again = replace(plan, step=BookingStep.TIME, day=day, wish=None, page=0)
            return Turned(again, replies=(Reply("utter_booking_taken"),))
        assert hold.hold_expires_at is not None  # it was made with one
        until = write_time(hold.hold_expires_at, self.diary.zone)
        held = Reply("utter_booking_held", {"when": self.questions.when(hold), "held_until": until})
        kept = replace(plan, booking_id=hold.id, day=day, page=0, asked="")
        return Turned(kept.to_next(), replies=(held,))

    def is_held(self, plan: Plan, wish: Wish) -> bool:
        """True when the wish names what is held already."""
        hold = self.uow.bookings.get(plan.booking_id) if plan.booking_id else None
        if hold is None:
            return False
        local = self.questions.local(hold.starts_at)
        return wish.accepts(local) and not wish.distance(local)

    def _local(self, opening: Opening) -> datetime:
        return self.questions.local(opening.starts_at)


def _joined(plan: Plan, said: Wish) -> Wish:
    """What was said now, with what still stands of what was said before."""
    if said.is_only_days and said.days and plan.wish is not None:
        return replace(plan.wish, days=said.days, unread=())
    if not said.days and plan.step is BookingStep.TIME and plan.day is not None:
        return replace(said, days=(plan.day,), unread=())
    return replace(said, unread=())
