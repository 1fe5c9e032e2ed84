"""Calls to other systems: where they may go, and what ends them. A real server on loopback answers."""

import logging
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.http_out import HttpOut
from clinic.services.ports.calls import CallFailed
from tests.services.calendar_files import Answer, OtherServer, other_server

LARGEST = 1000


@pytest.fixture
def other() -> Iterator[OtherServer]:
    with other_server() as made:
        yield made


def problem_with(address: str, out: HttpOut | None = None) -> str:
    with pytest.raises(CallFailed) as failed:
        (out or HttpOut()).get(address, LARGEST)
    return failed.value.problem


def leads_to(monkeypatch: pytest.MonkeyPatch, *ips: str) -> None:
    """Every name leads to these IPs."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 0)) for ip in ips]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


def test_what_stands_there_is_read(other: OtherServer) -> None:
    other.answer = Answer(content=b"something")

    assert HttpOut().get(other.url("/a?key=b"), LARGEST) == b"something"
    [(method, path, headers, _)] = other.seen
    assert (method, path) == ("GET", "/a?key=b")
    assert headers["host"] == f"127.0.0.1:{other.port}"


def test_a_body_is_sent_with_its_headers(other: OtherServer) -> None:
    other.answer = Answer(status=204)

    HttpOut().post(other.url("/hook"), b"{}", {"webhook-id": "1"})

    [(method, _, headers, body)] = other.seen
    assert (method, body, headers["webhook-id"]) == ("POST", b"{}", "1")
    assert headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer(status=302, headers={"Location": "http://127.0.0.1/"}), "redirected (302)"),
        (Answer(status=404), "refused (404)"),
        (Answer(status=503), "refused (503)"),
        (Answer(content=b"x" * (LARGEST + 1)), "too large"),
        (Answer(content=b"x", headers={"Content-Encoding": "gzip"}), "compressed unasked"),
    ],
    ids=["a redirect", "not there", "an error", "too much", "packed"],
)
def test_an_answer_that_is_none_says_why(other: OtherServer, answer: Answer, problem: str) -> None:
    other.answer = answer

    assert problem_with(other.url()) == problem
    assert len(other.seen) == 1


def test_one_limit_holds_for_the_whole_call(other: OtherServer) -> None:
    other.answer = Answer(hangs=True)

    assert problem_with(other.url(), HttpOut(seconds=0.1)) == "too slow"


def test_nobody_there_is_a_failure_like_others(other: OtherServer) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert problem_with(f"http://127.0.0.1:{unused.getsockname()[1]}/") == "not reached"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "calendar.example",
        "http://calendar.example/a.ics",
        "ftp://127.0.0.1/a",
        "file:///etc/hosts",
        "https://",
        "https://a b.example",
        "http://127.0.0.1.example/a",
        "https://calendar.example:port/",
    ],
)
def test_only_https_or_this_machine_is_called(address: str) -> None:
    assert problem_with(address) == "address not allowed"


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:10.0.0.1",
        "2002:0a00:0001::1",
    ],
)
def test_a_name_that_leads_into_a_private_network_is_not_called(
    monkeypatch: pytest.MonkeyPatch, ip: str
) -> None:
    leads_to(monkeypatch, "93.184.215.14", ip)

    assert problem_with("https://calendar.example/a.ics") == "address not allowed"


def test_a_name_for_this_machine_that_leads_elsewhere_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    leads_to(monkeypatch, "10.0.0.1")

    assert problem_with("http://localhost/a.ics", HttpOut(allow_private=True)) == "address not allowed"


@pytest.mark.parametrize("ip", ["127.0.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1"])
def test_a_private_network_that_is_allowed_is_still_not_this_machine(
    monkeypatch: pytest.MonkeyPatch, ip: str
) -> None:
    leads_to(monkeypatch, ip)

    assert problem_with("https://intranet.example/", HttpOut(allow_private=True)) == "address not allowed"


def test_an_address_is_never_logged(other: OtherServer, caplog: pytest.LogCaptureFixture) -> None:
    other.answer = Answer(content=b"x")
    with caplog.at_level(logging.DEBUG, logger="clinic"), caplog.at_level(logging.INFO):
        HttpOut().get(other.url("/secret-of-amara.ics"), LARGEST)
        other.answer = Answer(status=500)
        problem_with(other.url("/secret-of-amara.ics"))

    assert "secret-of-amara" not in caplog.text


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost with its key, made for this test."""
    made = tmp_path / "localhost.pem"
    subprocess.run(
        (
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(made), "-out", str(tmp_path / "c.pem")),
        ),
        check=True,
        capture_output=True,
    )
    made.write_text(made.read_text() + (tmp_path / "c.pem").read_text())
    return made


def test_the_certificate_is_that_of_the_name_though_an_ip_is_called(
    other: OtherServer, certificate: Path
) -> None:
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    with other_server(serving) as secured:
        secured.answer = Answer(content=b"safe")
        trusting = HttpOut(certificates=ssl.create_default_context(cafile=str(certificate)))

        assert trusting.get(f"https://localhost:{secured.port}/", LARGEST) == b"safe"
        assert problem_with(f"https://127.0.0.1:{secured.port}/", trusting) == "not reached"
        assert problem_with(f"https://localhost:{secured.port}/") == "not reached"
