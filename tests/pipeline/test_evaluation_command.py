"""`clinic evaluate`, as a person starts it: what it writes, and the one line when it cannot."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clinic.cli import build
from clinic.commands import evaluate
from clinic.commands.faults import CommandRefused
from clinic.config import ROOT
from tests.pipeline.engine import RASA_PYTHON

PROGRAM = "from clinic.cli import main; raise SystemExit(main())"
ROWS = [
    {"text": "does it hurt?", "label": "faq/pain", "alt": [], "voice": "plain"},
    {"text": "how much is it & <script>alert(1)</script>", "label": "greet", "voice": "terse"},
    {"text": "does it hurt and what does it cost?", "labels": ["faq/pain", "faq/cost"], "voice": "plain"},
]
SHOW_STOCK = """
import json, sys
from pathlib import Path
from rasa.shared.importers.importer import TrainingDataImporter
from pipeline.evaluation.lines import Lines
from pipeline.evaluation.stock import default_pipeline, write_project

folder = Path(sys.argv[1])
texts = ("what [is] (this)", "/greet", "cost: 5 | 6", "it's \\"quoted\\" \\u2019", "- hi")
write_project(Lines(texts, ("faq/pain", "greet", "faq/cost", "greet", "greet")), default_pipeline(), folder)
read = TrainingDataImporter.load_nlu_importer_from_config(
    str(folder / "config.yml"), str(folder / "domain.yml"), [str(folder / "nlu.yml")]
)
found = [(m.get("text"), m.get_full_intent()) for m in read.get_nlu_data().intent_examples]
names = [(part["name"], part.get("epochs")) for part in read.get_config()["pipeline"]]
print(json.dumps({"found": found, "names": names}))
"""


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "asked.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    return path


def clinic(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, "evaluate", *(str(one) for one in arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_labelled_file_is_measured_on_the_trained_model(asked: Path, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"

    ran = clinic(asked, "--model", model, "--out", out, "--show-errors", 5)

    assert ran.returncode == 0, ran.stderr
    assert "2 messages and 1 with two questions" in ran.stdout
    assert re.search(r"Best label is right +50\.0%", ran.stdout)
    figures = json.loads((out / "figures.json").read_text())
    assert figures["pipelines"][0]["main"]["accuracy"]["of"] == 2
    predictions = [json.loads(line) for line in (out / "predictions.jsonl").read_text().splitlines()]
    assert [one["right"] for one in predictions] == [True, False, True]
    page = (out / "report.html").read_text()
    assert "://" not in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert page.count("<img ") == len(re.findall(r'<img [^>]*alt="[^"]+"', page)) > 2


def test_lines_that_were_got_wrong_stay_off_the_page_unless_asked_for(
    asked: Path, model: Path, tmp_path: Path
) -> None:
    ran = clinic(asked, "--model", model, "--out", tmp_path)

    assert ran.returncode == 0, ran.stderr
    assert "how much is it" not in (tmp_path / "report.html").read_text()


def test_a_label_that_does_not_exist_is_one_line(asked: Path, tmp_path: Path) -> None:
    asked.write_text('{"text": "hi", "label": "faq/pane"}')

    ran = clinic(asked, "--out", tmp_path / "report")

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == f'{asked}, line 1: there is no label "faq/pane".\n'
    assert not (tmp_path / "report").exists()


def test_a_report_that_cannot_be_written_is_one_line(asked: Path) -> None:
    ran = clinic(asked, "--out", asked / "inside")

    assert ran.returncode == 1
    assert ran.stderr.startswith("The report cannot be written to ")
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "fault"),
    [(None, "There is no model {}."), (b"no archive", "{} holds no model that can be asked.")],
)
def test_a_model_that_is_none_is_one_line(
    asked: Path, tmp_path: Path, content: bytes | None, fault: str
) -> None:
    archive = tmp_path / "model.tar.gz"
    if content:
        archive.write_bytes(content)

    ran = clinic(asked, "--model", archive, "--out", tmp_path / "report")

    assert ran.returncode == 1
    (line,) = [line for line in ran.stderr.splitlines() if "evaluate:" not in line]
    assert line == fault.format(archive)


def test_data_without_a_trained_model_is_one_line(asked: Path, tmp_path: Path) -> None:
    for name in ("domain.yml", "data"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "config.yml").write_text((ROOT / "config.yml").read_text() + "# changed\n")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "encoder").symlink_to(ROOT / "models" / "encoder")

    command = [RASA_PYTHON, "-m", "pipeline.evaluation", asked, "--root", tmp_path, "--out", tmp_path / "out"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ran.returncode == 1
    assert ran.stderr == "There is no trained model for the data as they are now: run `make train`.\n"


def test_without_the_engine_s_environment_the_command_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate, "ENGINE_PYTHON", ROOT / "nowhere" / "python")

    with pytest.raises(CommandRefused, match="make setup"):
        build()(["evaluate"], standalone_mode=False)


@pytest.mark.parametrize("wrong", [("--folds", 1), ("--share", 0), ("--share", 1.5), ("--against", "magic")])
def test_an_option_that_makes_no_sense_is_refused(wrong: tuple[str, object]) -> None:
    assert clinic(*wrong).returncode == 2


def test_the_stock_project_holds_the_same_lines_and_rasa_s_own_pipeline(tmp_path: Path) -> None:
    command = [RASA_PYTHON, "-W", "ignore", "-c", SHOW_STOCK, tmp_path]
    shown = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)

    assert sorted(map(tuple, shown["found"])) == [
        ("- hi", "greet"),
        ("/greet", "greet"),
        ("cost: 5 | 6", "faq/cost"),
        ('it\'s "quoted" ’', "greet"),
        ("what [is] (this)", "faq/pain"),
    ]
    assert shown["names"] == [
        ["WhitespaceTokenizer", None],
        ["RegexFeaturizer", None],
        ["LexicalSyntacticFeaturizer", None],
        ["CountVectorsFeaturizer", None],
        ["CountVectorsFeaturizer", None],
        ["DIETClassifier", 100],
        ["EntitySynonymMapper", None],
        ["ResponseSelector", 100],
        ["FallbackClassifier", None],
    ]
