"""The page of one conversation, and how what is done on it ends: with a word that it worked, or why not."""

from collections.abc import Callable, Mapping
from typing import Final

from fastapi import Request
from fastapi.responses import Response

from clinic.services.alerts import ReasonMissing
from clinic.services.cases import NoAnswers
from clinic.services.errors import Refused
from clinic.services.handoff import HandoffTaken, HandoffUnknown, NothingToSend, NotYours
from clinic.services.ports.staff import StaffUser
from clinic.services.records import NoteRefused, Record
from clinic.web.parts import Parts
from clinic.web.staff.access import HOME, done, staff_page
from clinic.web.staff.replies import ready_made

PROBLEMS: Final[Mapping[type[Refused], str]] = {
    HandoffTaken: "A colleague was quicker, or this has ended. Below is how it stands now.",
    HandoffUnknown: "That request for a person is not there any more. Below is how it stands now.",
    NotYours: "Not sent: the conversation is not with you. Take it over first; your words are kept below.",
    NothingToSend: "Not sent: write something first, at most 4,000 characters.",
    NoteRefused: "Not kept: a note needs words, at most 4,000 characters.",
    ReasonMissing: "Not lifted: write the reason first. It stays on the record.",
    NoAnswers: "No case was opened: the patient has not answered all the health questions, or does so again.",
}


def conversation_page(
    request: Request,
    here: Parts,
    user: StaffUser,
    conversation_id: str,
    *,
    problem: str = "",
    kept: Mapping[str, str] | None = None,
) -> Response:
    """The whole page. `kept` is what was typed into a form that could not be taken."""
    record = here.services.records.open(conversation_id, user, "transcript")
    values: dict[str, object] = {
        **shown(here, record),
        "problem": problem,
        "kept": kept or {},
        "replies": ready_made(here.profile),
    }
    return staff_page(request, "conversation.html", values, status=409 if problem else 200)


def attempt(
    request: Request,
    here: Parts,
    user: StaffUser,
    conversation_id: str,
    act: Callable[[], object],
    worked: str,
    **kept: str,
) -> Response:
    """Do it and go back to the page; when it is refused, show the page with the reason and what was typed."""
    try:
        act()
    except tuple(PROBLEMS) as refused:
        problem = PROBLEMS[type(refused)]
        return conversation_page(request, here, user, conversation_id, problem=problem, kept=kept)
    return done(address(conversation_id), worked)


def shown(here: Parts, record: Record) -> dict[str, object]:
    """What the templates of a conversation work with."""
    standing = [handoff for handoff in record.handoffs if handoff.status in ("waiting", "assigned")]
    return {
        "record": record,
        "handoff": standing[0] if standing else None,
        "flagged": {flag.message_id for flag in record.red_flags},
        "path": address(record.conversation.id),
        "people": {person.id: person.name for person in here.services.staff.everybody()},
    }


def address(conversation_id: str) -> str:
    return f"{HOME}/conversations/{conversation_id}"
