"""A clinician's signature at the door of production: `clinic check --production` looks at every word."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from clinic.cli import build
from clinic.config import ROOT
from clinic.criteria.signoff import SIGN_OFF, content_hash, signoff_problem

QUESTIONS = "clinic/criteria/health_questions.yml"


@pytest.fixture
def signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the real content, signed as it is; `clinic check` looks at it."""
    for folder in ("clinic/criteria", "data/responses"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.py", "*.txt"))
    (tmp_path / SIGN_OFF).write_text(
        'name: "Dr A. Example"\nrole: "lead clinician"\nsigned_on: "2026-11-01"\n'
        f'content_hash: "{content_hash(tmp_path)}"\n'
    )
    monkeypatch.setattr("clinic.checks.signoff_problem", lambda today: signoff_problem(today, tmp_path))
    monkeypatch.setenv("CLINIC_VAR", str(tmp_path / "var"))
    return tmp_path


def sign_off_finding() -> dict[str, Any]:
    """What `clinic check --production` says of the signature."""
    done = CliRunner().invoke(build(), ["check", "--production", "--json"])
    assert done.stdout, done.exception
    return next(row for row in json.loads(done.stdout)["findings"] if row["topic"] == "sign-off")


def test_signed_content_stands_in_nobodys_way(signed: Path) -> None:
    assert not sign_off_finding()["refused"]


def test_one_changed_word_is_refused_and_names_who_signed_before(signed: Path) -> None:
    questions = signed / QUESTIONS
    questions.write_text(questions.read_text().replace("diabetes", "diabetic", 1))

    found = sign_off_finding()

    assert found["refused"]
    assert "has changed since Dr A. Example signed it on 2026-11-01" in found["text"]
    assert content_hash(signed) != content_hash(ROOT)


def test_content_that_nobody_signed_is_refused(signed: Path) -> None:
    shutil.copy(ROOT / SIGN_OFF, signed / SIGN_OFF)

    found = sign_off_finding()

    assert found["refused"]
    assert "a proposal" in found["text"]
