"""Migrations: numbered, complete, and the way back works, on both engines."""

import re
from pathlib import Path

import pytest

from clinic.db.migrate import MIGRATIONS, differences, downgrade, head, is_at_head, upgrade

STEPS = sorted(path.stem for path in (MIGRATIONS / "versions").glob("*.py"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("empty_postgres_url"))


def test_every_step_is_numbered_and_says_what_it_does() -> None:
    assert STEPS
    assert [step[:4] for step in STEPS] == [f"{number:04d}" for number in range(1, len(STEPS) + 1)]
    assert all(re.fullmatch(r"\d{4}_[a-z_]+", step) for step in STEPS)
    assert head() == STEPS[-1][:4]


def test_the_steps_make_what_the_tables_say(empty_url: str) -> None:
    upgrade(empty_url)

    assert is_at_head(empty_url)
    assert differences(empty_url) == []


def test_the_way_back_works_and_up_again(empty_url: str) -> None:
    upgrade(empty_url)

    downgrade(empty_url, "base")

    assert not is_at_head(empty_url)
    upgrade(empty_url)
    assert differences(empty_url) == []


def test_upgrading_twice_changes_nothing(empty_url: str) -> None:
    upgrade(empty_url)
    upgrade(empty_url)

    assert is_at_head(empty_url)
