"""Accounts of staff, and the record of who did and who read what: for administrators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from clinic.logic.permissions import Permission, Role
from clinic.services.ports.staff import StaffUser
from clinic.services.staff import AccountRefused
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, done, needs, staff_page

router = APIRouter(prefix=HOME, include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Manager = Annotated[StaffUser, Depends(needs(Permission.MANAGE_STAFF))]
Auditor = Annotated[StaffUser, Depends(needs(Permission.VIEW_AUDIT))]


class Account(BaseModel):
    """The form as it was typed."""

    name: str = ""
    email: str = ""
    role: str = ""
    registration: str = ""
    password: str = ""


@router.get("/accounts")
def show(request: Request, here: WithParts, user: Manager) -> Response:
    return _page(request, here)


@router.post("/accounts")
def add(request: Request, here: WithParts, user: Manager, form: Annotated[Account, Form()]) -> Response:
    try:
        here.services.staff.add(
            email=form.email,
            name=form.name,
            role=form.role,
            password=form.password,
            actor=user.id,
            registration=form.registration.strip() or None,
        )
    except AccountRefused as refused:
        return _page(request, here, problem=str(refused), kept=form)
    return done(f"{HOME}/accounts", "added")


@router.post("/accounts/{staff_user_id}/switch")
def switch(
    request: Request,
    staff_user_id: str,
    here: WithParts,
    user: Manager,
    is_active: Annotated[bool, Form()] = False,
) -> Response:
    person = next((p for p in here.services.staff.everybody() if p.id == staff_user_id), None)
    if person is None or person.id == user.id:
        return _page(request, here, problem="That account cannot be switched by you.")
    here.services.staff.switch(person, is_active=is_active, actor=user)
    return done(f"{HOME}/accounts", "switched")


@router.get("/audit")
def audit(request: Request, here: WithParts, user: Auditor) -> Response:
    values: dict[str, object] = {
        "entries": here.services.staff.audit_trail(user),
        "accesses": here.services.staff.access_trail(user),
        "people": {person.id: person.name for person in here.services.staff.everybody()},
    }
    return staff_page(request, "audit.html", values)


def _page(request: Request, here: Parts, *, problem: str = "", kept: Account | None = None) -> Response:
    values: dict[str, object] = {
        "staff": here.services.staff.everybody(),
        "roles": list(Role),
        "problem": problem,
        "kept": kept or Account(),
    }
    return staff_page(request, "accounts.html", values, status=409 if problem else 200)
