"""The page behind a booking's long link: when and where, a calendar file, cancelling. The link is the key.

It names neither the patient nor what the visit is for: who looks over a shoulder learns a time and a place.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from clinic.services.booking import ChangeTooLate, LinkUnknown, OwnBooking
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
def show(request: Request, link: str, mine: Mine) -> Response:
    return page(request, "booking/booking.html", {"booking": mine, "link": link})


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
        values = {"booking": mine, "link": link, "is_late": True}
        return page(request, "booking/booking.html", values, status=409)
    return RedirectResponse(f"{BOOKING}/{link}", status_code=303)
