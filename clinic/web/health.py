"""Is the process alive, can it answer a patient, and what does it count?"""

import ipaddress
import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from clinic.web.errors import ApiError
from clinic.web.parts import Parts, parts

router = APIRouter(tags=["health"])
FORBIDDEN = ApiError(403, "forbidden", "The figures are for this machine or for a token's bearer.")


@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process runs."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(here: Annotated[Parts, Depends(parts)]) -> JSONResponse:
    """The database answers and the engine understood a question a moment ago; 503 says what does not."""
    state = here.services.readiness.look()
    return JSONResponse(state, status_code=200 if all(state.values()) else 503)


@router.get("/metrics")
def figures(request: Request, here: Annotated[Parts, Depends(parts)]) -> Response:
    """Prometheus figures, for loopback or with the metrics token. No label holds a word of a patient."""
    if not (_is_loopback(request) or _has_token(request, here)):
        raise FORBIDDEN
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _is_loopback(request: Request) -> bool:
    host = request.client.host if request.client else ""
    try:
        near = ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
    # Behind a proxy on the same machine everybody comes from loopback: then the token decides.
    return near and "x-forwarded-for" not in request.headers


def _has_token(request: Request, here: Parts) -> bool:
    wanted = here.settings.metrics_token.get_secret_value()
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    return bool(wanted) and secrets.compare_digest(given.encode(), wanted.encode())
