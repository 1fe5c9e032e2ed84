"""Letters over SMTP against a real server: delivered once, refused for good, or kept for later."""

import socket
import ssl
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clinic.criteria.sender import Sender
from clinic.mail import SmtpMailer
from clinic.services.ports.letters import CalendarEntry, Mail, MailDelayed, MailRefused
from tests.mail.servers import PASSWORD, USER, certificate, lets_in, serving
from tests.plugins.addresses import free_port

SENDER = Sender("Appointments", "book@clinic.example", "hello@clinic.example")
MAIL = Mail(
    key="c:letter:b:0:booked",
    message_id="<0123@clinic.example>",
    to="sam@mail.example",
    subject="Your appointment",
    text="Your appointment is booked for Tuesday. Café, 10:30am.\n\nhttps://clinic.example/booking/"
    + "x" * 90,
    written_at=datetime(2026, 11, 23, 10, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("certificate"))


def mailer(port: int, security: str = "none", **more: Any) -> SmtpMailer:
    return SmtpMailer("127.0.0.1", port, security, SENDER, **more)


def test_a_mail_arrives_whole_and_once() -> None:
    with serving() as server:
        mailer(server.port).send(MAIL)

    (received,) = server.postmaster.received
    assert received.recipients == ["sam@mail.example"]
    assert received.message["From"] == "Appointments <book@clinic.example>"
    assert received.message["Reply-To"] == "hello@clinic.example"
    assert received.message["Message-ID"] == MAIL.message_id
    assert received.message["Date"].datetime == MAIL.written_at
    assert received.message["Auto-Submitted"] == "auto-generated"
    assert received.message.get_content().replace("\r\n", "\n").rstrip("\n") == MAIL.text


def test_a_calendar_entry_is_an_alternative_of_the_words() -> None:
    content = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    with serving() as server:
        mailer(server.port).send(replace(MAIL, calendar=CalendarEntry("REQUEST", content)))

    message = server.postmaster.received[0].message
    words, entry = message.iter_parts()
    assert message.get_content_type() == "multipart/alternative"
    assert words.get_content_type() == "text/plain"
    assert entry.get_content_type() == "text/calendar"
    assert entry["Content-Type"].params == {"charset": "utf-8", "method": "REQUEST"}
    assert entry.get_payload(decode=True) == content


def test_with_starttls_all_is_said_encrypted_and_signed_in(trusted) -> None:
    theirs, ours = trusted
    with serving(starttls=theirs, authenticator=lets_in, auth_required=True) as server:
        mailer(server.port, "starttls", user=USER, password=PASSWORD, trust=ours).send(MAIL)

    (received,) = server.postmaster.received
    assert (received.is_encrypted, received.user) == (True, USER)


def test_with_tls_from_the_first_byte(trusted) -> None:
    theirs, ours = trusted
    with serving(tls=theirs) as server:
        mailer(server.port, "tls", trust=ours).send(MAIL)

    assert len(server.postmaster.received) == 1


def test_without_the_encryption_that_was_asked_for_nothing_is_sent(trusted) -> None:
    theirs, _ = trusted
    with serving() as plain, pytest.raises(MailDelayed, match="SMTPNotSupportedError"):
        mailer(plain.port, "starttls").send(MAIL)
    with serving(starttls=theirs) as stranger, pytest.raises(MailDelayed, match="SSLCertVerificationError"):
        mailer(stranger.port, "starttls").send(MAIL)

    assert plain.postmaster.received == stranger.postmaster.received == []


def test_a_wrong_password_is_ours_to_mend_and_the_mail_waits(trusted) -> None:
    theirs, ours = trusted
    with serving(starttls=theirs, authenticator=lets_in, auth_required=True) as server:
        wrong = mailer(server.port, "starttls", user=USER, password="wrong", trust=ours)
        with pytest.raises(MailDelayed, match="SMTPAuthenticationError"):
            wrong.send(MAIL)


@pytest.mark.parametrize(
    ("to_recipient", "to_data", "problem"),
    [
        (["550 no such mailbox"], [], MailRefused),
        (["451 greylisted, try later"], [], MailDelayed),
        ([], ["554 not wanted here"], MailRefused),
        ([], ["452 disk full"], MailDelayed),
    ],
)
def test_a_server_says_whether_to_come_again(
    to_recipient: list[str], to_data: list[str], problem: type[Exception]
) -> None:
    with serving() as server:
        server.postmaster.to_recipient, server.postmaster.to_data = to_recipient, to_data
        with pytest.raises(problem) as raised:
            mailer(server.port).send(MAIL)
        assert server.postmaster.received == []
        mailer(server.port).send(MAIL)

    assert len(server.postmaster.received) == 1
    assert "sam@mail" not in f"{raised.value!r} {raised.value.__cause__!r}"


def test_a_server_that_is_down_or_says_nothing_is_tried_again() -> None:
    with pytest.raises(MailDelayed, match="ConnectionRefusedError"):
        mailer(free_port()).send(MAIL)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        patient = mailer(silent.getsockname()[1], step_seconds=0.1)
        with pytest.raises(MailDelayed):
            patient.send(MAIL)


def test_a_domain_in_another_script_travels_in_ascii() -> None:
    with serving() as server:
        mailer(server.port).send(replace(MAIL, to="sam@bücher.example"))

    assert server.postmaster.received[0].recipients == ["sam@xn--bcher-kva.example"]


def test_a_mailbox_in_another_script_needs_a_server_that_knows_them() -> None:
    with serving(enable_SMTPUTF8=False) as server, pytest.raises(MailRefused, match="SMTPUTF8"):
        mailer(server.port).send(replace(MAIL, to="зоя@mail.example"))
    with serving(enable_SMTPUTF8=True) as knowing:
        mailer(knowing.port).send(replace(MAIL, to="зоя@mail.example"))

    assert knowing.postmaster.received[0].recipients == ["зоя@mail.example"]


def test_what_is_no_address_is_refused_before_a_server_is_asked() -> None:
    for nowhere in ("sam", "sam@mail\r\nBcc: eve@mail.example", ""):
        with pytest.raises(MailRefused):
            mailer(free_port()).send(replace(MAIL, to=nowhere))


def test_the_password_is_not_shown() -> None:
    assert PASSWORD not in repr(mailer(25, user=USER, password=PASSWORD))


def test_the_folder_of_a_test_is_not_trusted(tmp_path: Path) -> None:
    """A certificate of one's own is good for tests alone: without `trust` the machine's list counts."""
    assert mailer(25).trust.verify_mode is ssl.CERT_REQUIRED
    assert mailer(25).trust.check_hostname
