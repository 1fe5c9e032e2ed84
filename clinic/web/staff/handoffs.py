"""What a person does in a conversation: take it over, write, hand it back, close it, let it go."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from clinic.logic.permissions import Permission
from clinic.services.errors import ConversationUnknown
from clinic.services.handoff import Handoffs
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, needs
from clinic.web.staff.record_page import attempt

router = APIRouter(prefix=f"{HOME}/conversations/{{conversation_id}}", include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Answerer = Annotated[StaffUser, Depends(needs(Permission.REPLY_TO_PATIENTS))]
Text = Annotated[str, Form()]

type Act = Callable[[Handoffs, str, StaffUser], object]
MOVES: Final[Mapping[str, tuple[Act, str]]] = {
    "take-over": (Handoffs.take_over, "taken"),
    "take-from-colleague": (partial(Handoffs.take_over, from_colleague=True), "taken"),
    "hand-back": (Handoffs.hand_back, "handed_back"),
    "resolve": (Handoffs.resolve, "closed"),
    "let-go": (Handoffs.let_go, "let_go"),
}


@router.post("/handoffs/{handoff_id}/{move}")
def move(
    request: Request, conversation_id: str, handoff_id: str, move: str, here: WithParts, user: Answerer
) -> Response:
    if move not in MOVES:
        raise ConversationUnknown
    act, worked = MOVES[move]
    moving = partial(act, here.services.handoff, handoff_id, user)
    return attempt(request, here, user, conversation_id, moving, worked)


@router.post("/join")
def join(request: Request, conversation_id: str, here: WithParts, user: Answerer) -> Response:
    joining = partial(here.services.handoff.join, conversation_id, user)
    return attempt(request, here, user, conversation_id, joining, "taken")


@router.post("/write")
def write(
    request: Request, conversation_id: str, here: WithParts, user: Answerer, text: Text = ""
) -> Response:
    words = text.replace("\r\n", "\n")  # browsers send two characters for the end of a line
    writing = partial(here.services.handoff.write, conversation_id, user, words)
    return attempt(request, here, user, conversation_id, writing, "sent", text=words)
