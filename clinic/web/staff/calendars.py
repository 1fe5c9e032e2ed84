"""The clinic's own calendars: what was read from them, what meets a booking, and the links to ours."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from clinic.logic.permissions import Permission
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, done, needs, staff_page

PAGE = f"{HOME}/calendars"

router = APIRouter(prefix=PAGE, include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]


@router.get("")
def show(
    request: Request, here: WithParts, user: Annotated[StaffUser, Depends(needs(Permission.VIEW_BOOKINGS))]
) -> Response:
    return staff_page(request, "calendars.html", {"calendars": here.services.calendars.overview(user)})


@router.post("/send-again")
def send_again(
    here: WithParts, user: Annotated[StaffUser, Depends(needs(Permission.MANAGE_CALENDARS))]
) -> Response:
    here.services.calendars.send_again(user)
    return done(PAGE, "sent_again")
