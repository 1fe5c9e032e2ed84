"""Middleware in front of every route: body size, who may call from where, and the headers of every answer."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clinic.web.errors import ApiError, as_json

MAX_BODY_BYTES = 16 * 1024  # design.md section 9
TOO_LARGE = ApiError(413, "too_large", "The message is too long. Send it in parts.")
NOT_JSON = ApiError(415, "not_json", "Send JSON.")
FOREIGN = ApiError(403, "foreign_origin", "This website may not use the chat.")
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'"
)


class BodyLimit:
    """Refuses a body over 16 KiB, by its declared length and by what really arrives."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        body = await _read(receive)
        if body is None:
            await as_json(TOO_LARGE)(scope, receive, send)
        elif _must_be_json(scope) and body and not _is_json(scope):
            await as_json(NOT_JSON)(scope, receive, send)
        else:
            await self.app(scope, _replay(body, receive), send)


class OriginGuard:
    """Lets browsers call the chat only from the clinic's own pages and the configured websites.

    Staff pages take state changes from their own origin alone (after datasette's header check, ADR 0002).
    """

    def __init__(self, app: ASGIApp, own: str, allowed: frozenset[str]) -> None:
        self.app, self.own, self.allowed = app, own, allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._may(scope):
            await as_json(FOREIGN)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _may(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        if scope["path"].startswith("/hooks/"):
            return True  # machines: their signature is checked by the channel
        origin = headers.get("origin")
        if origin and origin != "null":
            same = origin == self.own or urlsplit(origin).netloc == headers.get("host")
            return same or (origin in self.allowed and scope["path"].startswith("/chat/v1/"))
        changes = scope["method"] not in ("GET", "HEAD", "OPTIONS")
        return not (changes and (origin == "null" or headers.get("sec-fetch-site") == "cross-site"))


class SecurityHeaders:
    """The headers that every answer carries; only configured websites may frame the chat page."""

    def __init__(self, app: ASGIApp, embedders: tuple[str, ...]) -> None:
        self.app = app
        self.framing = " ".join(("'self'", *embedders))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(scope["path"], MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)

    def _add(self, path: str, headers: MutableHeaders) -> None:
        add_headers(headers, self.framing if path == "/chat" else "'none'")
        if not path.startswith(("/static/", "/widget/")):
            headers.setdefault("Cache-Control", "no-store")


def add_headers(headers: MutableHeaders, framing: str = "'none'") -> None:
    headers.setdefault("Content-Security-Policy", f"{POLICY}; frame-ancestors {framing}")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    # With "no-referrer" browsers send "Origin: null" with our own forms, which OriginGuard refuses.
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")


def _must_be_json(scope: Scope) -> bool:
    return bool(scope["path"].startswith("/chat/v1/"))


def _is_json(scope: Scope) -> bool:
    kind = Headers(scope=scope).get("content-type", "")
    return kind.split(";")[0].strip().lower() == "application/json"


async def _read(receive: Receive) -> bytes | None:
    size, parts = 0, list[bytes]()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY_BYTES:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def once() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once
