"""The model is trained when something it depends on has changed, and only then."""

import shutil
import subprocess
from pathlib import Path

import pytest

from clinic.config import ROOT
from tests.pipeline.engine import RASA_PYTHON

FINGERPRINT = (
    "import sys; from pathlib import Path; from pipeline.model_fingerprint import model_fingerprint;"
    "root = Path(sys.argv[1]); print(model_fingerprint(root, root / 'models/encoder'))"
)
# What Rasa tells about the data although nothing is wrong with it.
HARMLESS = (
    "is not used in any story or rule",  # a text that a service utters
    "'answer_question' is listed in the domain",  # only ever pressed
    "'resume_form' is listed in the domain",
    "The following duplicated intents have been found",  # faq, declared so that rules may name it
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The files that training depends on, to be changed at will."""
    for name in ("domain.yml", "config.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "encoder").symlink_to(ROOT / "models" / "encoder")
    return tmp_path


def fingerprint(root: Path) -> str:
    return _said(RASA_PYTHON, "-c", FINGERPRINT, root).stdout.strip()


def _said(*command: object) -> subprocess.CompletedProcess[str]:
    arguments = [str(part) for part in command]
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("data/nlu/small_talk.yml", "- intent: greet", "- intent: thanks"),
        ("data/rules/faq.yml", "action: utter_faq", "action: utter_greet"),
        ("config.yml", "language: en", "language: de"),
        ("domain.yml", "- greet", "- greeting"),
        ("data/responses/small_talk.yml", "utter_greet:", "utter_greeting:"),
    ],
)
def test_another_model_is_needed_when_this_changes(copy: Path, name: str, old: str, new: str) -> None:
    before = fingerprint(copy)

    changed = (copy / name).read_text().replace(old, new, 1)
    (copy / name).write_text(changed)

    assert fingerprint(copy) != before


def test_new_words_in_an_answer_need_no_training(copy: Path) -> None:
    before = fingerprint(copy)
    answers = copy / "data/responses/small_talk.yml"

    answers.write_text(answers.read_text().replace("Hello.", "Good day."))

    assert fingerprint(copy) == before


def test_a_damaged_model_is_noticed(copy: Path, model: Path) -> None:
    whole = copy / "models" / f"{fingerprint(copy)}.tar.gz"
    check = (RASA_PYTHON, "-m", "pipeline.training", "--check", "--root", copy)

    shutil.copy(model, whole)
    assert _said(*check).returncode == 0

    whole.write_bytes(model.read_bytes()[:-100])
    assert _said(*check).returncode == 1


def test_rasa_finds_nothing_to_complain_about() -> None:
    checked = _said(RASA_PYTHON, "-W", "default", "-m", "rasa", "data", "validate", "--fail-on-warnings")

    said = (checked.stdout + checked.stderr).splitlines()
    complaints = [
        line for line in said if "UserWarning:" in line and not any(known in line for known in HARMLESS)
    ]
    assert checked.returncode == 0
    assert complaints == []
