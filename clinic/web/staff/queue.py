"""The queue: who waits for a person, the most urgent first, and by when they were promised one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from clinic.logic.permissions import Permission
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, needs, staff_page

router = APIRouter(prefix=HOME, include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Viewer = Annotated[StaffUser, Depends(needs(Permission.VIEW_QUEUE))]


@router.get("")
def show(request: Request, here: WithParts, user: Viewer) -> Response:
    return staff_page(request, "queue.html", {"items": here.services.handoff.queue(user)})


@router.get("/queue/live")
def live(request: Request, here: WithParts, user: Viewer) -> Response:
    """What a queue that is open shows next."""
    return staff_page(request, "queue_live.html", {"items": here.services.handoff.queue(user)})


@router.get("/waiting")
def waiting(request: Request, user: Viewer) -> Response:
    """How many wait: for every other page."""
    return staff_page(request, "waiting.html")
