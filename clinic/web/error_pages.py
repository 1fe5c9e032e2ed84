"""Whoever reads a page gets a page, whatever went wrong. Programs keep the JSON of `errors`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from clinic.services.cases import CaseUnknown
from clinic.services.desk import BookingUnknown
from clinic.services.errors import ConversationUnknown, StorageFailed
from clinic.web.errors import ApiError, as_json
from clinic.web.guards import add_headers
from clinic.web.pages import page
from clinic.web.staff.access import HOME, is_below, is_partial, staff_page

type Handler = Callable[[Request, Exception], Awaitable[Response]]

BOOKING: Final = "/booking"


@dataclass(frozen=True)
class Problem:
    status: int
    title: str
    sentence: str


class PageProblem(Exception):
    """Ends a page with this problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.title)
        self.problem = problem


GONE: Final = Problem(404, "Not there", "It may have been erased, or the address is not complete.")
UNREADABLE: Final = Problem(422, "Something is missing", "Go back, check what you filled in, send it again.")
NOT_KEPT: Final = Problem(503, "Nothing was kept", "Storing does not work right now. Try again in a minute.")
BROKEN: Final = Problem(500, "Something broke", "Your last step may not have been kept. Go back and look.")
PROBLEMS: Final[Mapping[type[Exception], Problem]] = {
    BookingUnknown: GONE,
    CaseUnknown: GONE,
    ConversationUnknown: GONE,
    StorageFailed: NOT_KEPT,
    RequestValidationError: UNREADABLE,
    HTTPException: GONE,
    Exception: BROKEN,
}
INTERNAL: Final = ApiError(500, "internal", "Something broke on our side. Try again, or call the clinic.")


def register_error_pages(app: FastAPI) -> None:
    """Call after `register_errors`, whose handlers go on to answer everything that is no page."""
    app.add_exception_handler(PageProblem, _shown)
    for kind, problem in PROBLEMS.items():
        app.add_exception_handler(kind, _answering(problem, app.exception_handlers.get(kind, _internal)))


def _page(request: Request, problem: Problem) -> Response:
    """The problem in a sentence, on a page of the part of the site where it happened."""
    values: dict[str, object] = {"problem": problem}
    if is_below(request.url.path, HOME):
        return staff_page(request, "problem.html", values, status=problem.status)
    return page(request, "booking/problem.html", values, status=problem.status)


def _answering(problem: Problem, otherwise: Any) -> Handler:
    async def answer(request: Request, error: Exception) -> Response:
        path = request.url.path
        if is_partial(request):
            return Response(status_code=problem.status)
        if is_below(path, HOME) or is_below(path, BOOKING):
            answered = _page(request, _exactly(problem, error))
            add_headers(answered.headers)  # a fault that nobody foresaw is answered outside the guards
            answered.headers.setdefault("Cache-Control", "no-store")
            return answered
        response: Response = await otherwise(request, error)
        return response

    return answer


async def _shown(request: Request, error: Exception) -> Response:
    assert isinstance(error, PageProblem)
    return _page(request, error.problem)


def _exactly(problem: Problem, error: Exception) -> Problem:
    """A body that cannot be read is no missing page."""
    is_unread = isinstance(error, HTTPException) and error.status_code not in (404, 405)
    return UNREADABLE if is_unread else problem


async def _internal(_request: Request, _error: Exception) -> Response:
    return as_json(INTERNAL)
