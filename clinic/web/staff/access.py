"""Who is signed in, and may they? Denied unless a page names the permission it needs."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from clinic.logic.permissions import Permission, may
from clinic.services.ports.staff import StaffUser
from clinic.services.staff import NotPermitted, NotSignedIn, require
from clinic.web.pages import page
from clinic.web.parts import Parts, parts

COOKIE = "mesochat_staff"
HOME = "/staff"


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
    return page(request, f"staff/{template}", {"user": user, "may": granted, **(values or {})}, status=status)


def register_access(app: FastAPI) -> None:
    """Turn "who are you?" and "you may not" into pages; partials get the bare status."""

    async def ask_to_sign_in(request: Request, _error: Exception) -> Response:
        if _is_partial(request):
            return Response(status_code=401)
        return RedirectResponse(f"{HOME}/sign-in?next={quote(request.url.path)}", status_code=303)

    async def refuse(request: Request, error: Exception) -> Response:
        if _is_partial(request):
            return Response(status_code=403)
        assert isinstance(error, NotPermitted)
        return staff_page(request, "not_permitted.html", {"needed": error.permission.value}, status=403)

    app.add_exception_handler(NotSignedIn, ask_to_sign_in)
    app.add_exception_handler(NotPermitted, refuse)


def safe_next(path: str) -> str:
    """Where to go after signing in: a page of the console, never another site."""
    is_ours = path == HOME or path.startswith(f"{HOME}/")
    return path if is_ours and "//" not in path and "\\" not in path else HOME


def _is_partial(request: Request) -> bool:
    return request.headers.get("x-partial") == "1"
