"""Finding a conversation: the newest, by owner, by alert, by words."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from clinic.logic.ownership import Owner
from clinic.logic.permissions import Permission
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, needs, staff_page

router = APIRouter(prefix=HOME, include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Viewer = Annotated[StaffUser, Depends(needs(Permission.VIEW_TRANSCRIPTS))]
Text = Annotated[str, Form()]

MOST: Final = 100  # rows on one page


@router.get("/conversations")
def newest(request: Request, here: WithParts, user: Viewer) -> Response:
    found = here.services.records.recent(user, MOST)
    return staff_page(request, "conversations.html", {"conversations": found, "owners": list(Owner)})


@router.post("/conversations")
def search(
    request: Request,
    here: WithParts,
    user: Viewer,
    owner: Text = "",
    words: Text = "",
    only_alerts: Annotated[bool, Form()] = False,
) -> Response:
    """A search is sent, not linked to: a patient's name does not belong into an address."""
    known = owner if owner in set(Owner) else ""
    found = here.services.records.recent(user, MOST, owner=known, only_alerts=only_alerts, words=words)
    values: dict[str, object] = {
        "conversations": found,
        "owners": list(Owner),
        "search": {"owner": known, "words": words, "only_alerts": only_alerts},
    }
    return staff_page(request, "conversations.html", values)
