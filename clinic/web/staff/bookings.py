"""Bookings from today on, one table a day, as the clinic's days unfold."""

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from clinic.logic.permissions import Permission
from clinic.logic.when import write_day
from clinic.services.booking import AgendaItem
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
    def day_of(item: AgendaItem) -> str:
        return write_day(item.starts_at.astimezone(here.zone).date())

    days = [(day, list(items)) for day, items in groupby(here.services.booking.agenda(user), key=day_of)]
    return staff_page(request, "bookings.html", {"days": days})
