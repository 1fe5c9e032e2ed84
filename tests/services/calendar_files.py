"""Calendar files of other people, and a web server on loopback that serves them and takes what is posted."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Event, Thread


def calendar(*events: str) -> bytes:
    """A file of these events, each given by its own lines."""
    parts = [
        f"BEGIN:VEVENT\nUID:{number}@elsewhere.example\nDTSTAMP:20261101T000000Z\n{event}\nEND:VEVENT\n"
        if "UID:" not in event
        else f"BEGIN:VEVENT\nDTSTAMP:20261101T000000Z\n{event}\nEND:VEVENT\n"
        for number, event in enumerate(events)
    ]
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:elsewhere\n{''.join(parts)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


@dataclass
class Answer:
    """What the server says next."""

    status: int = 200
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False


@dataclass
class OtherServer:
    """Another system of the clinic: says what `answer` says, and keeps what it was sent."""

    port: int = 0
    answer: Answer = field(default_factory=Answer)
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    released: Event = field(default_factory=Event)

    def url(self, path: str = "/work.ics") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def take(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.seen.append((request.command, request.path, headers, body))
        if self.answer.hangs:
            self.released.wait(30)
            return
        request.send_response(self.answer.status)
        for name, value in self.answer.headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(self.answer.content)))
        request.end_headers()
        request.wfile.write(self.answer.content)


@contextmanager
def other_server(secured_by: SSLContext | None = None) -> Iterator[OtherServer]:
    """A server that lives as long as the block."""
    other = OtherServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            other.take(self)

        def do_POST(self) -> None:
            other.take(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if secured_by is not None:
        server.socket = secured_by.wrap_socket(server.socket, server_side=True)
    other.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield other
    finally:
        other.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
