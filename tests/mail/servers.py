"""Real mail servers on loopback, which take what they are told to take and keep it."""

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.plugins.addresses import free_port

USER = "letters"
PASSWORD = "the right password"


@dataclass
class Received:
    """One mail as the server got it."""

    recipients: list[str]
    message: EmailMessage
    is_encrypted: bool
    user: str | None


@dataclass
class Postmaster:
    """The handler: says what it is told to say, one answer after another, and then yes."""

    to_recipient: list[str] = field(default_factory=list)
    to_data: list[str] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.to_recipient:
            return self.to_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.to_data:
            return self.to_data.pop(0)
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        is_encrypted = session.ssl is not None
        user = session.auth_data.login.decode() if session.auth_data else None
        assert isinstance(message, EmailMessage)
        self.received.append(Received(list(envelope.rcpt_tos), message, is_encrypted, user))
        return "250 OK"


@dataclass
class Server:
    postmaster: Postmaster
    port: int


@contextmanager
def serving(
    *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, port: int = 0, **more: Any
) -> Iterator[Server]:
    """A mail server for as long as the block runs."""
    postmaster = Postmaster()
    controller = Controller(
        postmaster,
        hostname="127.0.0.1",
        port=port or free_port(),
        ssl_context=tls,
        tls_context=starttls,
        **more,
    )
    controller.start()
    try:
        yield Server(postmaster, controller.port)
    finally:
        controller.stop()


def lets_in(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    """Check the sign-in of the tests."""
    fits = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=fits, handled=False, auth_data=data)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's certificate for this machine, and a client that trusts it."""
    key, made = folder / "key.pem", folder / "certificate.pem"
    asked = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    names = ("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(made))
    subprocess.run(["openssl", *asked.split(), *names], check=True, capture_output=True)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(made, key)
    return server, ssl.create_default_context(cafile=str(made))
