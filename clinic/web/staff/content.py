"""What patients read: every text with its owner, its source and its review, overdue ones first."""

from collections import Counter
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from clinic.criteria.responses import ANSWER_PREFIX, Review, ReviewState
from clinic.logic.permissions import Permission
from clinic.services.ports.staff import StaffUser
from clinic.web.parts import Parts, parts
from clinic.web.staff.access import HOME, needs, staff_page

LIST: Final = f"{HOME}/content"
STATES: Final[dict[ReviewState, str]] = {
    "overdue": "Overdue",
    "due": "Due soon",
    "sound": "Checked",
    "undated": "No review",
}

router = APIRouter(prefix=LIST, include_in_schema=False)
WithParts = Annotated[Parts, Depends(parts)]
Viewer = Annotated[StaffUser, Depends(needs(Permission.VIEW_CONTENT))]


@router.get("")
def show(request: Request, here: WithParts, user: Viewer, state: str = "") -> Response:
    # The day is the one by which the chat withholds an answer.
    reviews = here.services.turns.delivery.catalogue.reviews(here.now().date())
    chosen = state if state in STATES else ""
    values: dict[str, object] = {
        "reviews": [review for review in reviews if chosen in ("", review.state)],
        "counts": Counter(review.state for review in reviews),
        "withheld": sum(review.is_withheld for review in reviews),
        "states": STATES,
        "state": chosen,
        "title_of": lambda review: _title(here, review),
    }
    return staff_page(request, "content.html", values)


def _title(here: Parts, review: Review) -> str:
    """A question by its plain title, anything else by its name."""
    label = review.response.removeprefix("utter_")
    if review.response.startswith(ANSWER_PREFIX):
        return here.wording.labels.get(label, label)
    return label.replace("_", " ")
