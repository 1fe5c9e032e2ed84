"""`clinic check` tells an operator what production would refuse."""

from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clinic.checks import Finding, State, findings
from clinic.cli import build
from clinic.config import Settings
from clinic.criteria.signoff import signoff_problem
from clinic.db.migrate import upgrade

TODAY = date(2026, 11, 21)


def _found(settings: Settings, topic: str) -> list[Finding]:
    """Return what is found on a topic, without looking at what comes after it."""
    groups = groupby(findings(settings, TODAY), key=attrgetter("topic"))
    return next(list(found) for name, found in groups if name == topic)


def _settings(var: Path, **values: object) -> Settings:
    return Settings(_env_file=None, var=var, **values)


def test_what_production_still_needs_is_listed_in_development_too(tmp_path: Path) -> None:
    found = _found(_settings(tmp_path), "settings")

    assert {finding.state for finding in found} == {State.REFUSED}
    assert any("CLINIC_SMTP_HOST" in finding.text for finding in found)


def test_a_misspelt_setting_is_named_with_the_one_that_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_PROT", "8081")

    found = _found(_settings(tmp_path), "settings")

    assert (
        Finding("settings", State.ATTENTION, "CLINIC_PROT is not a setting. Did you mean CLINIC_PORT?")
        in found
    )


def test_a_database_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    [found] = _found(_settings(tmp_path), "database")

    assert found.state is State.ATTENTION
    assert not list(tmp_path.glob("*.db"))


def test_a_migrated_database_is_sound(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    upgrade(settings.database_url)

    [found] = _found(settings, "database")

    assert found.state is State.SOUND


def test_a_profile_that_cannot_be_used_is_refused_line_by_line(tmp_path: Path) -> None:
    profile = tmp_path / "clinic.yml"
    profile.write_text("clinic: {}\n")

    found = _found(_settings(tmp_path, profile=profile), "profile")

    assert found
    assert {finding.state for finding in found} == {State.REFUSED}


def test_content_counts_as_signed_only_while_its_signature_holds(tmp_path: Path) -> None:
    [found] = _found(_settings(tmp_path), "sign-off")

    assert (found.state is State.SOUND) == (signoff_problem(TODAY) is None)


def test_the_command_fails_while_production_would_be_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_VAR", str(tmp_path))

    done = CliRunner().invoke(build(), ["check"])

    assert done.exit_code == 1
    assert "Production would be refused" in done.output
