"""Incidents: what patients reported after treatment, and the alarm when two come close together."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from clinic.logic.permissions import Permission
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, needs, staff_page

router = APIRouter(prefix=f"{HOME}/incidents", include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]


@router.get("")
def show(
    request: Request,
    here: WithParts,
    user: Annotated[StaffUser, Depends(needs(Permission.VIEW_INCIDENTS))],
) -> Response:
    values: dict[str, object] = {
        "incidents": here.services.alerts.incidents(user),
        "cluster": here.services.alerts.has_cluster(user),
        "people": {person.id: person.name for person in here.services.staff.everybody()},
    }
    return staff_page(request, "incidents.html", values)


@router.post("/{incident_id}/close")
def close(
    incident_id: str,
    here: WithParts,
    user: Annotated[StaffUser, Depends(needs(Permission.CLOSE_INCIDENTS))],
) -> Response:
    here.services.alerts.close_incident(incident_id, user)
    return RedirectResponse(f"{HOME}/incidents", status_code=303)
