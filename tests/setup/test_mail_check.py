"""`clinic check` says where letters go and whether they get there."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clinic.checks import State
from clinic.clock import SystemClock
from clinic.config import Mode, Settings, production_problems
from clinic.db.migrate import upgrade
from clinic.db.unit_of_work import transactions
from clinic.mail_checks import letter_findings, mail_road
from clinic.services.ports import UnitOfWork
from clinic.services.ports.jobs import Job
from clinic.services.ports.letters import LetterStatus, SentLetter
from tests.db.factories import make_conversation


def settings(folder: Path, **values: Any) -> Settings:
    return Settings(_env_file=None, var=folder, **values)


def keep_a_late_job(uow: UnitOfWork) -> None:
    uow.jobs.add(Job("1", "send_letter", "c:1", {}, SystemClock().now() - timedelta(hours=2)))


def keep_a_late_notice(uow: UnitOfWork) -> None:
    uow.jobs.add(Job("2", "tell_staff", "staff:1", {}, SystemClock().now() - timedelta(hours=2)))


def keep_a_refusal(uow: UnitOfWork) -> None:
    now, conversation = SystemClock().now(), make_conversation()
    uow.conversations.add(conversation)
    uow.letters.begin(SentLetter("k", conversation.id, "booked", "<1@a.example>", "sending", now))
    uow.letters.end("k", LetterStatus.REFUSED, now)


@pytest.mark.parametrize(
    ("values", "state", "said"),
    [
        ({}, State.ATTENTION, "files in mail/"),
        ({"smtp_host": "mail.clinic.example"}, State.SOUND, "mail.clinic.example:587, encrypted (starttls)"),
        (
            {"smtp_host": "127.0.0.1", "smtp_security": "none"},
            State.ATTENTION,
            "127.0.0.1:587, not encrypted",
        ),
    ],
)
def test_the_road_is_named(tmp_path: Path, values: dict[str, object], state: State, said: str) -> None:
    found = mail_road(settings(tmp_path, **values))

    assert found.state is state
    assert said in found.text


@pytest.mark.parametrize(
    ("values", "is_refused"),
    [
        ({}, True),
        ({"smtp_host": "mail.clinic.example", "smtp_security": "none"}, True),
        ({"smtp_host": "mail.clinic.example"}, False),
        ({"smtp_host": "localhost", "smtp_security": "none"}, False),
    ],
)
def test_production_wants_a_server_and_encryption(
    tmp_path: Path, values: dict[str, object], is_refused: bool
) -> None:
    problems = production_problems(settings(tmp_path, mode=Mode.PRODUCTION, **values))

    assert any("CLINIC_SMTP" in problem for problem in problems) is is_refused


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (lambda _: None, "none waits"),
        (keep_a_late_job, "1 wait for more than an hour"),
        (keep_a_late_notice, "1 wait for more than an hour"),
        (keep_a_refusal, "1 came back within a week"),
    ],
)
def test_letters_that_wait_or_came_back_are_counted(
    tmp_path: Path, trouble: Callable[[UnitOfWork], None], said: str
) -> None:
    chosen = settings(tmp_path)
    upgrade(chosen.database_url)
    with transactions(chosen.database_url)() as uow:
        trouble(uow)
        uow.commit()

    (found,) = letter_findings(chosen)

    assert said in found.text
