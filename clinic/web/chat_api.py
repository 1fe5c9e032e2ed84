"""The chat API of the website widget, version 1. Thin: a service call, then the wire shape."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import StreamingResponse

from clinic.services.inbound import Inbound
from clinic.services.ports.conversations import Conversation, Message
from clinic.web.chat_schemas import (
    ErrorOut,
    MessageIn,
    MessageOut,
    ReceiptOut,
    RepliesOut,
    StartIn,
    StartOut,
    TranscriptOut,
)
from clinic.web.errors import UNKNOWN_CONVERSATION, ApiError
from clinic.web.events import stream
from clinic.web.limits import Limit
from clinic.web.parts import Parts, parts

ERRORS = {status: {"model": ErrorOut} for status in (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)}
router = APIRouter(prefix="/chat/v1", tags=["chat"], responses=ERRORS)  # type: ignore[arg-type]  # int keys

WithParts = Annotated[Parts, Depends(parts)]
After = Annotated[int, Query(ge=0)]


def of_bearer(here: WithParts, authorization: Annotated[str, Header()] = "") -> Conversation:
    """The conversation that the caller's token opens."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise UNKNOWN_CONVERSATION
    return here.services.conversations.by_token(token.strip())


Mine = Annotated[Conversation, Depends(of_bearer)]


@router.post("/conversations", status_code=201)
def start_conversation(body: StartIn, request: Request, here: WithParts) -> StartOut:
    """Open a conversation. The first message says that it is a computer program."""
    _hold_to(here.start_limit, request.client.host if request.client else "unknown")
    started = here.services.conversations.start("website", body.locale)
    return StartOut(
        conversation_id=started.conversation.id,
        token=started.token,
        owner="assistant",
        sequence=started.messages[-1].sequence,
        messages=_shown(started.messages),
    )


@router.post("/messages")
def send_message(body: MessageIn, mine: Mine, here: WithParts) -> RepliesOut:
    """Send one message and get the replies to it. The same `client_id` again returns the same replies."""
    _hold_to(here.message_limit, mine.id)
    inbound = Inbound(body.client_id.lower(), body.text or "", body.button)
    result = here.services.turns.take(mine.id, inbound)
    return RepliesOut.model_validate(
        {"owner": result.owner, "sequence": result.sequence, "messages": _shown(result.messages)}
    )


@router.get("/messages")
def read_messages(mine: Mine, here: WithParts, after: After = 0) -> RepliesOut:
    """Everything after sequence `after`, for reload and reconnect."""
    messages = here.services.conversations.messages(mine.id, after)
    return RepliesOut.model_validate(
        {"owner": mine.owner, "sequence": mine.sequence, "messages": _shown(messages)}
    )


@router.get("/events")
async def listen(
    mine: Mine,
    here: WithParts,
    after: After = 0,
    last_event_id: Annotated[str, Header()] = "",
) -> StreamingResponse:
    """Server-sent events `message`, `owner`, `typing`; resumes after `Last-Event-ID`."""
    start = int(last_event_id) if last_event_id.isdecimal() else after
    events = stream(here.services, here.fanout, mine, start, here.is_stopping)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


@router.get("/transcript")
def read_transcript(mine: Mine, here: WithParts) -> TranscriptOut:
    """The patient's own copy."""
    messages = here.services.conversations.messages(mine.id)
    return TranscriptOut(conversation_id=mine.id, started_at=mine.created_at, messages=_shown(messages))


@router.delete("/conversation")
def erase_conversation(mine: Mine, here: WithParts) -> ReceiptOut:
    """Erase the conversation and everything that hangs on it. The token dies with it."""
    receipt = here.services.conversations.erase(mine.id, actor="patient")
    return ReceiptOut(receipt=receipt.number, erased_at=receipt.erased_at, messages=receipt.messages)


def _shown(messages: tuple[Message, ...]) -> list[MessageOut]:
    return [MessageOut.of(message) for message in messages]


def _hold_to(limit: Limit, key: str) -> None:
    wait = limit.wait_seconds(key)
    if wait > 0:
        seconds = str(int(wait) + 1)
        sentence = f"That was a lot at once. Try again in {seconds} seconds."
        raise ApiError(429, "too_many", sentence, {"Retry-After": seconds})
