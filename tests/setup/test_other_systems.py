"""Other systems: named in settings and profile, refused in one line, checked, and never repeated."""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clinic.calendar_checks import other_systems_findings
from clinic.checks import Finding, State
from clinic.cli import build
from clinic.config import ROOT, Settings, SettingsRefused, read_settings, settings
from clinic.criteria.profile import ProfileError, load_profile
from clinic.db.engine import open_engine
from clinic.db.migrate import upgrade
from clinic.db.unit_of_work import SqlUnitOfWork
from clinic.other_systems import busy_addresses, other_systems
from clinic.services.ports.calendars import WebhookEvent

SECRET = f"whsec_{base64.b64encode(b'k' * 32).decode()}"
CHECKED = datetime(2026, 11, 20, tzinfo=UTC).date()
NAMED = '"${CALENDAR_OF_LIND}"'


def _profile(folder: Path, address: str) -> Path:
    """The demo's, with a calendar of Dr Lind, and with numbers that somebody has just rung."""
    text = (ROOT / "clinic.yml").read_text().replace(CHECKED.isoformat(), _today())
    named = '    name: "Dr Jonas Lind"\n'
    assert named in text
    path = folder / "clinic.yml"
    path.write_text(text.replace(named, f"{named}    calendar_url: {address}\n"))
    return path


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLINIC_ENV_FILE", "")
    monkeypatch.setenv("CLINIC_VAR", str(tmp_path))


@pytest.mark.parametrize(
    ("address", "secret", "problem"),
    [
        ("http://clinic.example/hook", SECRET, "must start with https://"),
        ("clinic.example", SECRET, "is no address"),
        ("https://clinic.example/hook", "", "CLINIC_WEBHOOK_SECRET must be whsec_"),
        ("https://clinic.example/hook", "whsec_c2hvcnQ=", "CLINIC_WEBHOOK_SECRET must be whsec_"),
    ],
)
def test_a_webhook_that_is_not_safe_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, address: str, secret: str, problem: str
) -> None:
    monkeypatch.setenv("CLINIC_WEBHOOK_URL", address)
    monkeypatch.setenv("CLINIC_WEBHOOK_SECRET", secret)

    with pytest.raises(SettingsRefused, match=f"^CLINIC_WEBHOOK_URL cannot be used: .*{problem}") as refused:
        read_settings()

    assert address not in str(refused.value)
    assert not secret or secret not in str(refused.value)


def test_a_webhook_is_taken_from_the_settings_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_WEBHOOK_URL", "https://clinic.example/hook")
    monkeypatch.setenv("CLINIC_WEBHOOK_SECRET", SECRET)
    read = read_settings()

    others = other_systems(read, load_profile(ROOT / "clinic.yml", CHECKED))

    assert others.receiver is not None
    assert (others.receiver.address, others.receiver.key) == ("https://clinic.example/hook", b"k" * 32)
    assert "clinic.example/hook" not in f"{read!r}{others!r}"
    assert SECRET not in repr(read)


@pytest.mark.parametrize(
    ("written", "environment", "expected"),
    [
        (NAMED, {"CALENDAR_OF_LIND": "https://c.example/x.ics"}, "https://c.example/x.ics"),
        (NAMED, {"CALENDAR_OF_LIND": "webcal://c.example/x.ics"}, "https://c.example/x.ics"),
        (NAMED, {}, None),
        ('"https://c.example/x.ics"', {}, "https://c.example/x.ics"),
        ('"webcal://c.example/x.ics"', {}, "https://c.example/x.ics"),
    ],
)
def test_a_clinicians_calendar_is_named_in_the_profile(
    tmp_path: Path, written: str, environment: dict[str, str], expected: str | None
) -> None:
    profile = load_profile(_profile(tmp_path, written))

    assert busy_addresses(profile, environment) == {"jonas-lind": expected}
    assert "c.example" not in repr(profile)


@pytest.mark.parametrize("address", ['"http://c.example/of-lind.ics"', '"of-lind"', "7", '"${of-lind}"'])
def test_an_address_that_is_none_is_one_line_that_does_not_repeat_it(tmp_path: Path, address: str) -> None:
    with pytest.raises(ProfileError) as refused:
        load_profile(_profile(tmp_path, address))

    [problem] = refused.value.problems
    assert problem.startswith("clinic.yml: booking.clinicians.1.calendar_url: ")
    assert "of-lind" not in problem.replace("jonas-lind", "")


def _found(of: Settings, read_ago: timedelta | None = None, problem: str | None = None) -> list[Finding]:
    upgrade(of.database_url)
    database, now = open_engine(of.database_url), datetime.now(UTC)
    with SqlUnitOfWork(database) as uow:
        if read_ago is not None:
            uow.calendars.claim("jonas-lind", now, now)
            uow.calendars.note_attempt("jonas-lind", read_at=now - read_ago, problem=problem)
            uow.calendars.add_event(WebhookEvent("e", "b", 1, "{}", now, given_up_at=now))
        uow.commit()
    database.dispose()
    return list(other_systems_findings(of))


def _settings(folder: Path, **values: object) -> Settings:
    return Settings(_env_file=None, var=folder, **values)


@pytest.mark.parametrize(
    ("read_ago", "problem", "state", "said"),
    [
        (None, None, State.ATTENTION, "never read, a running worker reads it"),
        (timedelta(minutes=9), None, State.SOUND, "Dr Jonas Lind: read "),
        (timedelta(minutes=9), "too slow", State.ATTENTION, "too slow"),
        (timedelta(hours=25), None, State.ATTENTION, "more than a day ago"),
    ],
)
def test_an_operator_sees_how_reading_goes(
    tmp_path: Path, read_ago: timedelta | None, problem: str | None, state: State, said: str
) -> None:
    [found] = _found(_settings(tmp_path, profile=_profile(tmp_path, NAMED)), read_ago, problem)

    assert (found.topic, found.state) == ("calendars", state)
    assert said in found.text


def test_an_operator_sees_what_the_webhook_gave_up(tmp_path: Path) -> None:
    told = _settings(
        tmp_path,
        profile=_profile(tmp_path, NAMED),
        webhook_secret=SECRET,
        webhook_url="https://clinic.example/hook",
    )

    assert _found(told)[-1] == Finding("webhook", State.SOUND, "told of every booking")
    found = _found(told, timedelta())[-1]
    assert (found.topic, found.state, "three days: 1;" in found.text) == ("webhook", State.ATTENTION, True)


def test_nothing_is_said_where_nothing_is_named(tmp_path: Path) -> None:
    assert _found(_settings(tmp_path)) == []


def test_the_operator_is_shown_the_links(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLINIC_PROFILE", str(_profile(tmp_path, NAMED)))
    monkeypatch.setenv("CLINIC_SESSION_SECRET", "s" * 32)
    settings.cache_clear()

    done = CliRunner().invoke(build(), ["calendars"])

    settings.cache_clear()
    lines = done.output.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        "Dr Amara Okafor",
        "Dr Jonas Lind",
        "The whole clinic",
    ]
    assert all("/calendar/" in line and line.endswith(".ics") for line in lines)
