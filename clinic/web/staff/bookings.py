"""Bookings from today on, one table a day; visits that nobody has marked; one booking with its history."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import groupby
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import Response

from clinic.logic.booking import BookingMove, MarkProblem
from clinic.logic.permissions import Permission
from clinic.logic.when import write_day
from clinic.services.alerts import ReasonMissing
from clinic.services.booking import OpeningTaken
from clinic.services.desk import BookingChanged, BookingRefused, MarkRefused, OffCourse
from clinic.services.desk.lists import DayItem
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, done, needs, staff_page
from clinic.web.staff.booking_words import NO_TIME_CHOSEN, because, refused
from clinic.web.staff.times import read_day, read_wanted

router = APIRouter(prefix=f"{HOME}/bookings", include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Viewer = Annotated[StaffUser, Depends(needs(Permission.VIEW_BOOKINGS))]
Booker = Annotated[StaffUser, Depends(needs(Permission.MANAGE_BOOKINGS))]
Counter = Annotated[StaffUser, Depends(needs(Permission.COUNT_SESSIONS))]
Text = Annotated[str, Form()]

MARKS: Final[Mapping[str, tuple[BookingMove, str]]] = {
    "attended": (BookingMove.ATTEND, "came"),
    "no-show": (BookingMove.MISS, "missed"),
    "take-back": (BookingMove.TAKE_BACK, "unmarked"),
}


@router.get("")
def show(request: Request, here: WithParts, user: Viewer) -> Response:
    def day_of(item: DayItem) -> str:
        return write_day(item.booking.starts_at.astimezone(here.zone).date())

    found = here.services.desk.lists.days(user)
    upcoming = [(day, list(items)) for day, items in groupby(found.upcoming, key=day_of)]
    return staff_page(request, "bookings.html", {"days": upcoming, "unmarked": found.unmarked})


@router.get("/{booking_id}")
def read(
    request: Request, booking_id: str, here: WithParts, user: Booker, day: Annotated[str, Query()] = ""
) -> Response:
    return _page(request, here, user, booking_id, day=day)


@router.post("/{booking_id}/move")
def move(
    request: Request, booking_id: str, here: WithParts, user: Booker, wanted: Text = "", sequence: Text = ""
) -> Response:
    opening = read_wanted(wanted)
    if opening is None:
        return _page(request, here, user, booking_id, problem=NO_TIME_CHOSEN)
    moving = partial(here.services.desk.bookings.move, booking_id, user, opening, _number(sequence))
    return _attempt(request, here, user, booking_id, moving, "moved")


@router.post("/{booking_id}/cancel")
def cancel(
    request: Request, booking_id: str, here: WithParts, user: Booker, reason: Text = "", sequence: Text = ""
) -> Response:
    act = partial(here.services.desk.bookings.cancel, booking_id, user, reason, _number(sequence))
    return _attempt(request, here, user, booking_id, act, "cancelled")


@router.post("/{booking_id}/mark")
def mark(request: Request, booking_id: str, here: WithParts, user: Booker, mark: Text = "") -> Response:
    if mark not in MARKS:
        return _page(request, here, user, booking_id, problem=because(MarkProblem.OTHERWISE))
    move, worked = MARKS[mark]
    act = partial(here.services.desk.visits.mark, booking_id, user, move)
    return _attempt(request, here, user, booking_id, act, worked)


@router.post("/{booking_id}/count")
def count(
    request: Request, booking_id: str, here: WithParts, user: Counter, uses_session: Text = ""
) -> Response:
    is_used = uses_session == "yes"
    act = partial(here.services.desk.visits.count, booking_id, user, uses_session=is_used)
    return _attempt(request, here, user, booking_id, act, "counted" if is_used else "not_counted")


def _attempt(
    request: Request, here: Parts, user: StaffUser, booking_id: str, act: Callable[[], object], worked: str
) -> Response:
    """Do it and go back to the page; when it is refused, the page says why and how it stands now."""
    try:
        act()
    except (BookingChanged, BookingRefused, MarkRefused, OffCourse, OpeningTaken, ReasonMissing) as refusal:
        return _page(request, here, user, booking_id, problem=refused(refusal))
    return done(f"{HOME}/bookings/{booking_id}", worked)


def _page(
    request: Request, here: Parts, user: StaffUser, booking_id: str, *, day: str = "", problem: str = ""
) -> Response:
    desk = here.services.desk
    file = desk.lists.open(booking_id, user)
    booking = file.booking
    is_upcoming = booking.status == "confirmed" and booking.starts_at > here.now()
    kind, patient = booking.appointment_type, booking.conversation_id
    offer = desk.lists.offer(user, kind, read_day(day), patient, booking.id) if is_upcoming else None
    values: dict[str, object] = {
        "file": file,
        "offer": offer,
        "names": desk.bookings.diary.names,
        "marks": [mark for mark, (move, _) in MARKS.items() if desk.visits.problem(booking, move) is None],
        "people": {person.id: person.name for person in here.services.staff.everybody()},
        "problem": problem,
    }
    return staff_page(request, "booking.html", values, status=409 if problem else 200)


def _number(text: str) -> int:
    """The sequence that the page showed; -1, which no booking has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
