"""A booking that staff make: for the patient of a conversation, or a talk for somebody who rang."""

import uuid
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from clinic.logic.approval import CONSULTATION, TREATMENT
from clinic.logic.permissions import Permission
from clinic.services.booking import OpeningTaken
from clinic.services.desk import (
    AlreadyBooked,
    BookingChanged,
    BookingRefused,
    Caller,
    CallerProblem,
    CallerRefused,
    OffCourse,
    Wanted,
)
from clinic.services.desk.lists import Patron
from clinic.services.ports.bookings import Booking
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, done, needs, staff_page
from clinic.web.staff.booking_words import NO_TIME_CHOSEN, refused
from clinic.web.staff.times import read_day, read_wanted

router = APIRouter(prefix=f"{HOME}/bookings/new", include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Booker = Annotated[StaffUser, Depends(needs(Permission.MANAGE_BOOKINGS))]
KINDS: Final = {CONSULTATION: "A talk with the expert", TREATMENT: "A treatment session"}
NOT_THEIRS: Final = "This form is not complete. It was filled in anew below."


class Order(BaseModel):
    """The form as it was typed; `key` is this form's own, so that it books once."""

    key: str = ""
    conversation_id: str = ""
    kind: str = CONSULTATION
    day: str = ""
    wanted: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""

    @property
    def has_caller(self) -> bool:
        return bool(self.name.strip() or self.phone.strip() or self.email.strip())


@router.get("")
def ask(request: Request, here: WithParts, user: Booker, order: Annotated[Order, Query()]) -> Response:
    return _page(request, here, user, order)


@router.post("")
def book(request: Request, here: WithParts, user: Booker, order: Annotated[Order, Form()]) -> Response:
    wanted = read_wanted(order.wanted)
    if order.kind not in KINDS or not _is_key(order.key):
        return _page(request, here, user, Order(conversation_id=order.conversation_id), problem=NOT_THEIRS)
    if wanted is None:
        return _page(request, here, user, order, problem=NO_TIME_CHOSEN)
    try:
        booking = _booked(here, user, order, wanted)
    except BookingRefused as refusal:
        return _page(request, here, user, order, problem=refused(refusal), elsewhere=refusal.elsewhere)
    except (AlreadyBooked, BookingChanged, CallerRefused, OffCourse, OpeningTaken) as refusal:
        return _page(request, here, user, order, problem=refused(refusal))
    return done(f"{HOME}/bookings/{booking.id}", "booked")


def _booked(here: Parts, user: StaffUser, order: Order, wanted: Wanted) -> Booking:
    desk = here.services.desk.bookings
    caller = None
    if order.has_caller or not order.conversation_id:
        country = here.profile.clinic.country
        caller = Caller.typed(order.name, order.phone, order.email, country)
    if order.conversation_id:
        return desk.book(order.conversation_id, user, order.kind, wanted, caller)
    if caller is None:
        raise CallerRefused(CallerProblem.NAME)
    return desk.book_caller(order.key, user, caller, wanted)


def _page(
    request: Request,
    here: Parts,
    user: StaffUser,
    order: Order,
    *,
    problem: str = "",
    elsewhere: str | None = None,
) -> Response:
    desk = here.services.desk
    patron = desk.lists.patron(order.conversation_id, user) if order.conversation_id else None
    kinds = {kind: words for kind, words in KINDS.items() if kind == CONSULTATION or _has_session(patron)}
    kind = order.kind if order.kind in kinds else CONSULTATION
    values: dict[str, object] = {
        "order": order.model_copy(update={"key": order.key or uuid.uuid4().hex, "kind": kind}),
        "patron": patron,
        "kinds": kinds,
        "offer": desk.lists.offer(user, kind, read_day(order.day), order.conversation_id),
        "names": desk.bookings.diary.names,
        "problem": problem,
        "elsewhere": elsewhere,
    }
    return staff_page(request, "new_booking.html", values, status=409 if problem else 200)


def _has_session(patron: Patron | None) -> bool:
    return patron is not None and patron.may_have_session


def _is_key(key: str) -> bool:
    return len(key) == 32 and key.isascii() and key.isalnum()
