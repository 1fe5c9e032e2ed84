"""Time that is kept free: the standing blocks, blocking more, and offering a time again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from clinic.logic.blocks import BlockProblem
from clinic.logic.permissions import Permission
from clinic.services.desk import BlockLifted, BlockOverBookings, BlockRefused
from clinic.services.ports.bookings import Booking
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, done, needs, staff_page
from clinic.web.staff.booking_words import because, refused
from clinic.web.staff.times import read_stretch

router = APIRouter(prefix=f"{HOME}/blocks", include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Viewer = Annotated[StaffUser, Depends(needs(Permission.VIEW_BOOKINGS))]
Booker = Annotated[StaffUser, Depends(needs(Permission.MANAGE_BOOKINGS))]


class Wish(BaseModel):
    """The form as it was typed; `kept` are the bookings that were shown and are to stay."""

    what: str = ""
    start: str = ""
    end: str = ""
    reason: str = ""
    kept: str = ""

    @property
    def resource(self) -> tuple[str, str | None]:
        scope, _, resource = self.what.partition(" ")
        return scope, resource or None


@router.get("")
def show(request: Request, here: WithParts, user: Viewer) -> Response:
    return _page(request, here, user, Wish())


@router.post("")
def block(request: Request, here: WithParts, user: Booker, wish: Annotated[Wish, Form()]) -> Response:
    stretch = read_stretch(wish.start, wish.end, here.zone)
    if stretch is None:
        return _page(request, here, user, wish, problem=because(BlockProblem.NO_TIME))
    kept = wish.kept.split()
    try:
        here.services.desk.blocking.block(user, wish.resource, stretch, wish.reason, kept)
    except BlockRefused as refusal:
        return _page(request, here, user, wish, problem=refused(refusal))
    except BlockOverBookings as over:
        return _page(request, here, user, wish, under=over.bookings)
    return done(f"{HOME}/blocks", "blocked_kept" if kept else "blocked")


@router.post("/{block_id}/lift")
def lift(request: Request, block_id: str, here: WithParts, user: Booker) -> Response:
    try:
        here.services.desk.blocking.lift(block_id, user)
    except BlockLifted:
        return _page(request, here, user, Wish(), problem="A colleague has lifted it, or it is not there.")
    return done(f"{HOME}/blocks", "unblocked")


def _page(
    request: Request,
    here: Parts,
    user: StaffUser,
    wish: Wish,
    *,
    problem: str = "",
    under: tuple[Booking, ...] = (),
) -> Response:
    blocking = here.services.desk.blocking
    resources = {" ".join(filter(None, what)): name for what, name in blocking.resources().items()}
    values: dict[str, object] = {
        "items": blocking.standing(user),
        "resources": resources,
        "names": blocking.diary.names,
        "people": {person.id: person.name for person in here.services.staff.everybody()},
        "wish": wish,
        "under": under,
        "problem": problem,
    }
    return staff_page(request, "blocks.html", values, status=409 if problem or under else 200)
