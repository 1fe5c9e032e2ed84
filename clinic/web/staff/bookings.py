"""Bookings from today on, as the clinic's day unfolds."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from clinic.logic.permissions import Permission
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, needs, staff_page

router = APIRouter(prefix=f"{HOME}/bookings", include_in_schema=False)


@router.get("")
def show(
    request: Request,
    here: Annotated[Parts, Depends(parts)],
    user: Annotated[StaffUser, Depends(needs(Permission.VIEW_BOOKINGS))],
) -> Response:
    return staff_page(request, "bookings.html", {"bookings": here.services.booking.agenda(user)})
