"""The page behind a booking's long link: when and where, a calendar file, cancelling, moving, an offer.

The link is the key. The page names neither the patient nor what the visit is for: who looks over a shoulder
learns a time and a place.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from clinic.services.booking import ChangeTooLate, LinkUnknown, MoveRefused, OpeningTaken, OwnBooking
from clinic.web.error_pages import BOOKING, PageProblem, Problem
from clinic.web.pages import page
from clinic.web.parts import Parts, parts

UNKNOWN: Final = Problem(
    404, "We cannot find this booking", "The link may not be complete, or the booking was deleted."
)
CROWDED: Final = Problem(429, "That was a lot at once", "Wait a minute, then open the link again.")
CALENDAR: Final = {"Content-Disposition": 'attachment; filename="appointment.ics"'}

router = APIRouter(prefix=f"{BOOKING}/{{link}}", include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]


def of_link(link: str, request: Request, here: WithParts) -> OwnBooking:
    """The booking that the link opens. Raises PageProblem."""
    address = request.client.host if request.client else "unknown"
    if here.link_limit.wait_seconds(address) > 0:
        raise PageProblem(CROWDED)
    try:
        return here.services.booking.views.by_link(link)
    except LinkUnknown:
        raise PageProblem(UNKNOWN) from None


Mine = Annotated[OwnBooking, Depends(of_link)]


@router.get("")
def show(request: Request, link: str, mine: Mine, here: WithParts) -> Response:
    return _own_page(request, link, mine, offer=here.services.booking.by_link.offered(link))


@router.get("/calendar.ics")
def calendar(link: str, mine: Mine, here: WithParts) -> Response:
    """The entry as it stands: the same one again, with its changes, for a calendar that has it already."""
    content = here.services.booking.views.calendar_file(link)
    return Response(content, media_type="text/calendar; charset=utf-8", headers=CALENDAR)


@router.get("/cancel")
def ask(request: Request, link: str, mine: Mine) -> Response:
    """Ask first. Programs that look at links in messages open this, and must change nothing."""
    if not mine.can_be_cancelled:
        return RedirectResponse(f"{BOOKING}/{link}", status_code=303)
    return page(request, "booking/cancel.html", {"booking": mine, "link": link})


@router.post("/cancel")
def cancel(request: Request, link: str, mine: Mine, here: WithParts) -> Response:
    try:
        here.services.booking.views.cancel_by_link(link)
    except ChangeTooLate:
        return _own_page(request, link, mine, status=409, is_late=True)
    return RedirectResponse(f"{BOOKING}/{link}", status_code=303)


@router.get("/move")
def pick(request: Request, link: str, mine: Mine, here: WithParts, day: str = "") -> Response:
    """The days with a free time, and the times of the day that was picked."""
    return _moving(request, link, mine, lambda: _times_page(request, link, here, _day(day)))


@router.post("/move")
def keep(
    request: Request, link: str, mine: Mine, here: WithParts, starts_at: Annotated[str, Form()] = ""
) -> Response:
    """Keep a time while the patient looks at it once more."""

    def kept() -> Response:
        start = _moment(starts_at)
        if start is None:
            return _times_page(request, link, here, None, told="none_picked")
        try:
            hold = here.services.booking.by_link.keep(link, start)
        except OpeningTaken:
            return _times_page(request, link, here, start.astimezone(here.zone).date(), told="taken")
        return page(request, "booking/move_confirm.html", {"booking": mine, "link": link, "kept": hold})

    return _moving(request, link, mine, kept)


@router.post("/move/confirm")
def confirm(
    request: Request, link: str, mine: Mine, here: WithParts, hold: Annotated[str, Form()] = ""
) -> Response:
    def moved() -> Response:
        try:
            here.services.booking.by_link.move(link, hold)
        except OpeningTaken:
            return _times_page(request, link, here, None, told="ran_out")
        return RedirectResponse(f"{BOOKING}/{link}", status_code=303)

    return _moving(request, link, mine, moved)


@router.post("/take")
def take(request: Request, link: str, mine: Mine, here: WithParts) -> Response:
    """Say yes to a time that the waiting list offered."""

    def taken() -> Response:
        try:
            booked = here.services.booking.by_link.take(link)
        except OpeningTaken:
            return _own_page(request, link, mine, status=409, is_gone=True)
        return RedirectResponse(f"{BOOKING}/{booked}", status_code=303)

    return _moving(request, link, mine, taken)


@router.post("/pass")
def pass_on(link: str, mine: Mine, here: WithParts) -> Response:
    """Say no to it: the next person is asked."""
    here.services.booking.by_link.pass_on(link)
    return RedirectResponse(f"{BOOKING}/{link}", status_code=303)


def _own_page(
    request: Request, link: str, mine: OwnBooking, *, status: int = 200, **told: object
) -> Response:
    return page(request, "booking/booking.html", {"booking": mine, "link": link, **told}, status=status)


def _moving(request: Request, link: str, mine: OwnBooking, do: Callable[[], Response]) -> Response:
    """What a page does, or why a person must help."""
    try:
        return do()
    except ChangeTooLate:
        return _own_page(request, link, mine, status=409, is_late=True)
    except MoveRefused:
        return _own_page(request, link, mine, status=409, needs_person=True)
    except LinkUnknown:  # there is a page, and nothing to move any more
        return RedirectResponse(f"{BOOKING}/{link}", status_code=303)


def _times_page(request: Request, link: str, here: Parts, day: date | None, *, told: str = "") -> Response:
    times = here.services.booking.by_link.times(link, day)
    if times.day is None and times.days:
        times = here.services.booking.by_link.times(link, times.days[0])
    values: Mapping[str, object] = {"link": link, "times": times, "told": told}
    return page(request, "booking/move.html", values, status=409 if told else 200)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """A time that a page of ours offered; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
