"""Letters over SMTP: encrypted before anything is said, every step with a time limit.

A server says 5xx about an address or a mail that it will never take, and 4xx when it may take it later. What
goes wrong on our side of the line (name, network, sign-in, encryption) is no fault of the address: it waits.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal

from clinic.criteria.sender import Sender
from clinic.mail.message import message_of
from clinic.services.ports.letters import Mail, MailDelayed, MailRefused

STEP_SECONDS: Final = 8.0  # a dozen steps stay within the lease of a job
PERMANENT: Final = 500


@dataclass(frozen=True)
class SmtpMailer:
    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    sender: Sender
    user: str = ""
    password: str = field(default="", repr=False)
    step_seconds: float = STEP_SECONDS
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)

    def send(self, mail: Mail) -> None:
        """One connection, one mail. Raises MailRefused, MailDelayed."""
        message = message_of(mail, self.sender)
        with _problems_named(), self._connected() as server:
            if not str(message["To"]).isascii() and not server.has_extn("smtputf8"):
                raise MailRefused("SMTPUTF8")  # our server cannot write to a mailbox in that script
            server.send_message(message)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        with self._opened() as server:
            if self.security == "starttls":
                server.starttls(context=self.trust)
            server.ehlo_or_helo_if_needed()
            if self.user:
                server.login(self.user, self.password)
            yield server

    def _opened(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.step_seconds, context=self.trust)
        return smtplib.SMTP(self.host, self.port, timeout=self.step_seconds)


@contextmanager
def _problems_named() -> Iterator[None]:
    """What the library raises can quote the address; what is raised here never does."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refusal:
        _judge(max(code for code, _ in refusal.recipients.values()))
    except smtplib.SMTPDataError as refusal:
        _judge(refusal.smtp_code)
    except (smtplib.SMTPException, OSError) as problem:
        raise MailDelayed(type(problem).__name__) from None


def _judge(code: int) -> None:
    if code >= PERMANENT:
        raise MailRefused(str(code)) from None
    raise MailDelayed(str(code)) from None
