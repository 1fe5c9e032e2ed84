"""One conversation: transcript, flags and answers, notes, lifting an alert, opening a case, printing."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from clinic.logic.permissions import Permission
from clinic.services.cases import NoAnswers
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, done, needs, staff_page
from clinic.web.staff.record_page import PROBLEMS, attempt, conversation_page, shown

router = APIRouter(prefix=f"{HOME}/conversations/{{conversation_id}}", include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Viewer = Annotated[StaffUser, Depends(needs(Permission.VIEW_TRANSCRIPTS))]
Answerer = Annotated[StaffUser, Depends(needs(Permission.REPLY_TO_PATIENTS))]
Lifter = Annotated[StaffUser, Depends(needs(Permission.LIFT_ALERTS))]
Decider = Annotated[StaffUser, Depends(needs(Permission.DECIDE_CASES))]
Text = Annotated[str, Form()]


@router.get("")
def show(request: Request, conversation_id: str, here: WithParts, user: Viewer) -> Response:
    return conversation_page(request, here, user, conversation_id)


@router.get("/live")
def live(request: Request, conversation_id: str, here: WithParts, user: Viewer) -> Response:
    """What a conversation that is open shows next."""
    record = here.services.records.refresh(conversation_id, user)
    return staff_page(request, "conversation_live.html", shown(here, record))


@router.get("/print")
def on_paper(
    request: Request, conversation_id: str, here: WithParts, user: Viewer, notes: bool = False
) -> Response:
    record = here.services.records.open(conversation_id, user, "print")
    return staff_page(request, "print.html", {**shown(here, record), "with_notes": notes})


@router.post("/note")
def note(
    request: Request, conversation_id: str, here: WithParts, user: Answerer, text: Text = ""
) -> Response:
    act = partial(here.services.records.add_note, conversation_id, user, text)
    return attempt(request, here, user, conversation_id, act, "noted", note=text)


@router.post("/lift")
def lift(
    request: Request, conversation_id: str, here: WithParts, user: Lifter, reason: Text = ""
) -> Response:
    act = partial(here.services.alerts.lift, conversation_id, user, reason)
    return attempt(request, here, user, conversation_id, act, "lifted", reason=reason)


@router.post("/case")
def open_case(request: Request, conversation_id: str, here: WithParts, user: Decider) -> Response:
    """Before a treatment, a clinician looks at the newest answers whatever they came to."""
    try:
        case = here.services.cases.open_for(conversation_id, user)
    except NoAnswers:
        return conversation_page(request, here, user, conversation_id, problem=PROBLEMS[NoAnswers])
    return done(f"{HOME}/cases/{case.id}", "opened")
