"""Who waits for which time, and what is offered to them now. To read only: the assistant makes the offers."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from clinic.logic.dates import Wish
from clinic.logic.permissions import Permission
from clinic.logic.when import write_clock, write_short_day
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, needs, staff_page

router = APIRouter(prefix=f"{HOME}/waitlist", include_in_schema=False)
DAYS_NAMED = 4  # of a wish; more are counted


@router.get("")
def show(
    request: Request,
    here: Annotated[Parts, Depends(parts)],
    user: Annotated[StaffUser, Depends(needs(Permission.MANAGE_BOOKINGS))],
) -> Response:
    items = here.services.desk.lists.waitlist(user)
    wishes = {item.entry.id: write_wish(item.wish) for item in items}
    names = here.services.desk.bookings.diary.names
    return staff_page(request, "waitlist.html", {"items": items, "wishes": wishes, "names": names})


def write_wish(wish: Wish) -> str:
    """Write "Tue 24 Nov; morning; after 10am"; "any time" for an open wish."""
    days = [write_short_day(day) for day in wish.days[:DAYS_NAMED]]
    if len(wish.days) > DAYS_NAMED:
        days.append(f"and {len(wish.days) - DAYS_NAMED} days more")
    parts_said = [", ".join(days), " or ".join(sorted(wish.parts))]
    parts_said += [f"after {write_clock(wish.after)}" if wish.after else ""]
    parts_said += [f"before {write_clock(wish.before)}" if wish.before else ""]
    parts_said += ["about " + " or ".join(write_clock(at) for at in wish.at) if wish.at else ""]
    return "; ".join(filter(None, parts_said)) or "any time"
