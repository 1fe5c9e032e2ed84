"""Cases: a clinician reads the answers, flags first, and decides by name and with a reason."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from clinic.logic.approval import CONSULTATION, TREATMENT, UNDECIDED, DecisionRefusal, Grant
from clinic.logic.permissions import Permission
from clinic.services.approval import DecisionRefused
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, done, needs, staff_page

router = APIRouter(prefix=f"{HOME}/cases", include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Reader = Annotated[StaffUser, Depends(needs(Permission.VIEW_HEALTH_ANSWERS))]
Decider = Annotated[StaffUser, Depends(needs(Permission.DECIDE_CASES))]
Text = Annotated[str, Form()]

LONGEST_DAYS: Final = 365  # for which an approval can be asked; it ends with the answers at the latest
REFUSALS: Final = {
    DecisionRefusal.NOT_A_CLINICIAN: "Only a clinician decides, under their own name.",
    DecisionRefusal.DECIDED_ALREADY: "A colleague was quicker, or the answers are not the newest any more. "
    "Below is how it stands now.",
    DecisionRefusal.NO_REASON: "Nothing was decided: write the reason or the question first.",
    DecisionRefusal.FINAL: "Pregnancy, possible pregnancy and being under 18 cannot be approved here.",
    DecisionRefusal.BLOCKED: "Booking is blocked: a red flag or a problem after treatment stands. "
    "Lift it in the conversation first, if that is right.",
    DecisionRefusal.ANSWERS_EXPIRED: "These answers do not count any more: they are too old, the questions "
    "have changed, or the patient answers again. Ask the patient to answer once more.",
    DecisionRefusal.BAD_COURSE: "Check the sessions: 1 to 12, and 1 to 180 days apart where there are more.",
    DecisionRefusal.BAD_EXPIRY: f"Check for how many days the approval holds: 1 to {LONGEST_DAYS}.",
}


@router.get("")
def everyone(request: Request, here: WithParts, user: Reader) -> Response:
    return staff_page(request, "cases.html", {"items": here.services.cases.queue(user)})


@router.get("/live")
def live(request: Request, here: WithParts, user: Reader) -> Response:
    """What a list that is open shows next."""
    return staff_page(request, "cases_live.html", {"items": here.services.cases.queue(user)})


@router.get("/{case_id}")
def show(request: Request, case_id: str, here: WithParts, user: Reader) -> Response:
    return _page(request, here, user, case_id)


class Approval(BaseModel):
    """The form as it was typed; numbers are judged with everything else."""

    treatment_type: str = ""
    sessions: str = ""
    spacing_days: str = ""
    days: str = ""
    why: str = ""

    def grant(self, now: datetime) -> Grant:
        days = _number(self.days)
        holds = timedelta(days=days if 1 <= days <= LONGEST_DAYS else 0)
        return Grant(self.treatment_type, _number(self.sessions), _number(self.spacing_days), now + holds)


@router.post("/{case_id}/approve")
def approve(
    request: Request, case_id: str, here: WithParts, user: Decider, form: Annotated[Approval, Form()]
) -> Response:
    approving = partial(here.services.approval.approve, case_id, user, form.grant(here.now()), form.why)
    return _decide(request, here, user, case_id, approving, "approved", **form.model_dump())


@router.post("/{case_id}/decline")
def decline(request: Request, case_id: str, here: WithParts, user: Decider, because: Text = "") -> Response:
    declining = partial(here.services.approval.decline, case_id, user, because)
    return _decide(request, here, user, case_id, declining, "declined", because=because)


@router.post("/{case_id}/ask-back")
def ask_back(request: Request, case_id: str, here: WithParts, user: Decider, question: Text = "") -> Response:
    asking = partial(here.services.approval.ask_back, case_id, user, question)
    return _decide(request, here, user, case_id, asking, "asked", question=question)


def _decide(
    request: Request,
    here: Parts,
    user: StaffUser,
    case_id: str,
    act: Callable[[], object],
    worked: str,
    **kept: str,
) -> Response:
    try:
        act()
    except DecisionRefused as refused:
        return _page(request, here, user, case_id, problem=REFUSALS[refused.refusal], kept=kept)
    return done(f"{HOME}/cases/{case_id}", worked)


def _page(
    request: Request,
    here: Parts,
    user: StaffUser,
    case_id: str,
    *,
    problem: str = "",
    kept: dict[str, str] | None = None,
) -> Response:
    file = here.services.cases.case(case_id, user)
    values: dict[str, object] = {
        "file": file,
        "is_open": file.case.status in UNDECIDED,
        "have_expired": file.answers_end_at is not None and file.answers_end_at <= here.now(),
        "kinds": {CONSULTATION: "A consultation", TREATMENT: "A course of treatment"},
        "people": {person.id: person.name for person in here.services.staff.everybody()},
        "problem": problem,
        "kept": kept or {},
    }
    return staff_page(request, "case.html", values, status=409 if problem else 200)


def _number(text: str) -> int:
    """A small whole number; -1 for anything else, which no rule accepts."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1
