"""Settings: documented with their defaults, safe in production, quiet in development."""

import os
import re
import stat
from pathlib import Path

import pytest

from clinic.config import (
    KEPT_SECRETS,
    PREFIX,
    ROOT,
    Settings,
    SettingsRefused,
    load_settings,
    production_problems,
    read_settings,
)

LINE = re.compile(r"^#(CLINIC_[A-Z_]+)=(.*)$", re.MULTILINE)
SECRET = "a-secret-of-thirty-two-characters"
PRODUCTION = {
    "CLINIC_MODE": "production",
    "CLINIC_ENGINE_TOKEN": SECRET,
    "CLINIC_SESSION_SECRET": SECRET,
    "CLINIC_SMTP_HOST": "mail.clinic.example",
    "CLINIC_PUBLIC_URL": "https://chat.clinic.example",
}


@pytest.fixture(autouse=True)
def _no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CLINIC_ENV_FILE", "")
    monkeypatch.setenv("CLINIC_VAR", str(tmp_path))


def _set(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_the_example_lists_every_setting_with_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    documented = dict(LINE.findall((ROOT / ".env.example").read_text()))
    monkeypatch.delenv("CLINIC_VAR")
    defaults = read_settings()
    _set(monkeypatch, **documented)

    assert set(documented) == {PREFIX + name.upper() for name in Settings.model_fields}
    assert read_settings() == defaults


def test_development_makes_its_secrets_once_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = load_settings(), load_settings()

    for name in KEPT_SECRETS:
        made = getattr(first, name).get_secret_value()
        assert len(made) >= 32
        assert made == getattr(second, name).get_secret_value()
        assert stat.S_IMODE((tmp_path / "secrets" / name).stat().st_mode) == 0o600


def test_a_secret_that_is_set_is_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, CLINIC_ENGINE_TOKEN=SECRET)

    assert load_settings().engine_token.get_secret_value() == SECRET


def test_production_starts_when_everything_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _set(monkeypatch, **PRODUCTION)

    assert load_settings().in_production
    assert not (tmp_path / "secrets").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLINIC_ENGINE_TOKEN", ""),
        ("CLINIC_SESSION_SECRET", "short"),
        ("CLINIC_SMTP_HOST", ""),
        ("CLINIC_PUBLIC_URL", "http://chat.clinic.example"),
        ("CLINIC_ALLOWED_ORIGINS", "*"),
    ],
)
def test_production_refuses_to_start_and_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    _set(monkeypatch, **{**PRODUCTION, name: value})

    with pytest.raises(SettingsRefused, match=name):
        load_settings()


def test_a_value_that_cannot_be_used_is_one_line_that_names_the_setting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _set(monkeypatch, CLINIC_PORT="eighty")

    with pytest.raises(SettingsRefused, match=r"^CLINIC_PORT cannot be used: .*\.$"):
        load_settings()


def test_a_secret_does_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, CLINIC_ENGINE_TOKEN=SECRET, CLINIC_SMTP_PASSWORD=SECRET)

    assert SECRET not in repr(load_settings())


def test_relative_paths_mean_the_same_wherever_a_command_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    _set(monkeypatch, CLINIC_VAR="var/other", CLINIC_DATABASE_URL="sqlite:///var/other.db")

    assert read_settings().var == ROOT / "var" / "other"
    assert read_settings().database_url == f"sqlite:///{ROOT}/var/other.db"


def test_origins_are_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, CLINIC_ALLOWED_ORIGINS="https://a.example, https://b.example/")

    assert read_settings().allowed_origins == ("https://a.example", "https://b.example")


def test_development_needs_nothing() -> None:
    assert production_problems(read_settings()) == ()
