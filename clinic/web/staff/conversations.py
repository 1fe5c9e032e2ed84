"""Conversations: the transcript with flags and health answers beside it, and what a person does in one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from clinic.logic.permissions import Permission
from clinic.services.alerts import ReasonMissing
from clinic.services.errors import ConversationUnknown
from clinic.services.handoff import HandoffTaken, HandoffUnknown, NothingToSend, NotYours
from clinic.services.ports.staff import StaffUser
from clinic.services.records import Record
from clinic.web.errors import ApiError
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, needs, staff_page

router = APIRouter(prefix=HOME, include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Viewer = Annotated[StaffUser, Depends(needs(Permission.VIEW_TRANSCRIPTS))]
Answerer = Annotated[StaffUser, Depends(needs(Permission.REPLY_TO_PATIENTS))]
Lifter = Annotated[StaffUser, Depends(needs(Permission.LIFT_ALERTS))]
Text = Annotated[str, Form()]

GONE = ApiError(404, "not_found", "There is no such conversation. It may have been erased.")
PROBLEMS = {
    "taken": "A colleague was quicker, or this has ended. The page shows how it stands now.",
    "not-yours": "Take the conversation over before you write in it.",
    "empty": "Write something first; at most 4,000 characters.",
    "reason": "An alert is only lifted with a reason.",
}


@router.get("/conversations")
def everyone(request: Request, here: WithParts, user: Viewer) -> Response:
    return staff_page(request, "conversations.html", {"conversations": here.services.records.recent(user)})


@router.get("/conversations/{conversation_id}")
def show(
    request: Request, conversation_id: str, here: WithParts, user: Viewer, problem: str = ""
) -> Response:
    try:
        record = here.services.records.open(conversation_id, user, "transcript")
    except ConversationUnknown:
        raise GONE from None
    values = {**_shown(here, record), "problem": PROBLEMS.get(problem)}
    return staff_page(request, "conversation.html", values)


@router.get("/conversations/{conversation_id}/messages")
def messages(request: Request, conversation_id: str, here: WithParts, user: Viewer) -> Response:
    """The transcript alone, for a page that keeps itself fresh."""
    return _part(request, conversation_id, here, user, "transcript.html")


@router.get("/conversations/{conversation_id}/facts")
def facts(request: Request, conversation_id: str, here: WithParts, user: Viewer) -> Response:
    """Flags and answers alone, for a page that keeps itself fresh."""
    return _part(request, conversation_id, here, user, "facts.html")


@router.post("/conversations/{conversation_id}/join")
def join(conversation_id: str, here: WithParts, user: Answerer) -> Response:
    try:
        here.services.handoff.join(conversation_id, user)
    except (HandoffTaken, HandoffUnknown):
        return _back(conversation_id, "taken")
    return _back(conversation_id)


@router.post("/conversations/{conversation_id}/write")
def write(conversation_id: str, here: WithParts, user: Answerer, text: Text = "") -> Response:
    try:
        here.services.handoff.write(conversation_id, user, text)
    except NotYours:
        return _back(conversation_id, "not-yours")
    except NothingToSend:
        return _back(conversation_id, "empty")
    return _back(conversation_id)


@router.post("/conversations/{conversation_id}/note")
def note(conversation_id: str, here: WithParts, user: Answerer, text: Text = "") -> Response:
    if not text.strip():
        return _back(conversation_id, "empty")
    here.services.records.add_note(conversation_id, user, text)
    return _back(conversation_id)


@router.post("/conversations/{conversation_id}/lift")
def lift(conversation_id: str, here: WithParts, user: Lifter, reason: Text = "") -> Response:
    try:
        here.services.alerts.lift(conversation_id, user, reason)
    except ReasonMissing:
        return _back(conversation_id, "reason")
    return _back(conversation_id)


@router.post("/conversations/{conversation_id}/handoffs/{handoff_id}/{move}")
def end(conversation_id: str, handoff_id: str, move: str, here: WithParts, user: Answerer) -> Response:
    handoffs = here.services.handoff
    moves = {"hand-back": handoffs.hand_back, "resolve": handoffs.resolve, "let-go": handoffs.let_go}
    if move not in moves:
        raise GONE
    try:
        moves[move](handoff_id, user)
    except (HandoffTaken, HandoffUnknown):
        return _back(conversation_id, "taken")
    return _back(conversation_id)


@router.get("/not-understood")
def not_understood(request: Request, here: WithParts, user: Viewer) -> Response:
    missed = here.services.records.not_understood(user)
    return staff_page(request, "not_understood.html", {"messages": missed, "titles": here.label_titles})


def _part(request: Request, conversation_id: str, here: Parts, user: StaffUser, template: str) -> Response:
    try:
        record = here.services.records.refresh(conversation_id, user)
    except ConversationUnknown:
        raise GONE from None
    return staff_page(request, template, _shown(here, record))


def _shown(here: Parts, record: Record) -> dict[str, object]:
    standing = [h for h in record.handoffs if h.status in ("waiting", "assigned")]
    return {
        "record": record,
        "handoff": standing[0] if standing else None,
        "people": {person.id: person.name for person in here.services.staff.everybody()},
        "questions": here.question_texts,
    }


def _back(conversation_id: str, problem: str = "") -> Response:
    tail = f"?problem={problem}" if problem else ""
    return RedirectResponse(f"{HOME}/conversations/{conversation_id}{tail}", status_code=303)
