"""Accounts of staff, and the audit record: for administrators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from clinic.logic.permissions import Permission
from clinic.services.ports.staff import StaffUser
from clinic.services.staff import AccountRefused
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, needs, staff_page

router = APIRouter(prefix=HOME, include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Manager = Annotated[StaffUser, Depends(needs(Permission.MANAGE_STAFF))]
Auditor = Annotated[StaffUser, Depends(needs(Permission.VIEW_AUDIT))]
Text = Annotated[str, Form()]


@router.get("/accounts")
def show(request: Request, here: WithParts, user: Manager) -> Response:
    return staff_page(request, "accounts.html", {"people": here.services.staff.everybody()})


@router.post("/accounts")
def add(
    request: Request,
    here: WithParts,
    user: Manager,
    name: Text,
    email: Text,
    role: Text,
    password: Text,
    registration: Text = "",
) -> Response:
    try:
        here.services.staff.add(
            email=email,
            name=name,
            role=role,
            password=password,
            actor=user.id,
            registration=registration.strip() or None,
        )
    except AccountRefused as refused:
        values: dict[str, object] = {"people": here.services.staff.everybody(), "problem": str(refused)}
        return staff_page(request, "accounts.html", values, status=422)
    return RedirectResponse(f"{HOME}/accounts", status_code=303)


@router.post("/accounts/{staff_user_id}/switch")
def switch(
    staff_user_id: str, here: WithParts, user: Manager, is_active: Annotated[bool, Form()]
) -> Response:
    person = next((p for p in here.services.staff.everybody() if p.id == staff_user_id), None)
    if person is not None and person.id != user.id:
        here.services.staff.switch(person, is_active=is_active, actor=user)
    return RedirectResponse(f"{HOME}/accounts", status_code=303)


@router.get("/audit")
def audit(request: Request, here: WithParts, user: Auditor) -> Response:
    values: dict[str, object] = {
        "entries": here.services.staff.audit_trail(user),
        "people": {person.id: person.name for person in here.services.staff.everybody()},
    }
    return staff_page(request, "audit.html", values)
