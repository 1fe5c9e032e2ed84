"""Sign in and out. A refusal never says which part was wrong."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from clinic.services.staff import SignInRefused
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import COOKIE, HOME, safe_next, staff_page

router = APIRouter(prefix=HOME, include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Text = Annotated[str, Form()]


@router.get("/sign-in")
def show(request: Request, next: str = HOME) -> Response:  # the parameter's name in the address
    return staff_page(request, "sign_in.html", {"next": safe_next(next)})


@router.post("/sign-in")
def sign_in(
    request: Request, here: WithParts, email: Text = "", password: Text = "", next: Text = HOME
) -> Response:
    address = request.client.host if request.client else "unknown"
    try:
        if here.sign_in_limit.wait_seconds(address) > 0:
            raise SignInRefused
        token = here.services.staff.sign_in(email, password)
    except SignInRefused:
        values: dict[str, object] = {"next": safe_next(next), "email": email, "refused": True}
        return staff_page(request, "sign_in.html", values, status=401)
    answer = RedirectResponse(safe_next(next), status_code=303)
    answer.set_cookie(
        COOKIE, token, path=HOME, httponly=True, samesite="strict", secure=here.settings.in_production
    )
    return answer


@router.post("/sign-out")
def sign_out(request: Request, here: WithParts) -> Response:
    here.services.staff.sign_out(request.cookies.get(COOKIE, ""))
    answer = RedirectResponse(f"{HOME}/sign-in", status_code=303)
    answer.delete_cookie(COOKIE, path=HOME)
    return answer
