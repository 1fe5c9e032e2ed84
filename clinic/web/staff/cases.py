"""Cases: a clinician reads the answers, flags first, and decides by name and with a reason."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from clinic.logic.approval import DecisionRefusal, Grant
from clinic.logic.permissions import Permission
from clinic.services.approval import DecisionRefused
from clinic.services.cases import CaseUnknown
from clinic.services.ports.staff import StaffUser
from clinic.web.errors import ApiError
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, needs, staff_page

router = APIRouter(prefix=f"{HOME}/cases", include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Reader = Annotated[StaffUser, Depends(needs(Permission.VIEW_HEALTH_ANSWERS))]
Decider = Annotated[StaffUser, Depends(needs(Permission.DECIDE_CASES))]
Text = Annotated[str, Form()]
Number = Annotated[int, Form()]

GONE = ApiError(404, "not_found", "There is no such case. The conversation may have been erased.")
REFUSALS = {
    DecisionRefusal.NOT_A_CLINICIAN: "Only a clinician decides.",
    DecisionRefusal.DECIDED_ALREADY: "A colleague has decided already. The page shows how it stands now.",
    DecisionRefusal.NO_REASON: "Write a reason or a question first.",
    DecisionRefusal.FINAL: "Pregnancy, possible pregnancy and under 18 cannot be approved here.",
    DecisionRefusal.BLOCKED: "A red flag stands. Lift the alert in the conversation first.",
    DecisionRefusal.ANSWERS_EXPIRED: "The answers are too old, or the rules have changed. Ask again.",
    DecisionRefusal.BAD_COURSE: "Check the number of sessions and the days between them.",
    DecisionRefusal.BAD_EXPIRY: "Check for how many days the approval holds.",
}


@router.get("")
def everyone(request: Request, here: WithParts, user: Reader) -> Response:
    return staff_page(request, "cases.html", {"items": here.services.cases.queue(user)})


@router.get("/{case_id}")
def show(request: Request, case_id: str, here: WithParts, user: Reader, problem: str = "") -> Response:
    try:
        file = here.services.cases.case(case_id, user)
    except CaseUnknown:
        raise GONE from None
    values: dict[str, object] = {
        "file": file,
        "questions": here.question_texts,
        "people": {person.id: person.name for person in here.services.staff.everybody()},
        "problem": REFUSALS.get(DecisionRefusal(problem)) if problem in set(DecisionRefusal) else None,
    }
    return staff_page(request, "case.html", values)


@router.post("/{case_id}/approve")
def approve(
    case_id: str,
    here: WithParts,
    user: Decider,
    treatment_type: Text,
    sessions: Number,
    spacing_days: Number,
    days: Number,
    reason: Text = "",
) -> Response:
    grant = Grant(treatment_type, sessions, spacing_days, here.now() + timedelta(days=days))
    try:
        here.services.approval.approve(case_id, user, grant, reason)
    except DecisionRefused as refused:
        return _back(case_id, refused.refusal)
    return _back(case_id)


@router.post("/{case_id}/decline")
def decline(case_id: str, here: WithParts, user: Decider, reason: Text = "") -> Response:
    try:
        here.services.approval.decline(case_id, user, reason)
    except DecisionRefused as refused:
        return _back(case_id, refused.refusal)
    return _back(case_id)


@router.post("/{case_id}/ask-back")
def ask_back(case_id: str, here: WithParts, user: Decider, question: Text = "") -> Response:
    try:
        here.services.approval.ask_back(case_id, user, question)
    except DecisionRefused as refused:
        return _back(case_id, refused.refusal)
    return _back(case_id)


def _back(case_id: str, problem: str = "") -> Response:
    tail = f"?problem={problem}" if problem else ""
    return RedirectResponse(f"{HOME}/cases/{case_id}{tail}", status_code=303)
