"""Who is signed in, and may they? Denied unless a page names the permission it needs."""

from collections.abc import Callable
from functools import partial
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from clinic.logic.permissions import Permission, may
from clinic.services.handoff import QueueItem
from clinic.services.ports.staff import StaffUser
from clinic.services.staff import NotPermitted, NotSignedIn, require
from clinic.web.pages import page
from clinic.web.parts import Parts, parts

COOKIE = "mesochat_staff"
HOME = "/staff"
DONE = {
    "added": "The account is there. Give the person the password in a safe way.",
    "approved": "Approved. The patient was told in the chat and can book now.",
    "asked": "Asked. The patient reads the question in the chat; the answer comes back here.",
    "blocked": "Blocked. The time is offered to nobody.",
    "blocked_kept": "Blocked. The bookings under it stand: move or cancel them if they cannot be.",
    "booked": "Booked. Who has a chat was told there.",
    "came": "Marked: the patient came.",
    "cancelled": "Cancelled. The time is free again. Who has a chat was told there.",
    "closed": "Closed. The patient may write again at any time.",
    "counted": "The session counts as used.",
    "declined": "Declined. The patient was told in the chat, with your reason.",
    "handed_back": "Handed back. The assistant answers again, and the patient was told.",
    "incident": "The incident is closed.",
    "left_out": "Left out. The message becomes no training line.",
    "let_go": "Taken off the queue. The patient was told that nobody could join.",
    "lifted": "The alert is lifted. What was seen stays on the record.",
    "marked": "Marked. It is in the next export.",
    "missed": "Marked: the patient did not come.",
    "moved": "Moved. Who has a chat was told there.",
    "not_counted": "The session does not count.",
    "noted": "The note is kept.",
    "nothing_new": "Nothing new to export: what was marked is exported, or stands in the training lines.",
    "opened": "The case is open. Decide below.",
    "sent": "Sent.",
    "sent_again": "What was given up is on its way again, for three days more.",
    "switched": "The account is switched.",
    "taken": "You have the conversation. The patient was told your name.",
    "taken_back": "Taken back. The message is open again.",
    "unblocked": "The time is offered again.",
    "unmarked": "The mark is taken back.",
}


def signed_in(request: Request, here: Annotated[Parts, Depends(parts)]) -> StaffUser:
    """Who asks. Raises NotSignedIn."""
    user = here.services.staff.by_token(request.cookies.get(COOKIE, ""))
    request.state.user = user
    return user


def needs(permission: Permission) -> Callable[[StaffUser], StaffUser]:
    """A dependency that lets only holders of `permission` in. Raises NotSignedIn, NotPermitted."""

    def holder(user: Annotated[StaffUser, Depends(signed_in)]) -> StaffUser:
        require(user, permission)
        return user

    holder.permission = permission  # type: ignore[attr-defined]  # read by the test of the permission matrix
    return holder


def staff_page(
    request: Request, template: str, values: dict[str, object] | None = None, *, status: int = 200
) -> HTMLResponse:
    """A console page, with who is signed in and what they may see."""
    user: StaffUser | None = getattr(request.state, "user", None)
    granted = {p.value for p in Permission if user is not None and may(user.role, p)}
    worked = request.query_params.get("done", "")
    shared: dict[str, object] = {"user": user, "may": granted, "worked": worked, "done": DONE.get(worked)}
    if user is not None and Permission.VIEW_QUEUE.value in granted:
        shared["waiting"] = partial(_waiting, parts(request), user)
    return page(request, f"staff/{template}", {**shared, **(values or {})}, status=status)


def done(path: str, what: str, **shown: object) -> RedirectResponse:
    """Back to a page after a change, which says that it worked; `shown` is which part of the page it was."""
    return RedirectResponse(f"{path}?{urlencode({**shown, 'done': what})}", status_code=303)


def register_access(app: FastAPI) -> None:
    """Turn "who are you?" and "you may not" into pages; partials get the bare status."""

    async def ask_to_sign_in(request: Request, _error: Exception) -> Response:
        if is_partial(request):
            return Response(status_code=401)
        return RedirectResponse(f"{HOME}/sign-in?next={quote(page_of(request))}", status_code=303)

    async def refuse(request: Request, error: Exception) -> Response:
        if is_partial(request):
            return Response(status_code=403)
        assert isinstance(error, NotPermitted)
        if request.url.path == HOME and may(request.state.user.role, Permission.MANAGE_STAFF):
            return RedirectResponse(f"{HOME}/accounts", status_code=303)  # who has no queue begins there
        return staff_page(request, "not_permitted.html", {"needed": error.permission.value}, status=403)

    app.add_exception_handler(NotSignedIn, ask_to_sign_in)
    app.add_exception_handler(NotPermitted, refuse)


def safe_next(path: str) -> str:
    """Where to go after signing in: a page of the console, never another site."""
    is_plain = all(character.isalnum() or character in "/-_" for character in path)
    return path if is_plain and "//" not in path and is_below(path, HOME) else HOME


def page_of(request: Request) -> str:
    """The page that a form was on: where to go on after signing in again."""
    path = request.url.path
    if request.method == "GET":
        return path
    # /staff/conversations/<id>/write is sent from /staff/conversations/<id>
    depth = 4 if path.startswith((f"{HOME}/conversations/", f"{HOME}/cases/", f"{HOME}/bookings/")) else 3
    return "/".join(path.split("/")[:depth])


def is_partial(request: Request) -> bool:
    """A page that keeps itself fresh asks for a part: it wants a status, no page about it."""
    return request.headers.get("x-partial") == "1"


def is_below(path: str, start: str) -> bool:
    return path == start or path.startswith(f"{start}/")


def _waiting(here: Parts, user: StaffUser) -> tuple[QueueItem, ...]:
    return tuple(item for item in here.services.handoff.queue(user) if item.handoff.status == "waiting")
