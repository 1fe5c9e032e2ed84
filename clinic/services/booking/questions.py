"""What is asked at each step of a booking, with its buttons. The words are in data/responses, by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from clinic.logic.approval import CONSULTATION, TREATMENT
from clinic.logic.booking import fits_course
from clinic.logic.dates import Wish
from clinic.logic.openings import Opening
from clinic.logic.when import write_day, write_moment, write_short_day, write_time
from clinic.services.booking.contact import Contact, write_contact
from clinic.services.booking.diary import Diary
from clinic.services.booking.plan import ASKED_OTHERWISE, BookingStep, Plan
from clinic.services.dialogue import Choice, JsonValue, Reply
from clinic.services.ports import UnitOfWork
from clinic.services.ports.bookings import Booking

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
            return replace(plan, step=BookingStep.LEFT, booking_id=None), (question,)
        return replace(plan, asked=plan.step.value), (question,)

    def bookable(
        self, uow: UnitOfWork, conversation_id: str, plan: Plan, day: date | None = None
    ) -> tuple[Opening, ...]:
        """The openings this patient may have; sessions of a course keep their distance (R-12)."""
        openings = self.diary.openings(uow, conversation_id, plan.kind, day)
        if plan.kind == CONSULTATION:
            return openings
        approval = uow.bookings.standing(conversation_id).approval
        if approval is None:
            return ()
        sessions = sessions_of(uow, conversation_id, but=plan.changes_id)
        return tuple(opening for opening in openings if fits_course(approval, sessions, opening.starts_at))

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
                return self._what_to_change()
            case BookingStep.CANCEL:
                return self._shall_i_cancel(uow, plan)
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
        return Reply("utter_booking_pick_time", {"day": write_day(plan.day)}, tuple(buttons))

    def _what_to_change(self) -> Reply:
        what = ("time", "name", "contact")
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
        buttons = (
            self._button(self.titles["book_it"], "confirm", booking=booking.id),
            self._button(self.titles["change_something"], "change"),
        )
        if again:
            return Reply("utter_booking_confirm_again", {"when": when}, buttons)
        values = {
            "clinician": self.diary.name_of(booking),
            "when": when,
            "name": plan.name or "",
            "contact": write_contact(plan.contact or Contact(), self.country),
        }
        name = "utter_booking_confirm" if plan.kind == CONSULTATION else "utter_booking_confirm_session"
        return Reply(name, values, buttons)

    def _button(self, title: str, do: str, **data: JsonValue) -> Choice:
        return Choice(title, PRESSED, {"about": ABOUT, "do": do, **data})


def sessions_of(uow: UnitOfWork, conversation_id: str, *, but: str | None = None) -> tuple[datetime, ...]:
    """When the patient's treatment sessions are, without the one that is being moved."""
    return tuple(
        booking.starts_at
        for booking in uow.bookings.of(conversation_id)
        if booking.appointment_type == TREATMENT and booking.status == "confirmed" and booking.id != but
    )


def _is_about_times(plan: Plan) -> bool:
    return plan.step in (BookingStep.DAY, BookingStep.TIME)


def _page[T](items: Sequence[T], page: int, size: int) -> tuple[Sequence[T], bool]:
    start = page * size if page * size < len(items) else 0
    return items[start : start + size], start + size < len(items)
