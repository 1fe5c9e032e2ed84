"""The queue: who waits for a person, the most urgent first, and by when they were promised one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from clinic.logic.permissions import Permission
from clinic.services.handoff import HandoffTaken, HandoffUnknown
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, needs, staff_page

router = APIRouter(prefix=HOME, include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Viewer = Annotated[StaffUser, Depends(needs(Permission.VIEW_QUEUE))]
Answerer = Annotated[StaffUser, Depends(needs(Permission.REPLY_TO_PATIENTS))]


@router.get("")
def show(request: Request, here: WithParts, user: Viewer, taken: bool = False) -> Response:
    values: dict[str, object] = {
        "items": here.services.handoff.queue(user),
        "now": here.now(),
        "taken": taken,
    }
    return staff_page(request, "queue.html", values)


@router.get("/queue/rows")
def rows(request: Request, here: WithParts, user: Viewer) -> Response:
    """The rows alone, for a page that keeps itself fresh."""
    items = here.services.handoff.queue(user)
    return staff_page(request, "queue_rows.html", {"items": items, "now": here.now()})


@router.post("/handoffs/{handoff_id}/take-over")
def take_over(handoff_id: str, here: WithParts, user: Answerer) -> Response:
    try:
        handoff = here.services.handoff.take_over(handoff_id, user)
    except (HandoffTaken, HandoffUnknown):
        return RedirectResponse(f"{HOME}?taken=true", status_code=303)
    return RedirectResponse(f"{HOME}/conversations/{handoff.conversation_id}", status_code=303)
