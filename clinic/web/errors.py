"""One place where the facts of the services become answers: a code, a status, a sentence."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from clinic.services.errors import ButtonUnknown, ConversationUnknown, StorageFailed


class ApiError(Exception):
    """An answer of the chat API that is no success. `message` is for the person who reads it."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.headers = status, code, message, headers


UNKNOWN_CONVERSATION = ApiError(401, "unknown_conversation", "This chat has ended. Start a new one.")
UNKNOWN_BUTTON = ApiError(409, "unknown_button", "That button no longer works. Type your answer.")
BAD_REQUEST = ApiError(422, "bad_request", "The message could not be read. Send it once more.")
CODES = {400: "bad_request", 401: "unauthorised", 403: "forbidden", 404: "not_found", 405: "not_allowed"}


def register_errors(app: FastAPI, clinic_phone: str) -> None:
    """Map errors to the one JSON shape of design.md section 9. The catch-all comes last."""
    storage = ApiError(503, "storage_failed", f"We cannot keep messages right now. Call {clinic_phone}.")

    async def fact(_request: Request, error: Exception) -> JSONResponse:
        known = {
            ConversationUnknown: UNKNOWN_CONVERSATION,
            ButtonUnknown: UNKNOWN_BUTTON,
            StorageFailed: storage,
        }
        return as_json(known[type(error)])

    async def api_error(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, ApiError)
        return as_json(error)

    async def validation(_request: Request, _error: Exception) -> JSONResponse:
        return as_json(BAD_REQUEST)

    async def http(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        code = CODES.get(error.status_code, "error")
        return as_json(ApiError(error.status_code, code, str(error.detail), error.headers))

    for kind in (ConversationUnknown, ButtonUnknown, StorageFailed):
        app.add_exception_handler(kind, fact)
    app.add_exception_handler(ApiError, api_error)
    app.add_exception_handler(RequestValidationError, validation)
    app.add_exception_handler(HTTPException, http)


def as_json(error: ApiError) -> JSONResponse:
    body = {"error": {"code": error.code, "message": error.message}}
    return JSONResponse(body, status_code=error.status, headers=dict(error.headers or {}))
