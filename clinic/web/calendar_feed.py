"""Calendar feeds for calendar programs. The secret in the address is the key: they know no other."""

from datetime import timedelta
from email.utils import format_datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from clinic.services.calendars import Feed, FeedUnknown
from clinic.web.errors import ApiError
from clinic.web.parts import Parts, parts

router = APIRouter(include_in_schema=False)

UNKNOWN: Final = ApiError(
    404, "unknown_calendar", "No calendar has this address, or its address was changed."
)
CROWDED: Final = "Too many requests. Ask again in a minute."
SETTLED: Final = timedelta(
    seconds=2
)  # HTTP dates count whole seconds: a second change in one would be missed


@router.api_route("/calendar/{secret}.ics", methods=["GET", "HEAD"])
def feed(secret: str, request: Request, here: Annotated[Parts, Depends(parts)]) -> Response:
    """The bookings as they stand, or 304 for a program that has them already."""
    wait = here.feed_limit.wait_seconds(request.client.host if request.client else "unknown")
    if wait > 0:
        raise ApiError(429, "too_many", CROWDED, {"Retry-After": str(int(wait) + 1)})
    try:
        found = here.services.calendars.feeds.by_secret(secret)
    except FeedUnknown:
        raise UNKNOWN from None
    headers = _headers(found, here)
    if _has_it(request, headers):
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type="text/calendar; charset=utf-8", headers=headers)


def _headers(found: Feed, here: Parts) -> dict[str, str]:
    headers = {
        "ETag": f'"{found.tag}"',
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="appointments.ics"',
    }
    if here.now() - found.changed_at >= SETTLED:
        headers["Last-Modified"] = format_datetime(found.changed_at, usegmt=True)
    return headers


def _has_it(request: Request, headers: dict[str, str]) -> bool:
    """By the tag; by the date only without one, and by that very date: an erasure makes it older."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return headers["ETag"] in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    since = request.headers.get("if-modified-since")
    return since is not None and since == headers.get("Last-Modified")
