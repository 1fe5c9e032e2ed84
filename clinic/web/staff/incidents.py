"""Incidents: what patients reported after treatment, and the alarm when two come close together."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from clinic.criteria.reaction_questions import load_reaction_questions
from clinic.logic.permissions import Permission
from clinic.logic.reaction import UNREAD, Asked
from clinic.services.alerts import IncidentClosed, ReasonMissing
from clinic.services.ports.staff import StaffUser
from clinic.services.reaction import IncidentUnknown
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, done, needs, staff_page

router = APIRouter(prefix=f"{HOME}/incidents", include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Viewer = Annotated[StaffUser, Depends(needs(Permission.VIEW_INCIDENTS))]
ASKED: Final = {
    Asked.WHAT: "Problem",
    Asked.WHERE: "Where",
    Asked.COURSE: "Spreads or gets worse",
    Asked.FEVER: "Fever, chills, very ill",
    Asked.SINCE: "Since when",
    Asked.LAST_SESSION: "Last session here",
}
Closer = Annotated[StaffUser, Depends(needs(Permission.CLOSE_INCIDENTS))]


@router.get("")
def show(request: Request, here: WithParts, user: Viewer) -> Response:
    return _page(request, here, user)


@router.get("/{incident_id}")
def read(request: Request, incident_id: str, here: WithParts, user: Viewer) -> Response:
    try:
        file = here.services.incidents.open(incident_id, user)
    except IncidentUnknown:
        return _page(request, here, user, "There is no such incident. Its conversation may be erased.")
    values: dict[str, object] = {"file": file, "asked": ASKED, "titles": _titles()}
    return staff_page(request, "incident.html", values)


@router.post("/{incident_id}/close")
def close(
    request: Request,
    incident_id: str,
    here: WithParts,
    user: Closer,
    reason: Annotated[str, Form()] = "",
) -> Response:
    try:
        here.services.alerts.close_incident(incident_id, user, reason)
    except ReasonMissing:
        return _page(request, here, user, "Not closed: write what was done about it first.")
    except IncidentClosed:
        return _page(request, here, user, "A colleague has closed it, or its conversation was erased.")
    return done(f"{HOME}/incidents", "incident")


@cache
def _titles() -> Mapping[tuple[str, str], str]:
    """Question and answer → what the button says."""
    questions = load_reaction_questions().questions
    return {
        (question.value, value): choice.title
        for question, rows in questions.items()
        for value, choice in rows.choices.items()
    } | {(question.value, UNREAD): "In their own words" for question in Asked}


def _page(request: Request, here: Parts, user: StaffUser, problem: str = "") -> Response:
    values: dict[str, object] = {
        "incidents": here.services.alerts.incidents(user),
        "cluster": here.services.alerts.has_cluster(user),
        "people": {person.id: person.name for person in here.services.staff.everybody()},
        "problem": problem,
    }
    return staff_page(request, "incidents.html", values, status=409 if problem else 200)
