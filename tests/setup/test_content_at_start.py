"""What patients would be told is looked at before anything starts."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from clinic.config import ROOT, Mode, Settings
from clinic.criteria.profile import load_profile
from clinic.launcher.content import notices
from clinic.launcher.faults import RunRefused

PROFILE = ROOT / "clinic.yml"
UNSIGNED = "Nobody has signed it"


@pytest.fixture
def checked_on() -> date:
    """A day on which the demo clinic's numbers are fresh."""
    today = max(day for _, day in load_profile(PROFILE).safety_contacts.checked_days())
    return today + timedelta(days=1)


def _settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)


def test_unsigned_content_starts_in_development_under_a_notice(checked_on: date) -> None:
    assert any("for trying out only" in notice for notice in notices(_settings(), checked_on, UNSIGNED))


def test_unsigned_content_does_not_start_in_production(checked_on: date) -> None:
    production = _settings().model_copy(update={"mode": Mode.PRODUCTION})

    with pytest.raises(RunRefused, match=r"^Nobody has signed it\.$"):
        notices(production, checked_on, UNSIGNED)


def test_signed_content_starts_in_production_without_a_notice(checked_on: date) -> None:
    production = _settings().model_copy(update={"mode": Mode.PRODUCTION})

    assert notices(production, checked_on, None) == []


def test_a_profile_that_cannot_be_used_is_one_line(tmp_path: Path, checked_on: date) -> None:
    profile = tmp_path / "clinic.yml"
    profile.write_text(PROFILE.read_text().replace("\nclinic:", "\nclinik:", 1))

    with pytest.raises(RunRefused, match=r"^clinic\.yml: .*clinic check"):
        notices(_settings(profile=profile), checked_on, None)


def test_numbers_that_nobody_has_checked_lately_stop_a_start(checked_on: date) -> None:
    with pytest.raises(RunRefused, match="last checked"):
        notices(_settings(), checked_on + timedelta(days=400), None)
