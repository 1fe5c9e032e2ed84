"""Letters as files: one for each key, whole or not there, the same bytes every time."""

from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from clinic.config import Settings
from clinic.mail import FolderMailer, SmtpMailer, mailer_of
from clinic.services.ports.letters import CalendarEntry, MailDelayed
from tests.mail.test_smtp import MAIL, SENDER

INVITATION = replace(MAIL, calendar=CalendarEntry("REQUEST", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"))


def test_a_letter_is_one_file_that_its_key_names(tmp_path: Path) -> None:
    FolderMailer(tmp_path / "mail", SENDER).send(MAIL)

    (file,) = (tmp_path / "mail").iterdir()
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert file.name == "c-letter-b-0-booked.eml"
    assert (message["To"], message["Subject"]) == ("sam@mail.example", "Your appointment")


def test_the_same_letter_again_changes_no_byte(tmp_path: Path) -> None:
    mailer = FolderMailer(tmp_path, SENDER)
    mailer.send(INVITATION)
    (before,) = [file.read_bytes() for file in tmp_path.iterdir()]

    mailer.send(INVITATION)

    assert [file.read_bytes() for file in tmp_path.iterdir()] == [before]


def test_a_draft_that_a_killed_process_left_is_no_letter(tmp_path: Path) -> None:
    (tmp_path / "c-letter-b-0-booked.123").write_text("half of")

    FolderMailer(tmp_path, SENDER).send(MAIL)

    assert [file.name for file in tmp_path.glob("*.eml")] == ["c-letter-b-0-booked.eml"]


def test_a_folder_that_cannot_be_written_delays_the_letter(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file where the folder should be")

    with pytest.raises(MailDelayed):
        FolderMailer(tmp_path / "mail", SENDER).send(MAIL)


def test_the_settings_choose_the_road(tmp_path: Path) -> None:
    files = Settings(_env_file=None, var=tmp_path)
    server = Settings(_env_file=None, var=tmp_path, smtp_host="mail.clinic.example", smtp_password="pass")

    assert mailer_of(files, SENDER) == FolderMailer(tmp_path / "mail", SENDER)
    chosen = mailer_of(server, SENDER)
    assert isinstance(chosen, SmtpMailer)
    assert (chosen.host, chosen.port, chosen.security) == ("mail.clinic.example", 587, "starttls")
