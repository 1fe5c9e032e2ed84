"""What is asked at each step of a booking, with its buttons. The words are in data/responses, by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from clinic.logic.approval import CONSULTATION
from clinic.logic.dates import Wish
from clinic.logic.openings import Opening
from clinic.logic.when import write_day, write_moment, write_short_day, write_time
from clinic.services.booking.diary import Diary
from clinic.services.booking.plan import ASKED_OTHERWISE, BookingStep, Plan
from clinic.services.contact import Contact, write_contact
from clinic.services.dialogue import Choice, JsonValue, Reply
from clinic.services.ports import UnitOfWork
from clinic.services.ports.bookings import Booking
from clinic.services.sessions import course_of

ABOUT: Final = "booking"  # what the data of our buttons is about
PRESSED: Final = "answer_question"
NONE_FREE: Final = "utter_booking_none_free"
DAYS_SHOWN: Final = 5
TIMES_SHOWN: Final = 6


@dataclass(frozen=True)
class Questions:
    diary: Diary
    titles: Mapping[str, str]
    country: str

    def ask(self, uow: UnitOfWork, conversation_id: str, plan: Plan) -> tuple[Plan, tuple[Reply, ...]]:
        """The question of this step; the plan remembers that it was asked."""
        if plan.has_ended:
            return plan, ()
        if plan.asked == ASKED_OTHERWISE:
            return replace(plan, asked=plan.step.value), ()
        openings = self.bookable(uow, conversation_id, plan) if _is_about_times(plan) else ()
        if plan.step is BookingStep.TIME and not self.of_day(openings, plan):
            plan = replace(plan, step=BookingStep.DAY, wish=None, page=0, from_day=plan.day)
        again = plan.asked == plan.step
        question = self._question(uow, plan, openings, again=again)
        if question.response == NONE_FREE:
            return self._none_free(plan)
        return replace(plan, asked=plan.step.value), (question,)

    def _none_free(self, plan: Plan) -> tuple[Plan, tuple[Reply, ...]]:
        """A person may find a time, and whoever books for themselves may wait for one."""
        person = Choice(self.titles["person"], "talk_to_human")
        if plan.owner_id is not None:
            return replace(plan, step=BookingStep.LEFT, booking_id=None), (Reply(NONE_FREE),)
        waits = replace(plan, step=BookingStep.WAIT, booking_id=None, asked=BookingStep.WAIT)
        wait = self._button(self.titles["wait"], "wait")
        return waits, (Reply(NONE_FREE, choices=(wait, person)),)

    def bookable(
        self, uow: UnitOfWork, conversation_id: str, plan: Plan, day: date | None = None
    ) -> tuple[Opening, ...]:
        """The openings this patient may have; sessions of a course keep their distance (R-12)."""
        openings = self.of_clinician(self.diary.openings(uow, conversation_id, plan.kind, day), plan)
        if plan.kind == CONSULTATION:
            return openings
        owner_id, now = plan.owner_id or conversation_id, self.diary.clock.now()
        course = course_of(uow, owner_id, but=plan.changes_id)
        if course is None:
            return ()
        return tuple(opening for opening in openings if course.fits(opening.starts_at, now))

    def of_clinician(self, openings: tuple[Opening, ...], plan: Plan) -> tuple[Opening, ...]:
        """Those with the clinician who was asked for; all of them where none was."""
        return tuple(opening for opening in openings if plan.clinician in (None, opening.clinician))

    def fitting(self, openings: Iterable[Opening], wish: Wish | None) -> tuple[Opening, ...]:
        return tuple(
            opening for opening in openings if wish is None or wish.accepts(self.local(opening.starts_at))
        )

    def of_day(self, openings: Iterable[Opening], plan: Plan) -> tuple[Opening, ...]:
        """What fits on the chosen day; all of that day when the finer wish cannot be met there."""
        that_day = [opening for opening in openings if self.day_of(opening) == plan.day]
        return self.fitting(that_day, plan.wish) or tuple(that_day)

    def day_of(self, opening: Opening) -> date:
        return self.diary.local_day(opening.starts_at)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.diary.zone)

    def when(self, booking: Booking) -> str:
        return write_moment(booking.starts_at, self.diary.zone)

    def _question(self, uow: UnitOfWork, plan: Plan, openings: tuple[Opening, ...], *, again: bool) -> Reply:
        match plan.step:
            case BookingStep.DAY:
                return self._which_day(uow, plan, openings, again=again)
            case BookingStep.TIME:
                return self._which_time(plan, openings)
            case BookingStep.NAME:
                return Reply("utter_booking_ask_name")
            case BookingStep.CONTACT:
                return Reply("utter_booking_ask_contact")
            case BookingStep.CHANGE:
                return self._what_to_change(plan)
            case BookingStep.CANCEL:
                return self._shall_i_cancel(uow, plan)
            case BookingStep.WHICH:
                return self._which_booking(again=again)
            case BookingStep.CODE:
                return Reply("utter_booking_ask_code", choices=self.about_codes())
            case BookingStep.WAIT:
                return self._shall_i_wait()
            case _:
                return self._shall_i_book(uow, plan, again=again)

    def _which_day(self, uow: UnitOfWork, plan: Plan, openings: tuple[Opening, ...], *, again: bool) -> Reply:
        fitting = self.fitting(openings, plan.wish) or openings
        days = list(dict.fromkeys(self.day_of(opening) for opening in fitting))
        days = [day for day in days if plan.from_day is None or day >= plan.from_day] or days
        shown, rest = _page(days, plan.page, DAYS_SHOWN)
        if not shown:
            return Reply(NONE_FREE)
        buttons = [self._button(write_short_day(day), "day", day=day.isoformat()) for day in shown]
        if rest:
            buttons.append(self._button(self.titles["more_days"], "days", page=plan.page + 1))
        if plan.may_wait:
            buttons.append(self._button(self.titles["wait"], "wait"))
        buttons.append(Choice(self.titles["person"], "talk_to_human"))
        return self._day_words(uow, plan, tuple(buttons), again=again)

    def _day_words(self, uow: UnitOfWork, plan: Plan, buttons: tuple[Choice, ...], *, again: bool) -> Reply:
        moved = uow.bookings.get(plan.changes_id) if plan.changes_id else None
        if plan.page:
            return Reply("utter_booking_more_days", choices=buttons)
        if moved is not None and not again:
            return Reply("utter_booking_pick_new_day", {"when": self.when(moved)}, buttons)
        return Reply("utter_booking_ask_again" if again else "utter_booking_pick_day", choices=buttons)

    def _which_time(self, plan: Plan, openings: tuple[Opening, ...]) -> Reply:
        assert plan.day is not None  # the step stands for it
        starts = list(dict.fromkeys(opening.starts_at for opening in self.of_day(openings, plan)))
        if plan.wish and plan.wish.at:
            near = plan.wish
            starts.sort(key=lambda start: near.distance(self.local(start)))
        shown, rest = _page(starts, plan.page, TIMES_SHOWN)
        buttons = [
            self._button(write_time(start, self.diary.zone), "time", starts_at=start.isoformat())
            for start in sorted(shown)
        ]
        if rest:
            buttons.append(self._button(self.titles["more_times"], "times", page=plan.page + 1))
        buttons.append(self._button(self.titles["other_days"], "days", page=0))
        if plan.may_wait:
            buttons.append(self._button(self.titles["wait"], "wait"))
        return Reply("utter_booking_pick_time", {"day": write_day(plan.day)}, tuple(buttons))

    def _which_booking(self, *, again: bool) -> Reply:
        buttons = (
            self._button(self.titles["not_known"], "unknown"),
            Choice(self.titles["person"], "talk_to_human"),
        )
        return Reply("utter_booking_which_again" if again else "utter_booking_which", choices=buttons)

    def about_codes(self) -> tuple[Choice, ...]:
        """What helps when the code does not come, or the booking was the wrong one."""
        return (
            self._button(self.titles["resend"], "resend"),
            self._button(self.titles["other_booking"], "other"),
            Choice(self.titles["person"], "talk_to_human"),
        )

    def _shall_i_wait(self) -> Reply:
        buttons = (
            self._button(self.titles["wait"], "wait"),
            self._button(self.titles["other_days"], "days", page=0),
            Choice(self.titles["person"], "talk_to_human"),
        )
        return Reply("utter_waitlist_ask", choices=buttons)

    def _what_to_change(self, plan: Plan) -> Reply:
        what = ("time",) if plan.owner_id else ("time", "name", "contact")
        buttons = [self._button(self.titles[f"change_{part}"], "change", what=part) for part in what]
        stop = self._button(self.titles["stop"], "stop")
        return Reply("utter_booking_change_what", choices=(*buttons, stop))

    def _shall_i_cancel(self, uow: UnitOfWork, plan: Plan) -> Reply:
        booking = uow.bookings.get(plan.changes_id) if plan.changes_id else None
        assert booking is not None  # the step stands for it
        buttons = tuple(
            self._button(self.titles[value], "cancel", booking=booking.id, value=value)
            for value in ("yes", "no")
        )
        return Reply("utter_booking_confirm_cancel", {"when": self.when(booking)}, buttons)

    def _shall_i_book(self, uow: UnitOfWork, plan: Plan, *, again: bool) -> Reply:
        booking = uow.bookings.get(plan.booking_id) if plan.booking_id else None
        assert booking is not None  # the step stands for it
        when = self.when(booking)
        moved = uow.bookings.get(plan.changes_id) if plan.changes_id else None
        old = {"old": self.when(moved)} if moved else {}
        buttons = (
            self._button(self.titles["move_yes" if moved else "book_it"], "confirm", booking=booking.id),
            self._button(self.titles["change_something"], "change"),
        )
        if again or plan.offer_id or plan.owner_id:  # who it is for is not shown in another conversation
            name = "utter_booking_confirm_move_again" if moved else "utter_booking_confirm_again"
            return Reply(name, {"when": when, **old}, self.about_offer(booking) if plan.offer_id else buttons)
        values = old | {
            "clinician": self.diary.name_of(booking),
            "when": when,
            "name": plan.name or "",
            "contact": write_contact(plan.contact or Contact(), self.country),
        }
        return Reply(_confirming(plan), values, buttons)

    def about_offer(self, hold: Booking) -> tuple[Choice, ...]:
        """What may be said to a time that is offered to somebody on the waitlist."""
        return (
            self._button(self.titles["book_it"], "confirm", booking=hold.id),
            self._button(self.titles["keep_waiting"], "pass"),
            self._button(self.titles["stop_waiting"], "unlist"),
        )

    def about_waiting(self) -> tuple[Choice, ...]:
        """What somebody who waits may want: to wait no more, or a person."""
        leave = Choice(self.titles["stop_waiting"], "cancel_booking", {"about": ABOUT, "do": "unlist"})
        return (leave, Choice(self.titles["person"], "talk_to_human"))

    def about_booking(self, booking: Booking) -> tuple[Choice, ...]:
        """What may be done with a booking that stands."""
        data: dict[str, JsonValue] = {"about": ABOUT, "booking": booking.id}
        return (
            Choice(self.titles["move_it"], "reschedule_booking", data),
            Choice(self.titles["cancel_it"], "cancel_booking", data),
        )

    def _button(self, title: str, do: str, **data: JsonValue) -> Choice:
        return Choice(title, PRESSED, {"about": ABOUT, "do": do, **data})


def _confirming(plan: Plan) -> str:
    if plan.changes_id is not None:
        return "utter_booking_confirm_move"
    return "utter_booking_confirm" if plan.kind == CONSULTATION else "utter_booking_confirm_session"


def _is_about_times(plan: Plan) -> bool:
    return plan.step in (BookingStep.DAY, BookingStep.TIME)


def _page[T](items: Sequence[T], page: int, size: int) -> tuple[Sequence[T], bool]:
    start = page * size if page * size < len(items) else 0
    return items[start : start + size], start + size < len(items)
