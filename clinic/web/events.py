"""Server-sent events of one conversation. The database is the source; the fan-out only says when to look."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

from starlette.concurrency import run_in_threadpool

from clinic.bootstrap import Services
from clinic.fanout import Event, LocalFanout
from clinic.services.errors import ConversationUnknown
from clinic.services.ports.conversations import Conversation, Message
from clinic.web.chat_schemas import MessageOut

LOOK_EVERY_SECONDS = 3.0  # other processes may have written without this one hearing of it
RETRY_MILLISECONDS = 2000


async def stream(
    services: Services, fanout: LocalFanout, mine: Conversation, after: int, is_stopping: Callable[[], bool]
) -> AsyncIterator[str]:
    """Every message after `after`, then what happens, until the reader or the server goes away."""
    owner = mine.owner
    yield f"retry: {RETRY_MILLISECONDS}\n\n"
    async with fanout.listen(mine.id) as queue:
        while not is_stopping():
            messages = await run_in_threadpool(services.conversations.messages, mine.id, after)
            for message in messages:
                after = message.sequence
                yield _message(message)
            try:
                current = await run_in_threadpool(services.conversations.get, mine.id)
            except ConversationUnknown:
                return
            if current.owner != owner:
                owner = current.owner
                yield _event("owner", {"owner": owner})
            event = await _next(queue)
            if event is not None and event.name == "typing":
                yield _event("typing", event.data)
            elif event is None:
                yield ": still here\n\n"


async def _next(queue: "asyncio.Queue[Event]") -> Event | None:
    try:
        return await asyncio.wait_for(queue.get(), LOOK_EVERY_SECONDS)
    except TimeoutError:
        return None


def _message(message: Message) -> str:
    return f"id: {message.sequence}\nevent: message\ndata: {MessageOut.of(message).model_dump_json()}\n\n"


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
