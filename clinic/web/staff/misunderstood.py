"""What was not understood: the list, the right label for each message, and the export of training lines."""

from collections.abc import Callable, Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from clinic.logic.permissions import Permission
from clinic.logic.training_lines import written
from clinic.services.misunderstood import (
    Caution,
    Entry,
    LabelUnknown,
    MarkedMeanwhile,
    MessageUnknown,
    Misunderstood,
)
from clinic.services.ports.misunderstood import MarkState
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, done, needs, staff_page

LIST: Final = f"{HOME}/not-understood"
FILE: Final = "training-lines.yml"
MEANWHILE: Final = (
    "A colleague was quicker: your choice is not kept yet. Look at the message below, and decide."
)
ERASED: Final = "That message is not there any more. Its conversation may have been erased."
NO_LABEL: Final = "Not marked: choose a label first."
CAUTIONS: Final[Mapping[Caution, str]] = {
    Caution.HEALTH: "tells of own health",
    Caution.CONTACT: "may hold a phone number, an e-mail address or a date",
    Caution.NAME: "may name a person",
}

router = APIRouter(prefix=LIST, include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Viewer = Annotated[StaffUser, Depends(needs(Permission.VIEW_TRANSCRIPTS))]
Marker = Annotated[StaffUser, Depends(needs(Permission.MARK_LABELS))]
Exporter = Annotated[StaffUser, Depends(needs(Permission.EXPORT_LINES))]


class Choice(BaseModel):
    """The form of one message, and where in the list it stood."""

    label: str = ""
    seen: str = ""  # the mark that the person saw
    state: str = ""
    page: str = ""


type Act = Callable[[Misunderstood, StaffUser, str, Choice], None]
MOVES: Final[Mapping[str, tuple[Act, str]]] = {
    "mark": (lambda marks, user, of, form: marks.mark(user, of, form.label, seen=form.seen), "marked"),
    "leave-out": (lambda marks, user, of, form: marks.mark(user, of, None, seen=form.seen), "left_out"),
    "take-back": (lambda marks, user, of, form: marks.take_back(user, of, seen=form.seen), "taken_back"),
}


@router.get("")
def show(request: Request, here: WithParts, user: Viewer, state: str = "", page: str = "") -> Response:
    return _list(request, here, user, Choice(state=state, page=page))


@router.post("/export")
def export(here: WithParts, user: Exporter, again: Annotated[bool, Form()] = False) -> Response:
    drafted = here.services.misunderstood.export(user, again=again)
    if not drafted.count:
        return done(LIST, "nothing_new", state=MarkState.MARKED)
    headers = {"Content-Disposition": f'attachment; filename="{FILE}"'}
    return Response(written(drafted), media_type="application/yaml; charset=utf-8", headers=headers)


@router.post("/{message_id}/{move}")
def move(
    request: Request,
    message_id: str,
    move: str,
    here: WithParts,
    user: Marker,
    form: Annotated[Choice, Form()],
) -> Response:
    act, worked = MOVES.get(move, (_refuse, ""))
    try:
        act(here.services.misunderstood, user, message_id, form)
    except LabelUnknown:
        return _list(request, here, user, form, problem=NO_LABEL)
    except MessageUnknown:
        return _list(request, here, user, form, problem=ERASED)
    except MarkedMeanwhile:
        kept = form if move == "mark" else form.model_copy(update={"label": ""})
        return _met(request, here, user, message_id, kept)
    return done(LIST, worked, state=_state(form.state), page=_number(form.page))


def _refuse(_marks: Misunderstood, _user: StaffUser, _message_id: str, _form: Choice) -> None:
    raise MessageUnknown


def _met(request: Request, here: Parts, user: StaffUser, message_id: str, form: Choice) -> Response:
    """What the colleague decided, with the choice that was not kept."""
    try:
        met = here.services.misunderstood.entry(user, message_id)
    except MessageUnknown:
        return _list(request, here, user, form, problem=ERASED)
    return _list(request, here, user, form, problem=MEANWHILE, met=met)


def _list(
    request: Request,
    here: Parts,
    user: StaffUser,
    asked: Choice,
    *,
    problem: str = "",
    met: Entry | None = None,
) -> Response:
    listing = here.services.misunderstood.listing(user, _state(asked.state), _number(asked.page))
    values: dict[str, object] = {
        "listing": listing,
        "entries": [entry for entry in listing.entries if met is None or not _is_same(entry, met)],
        "met": met,
        "chosen": asked.label,
        "groups": _groups(here),
        "cautions": CAUTIONS,
        "people": {person.id: person.name for person in here.services.staff.everybody()},
        "problem": problem,
    }
    return staff_page(request, "not_understood.html", values, status=409 if problem else 200)


def _groups(here: Parts) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every label with its title, to choose from."""
    labels = here.services.misunderstood.labels
    titles = sorted(
        ((here.wording.labels[label], label) for label in labels), key=lambda pair: pair[0].casefold()
    )
    asked = [(label, title) for title, label in titles if label.startswith("faq/")]
    others = [(label, title) for title, label in titles if not label.startswith("faq/")]
    return [("Questions about the treatment", asked), ("Everything else", others)]


def _is_same(one: Entry, other: Entry) -> bool:
    return one.missed.message.id == other.missed.message.id


def _state(asked: str) -> MarkState:
    return MarkState(asked) if asked in set(MarkState) else MarkState.OPEN


def _number(asked: str) -> int:
    """A page; whatever is no number, or none that a list could have, is the first."""
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
