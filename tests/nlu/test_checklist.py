"""How cases are read and judged, and what the report shows of them."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from clinic.config import ROOT
from clinic.criteria.strict_yaml import read_yaml
from pipeline.evaluation.answers import Answer, CheckListLine, Pipeline
from pipeline.evaluation.checklist import FOLDER, Case, Kind, checked, judge, lines, read_cases
from pipeline.evaluation.checklist_section import checklist_section
from pipeline.evaluation.report import Report, measured, plain
from pipeline.evaluation.shares import Share
from pipeline.evaluation.terminal import table
from pipeline.parse_data import FALLBACK
from tests.nlu.asking import BATCH
from tests.nlu.cases import CASES

PAIN, COST = "faq/pain", "faq/cost"


def heard(*labels: str) -> Answer:
    decided, *also = labels or (FALLBACK,)
    return Answer(PAIN if decided == FALLBACK else decided, "", 0.9, decided, tuple(also))


@pytest.mark.parametrize(
    ("kind", "before", "after", "has_passed", "is_asked_back"),
    [
        (Kind.MINIMUM, heard(), heard(PAIN), True, False),
        (Kind.MINIMUM, heard(), heard(COST), False, False),
        (Kind.MINIMUM, heard(), heard(PAIN, COST), False, False),
        (Kind.MINIMUM, heard(), heard(), False, True),
        (Kind.INVARIANCE, heard(PAIN), heard(PAIN), True, False),
        (Kind.INVARIANCE, heard(PAIN), heard(), True, True),
        (Kind.INVARIANCE, heard(), heard(), True, False),
        (Kind.INVARIANCE, heard(), heard(PAIN), True, False),
        (Kind.INVARIANCE, heard(), heard(COST), False, False),
        (Kind.INVARIANCE, heard(COST), heard(COST), True, False),
        (Kind.INVARIANCE, heard(COST), heard(PAIN), True, False),
        (Kind.INVARIANCE, heard(PAIN), heard(PAIN, COST), False, False),
        (Kind.CHANGES, heard(COST), heard(PAIN), True, False),
        (Kind.CHANGES, heard(COST), heard(PAIN, COST), True, False),
        (Kind.CHANGES, heard(COST), heard(COST), False, False),
        (Kind.CHANGES, heard(COST), heard(), False, True),
        (Kind.STAYS, heard(PAIN), heard(COST), False, False),
        (Kind.STAYS, heard(PAIN), heard(), True, True),
    ],
)
def test_a_case_passes_or_fails(
    kind: Kind, before: Answer, after: Answer, has_passed: bool, is_asked_back: bool
) -> None:
    case = Case(kind, "name", "after", (PAIN,), "" if kind is Kind.MINIMUM else "before")
    known = {"before": before, "after": after}

    (verdict,) = judge([case], lambda texts: [known[text] for text in texts])

    assert (verdict.has_passed, verdict.is_asked_back) == (has_passed, is_asked_back)


def test_every_text_is_asked_once() -> None:
    asked: list[str] = []

    def ask(texts: Sequence[str]) -> list[Answer]:
        asked.extend(texts)
        return [heard(PAIN)] * len(texts)

    judge([Case(Kind.INVARIANCE, name, "after", (PAIN,), "before") for name in ("one", "two")], ask)

    assert sorted(asked) == ["after", "before"]


def test_cases_are_counted_by_kind_and_name() -> None:
    cases = [
        Case(Kind.MINIMUM, "a", "right", (PAIN,)),
        Case(Kind.MINIMUM, "a", "held", (PAIN,)),
        Case(Kind.STAYS, "a", "right", (PAIN,), "held"),
    ]
    known = {"right": heard(PAIN), "held": heard()}

    found = lines(judge(cases, lambda texts: [known[text] for text in texts]))

    assert found == (
        CheckListLine("minimum functionality", "a", Share(1, 2), 1),
        CheckListLine("direction: must stay", "a", Share(1, 1), 0),
    )


def test_without_cases_nothing_is_asked(tmp_path: Path) -> None:
    assert read_cases(tmp_path / "nowhere") == ()
    assert checked((), lambda _texts: pytest.fail("asked")) == ()


def test_the_cases_are_whole_and_stand_there_once() -> None:
    assert {case.kind for case in CASES} == set(Kind)
    assert len(set(CASES)) == len(CASES)
    assert all(case.text.strip() and case.labels for case in CASES)
    assert all(case.seed != case.text for case in CASES)


def test_no_plain_message_stands_in_the_training_data_or_among_other_examples() -> None:
    files = sorted((ROOT / "data" / "nlu").glob("*.yml"))
    blocks = [block for path in files for block in read_yaml(path)["nlu"]]
    known = {bare(line.removeprefix("- ")) for block in blocks for line in block["examples"].splitlines()}
    for path in (ROOT / "tests" / "nlu" / "data" / "development").glob("*.jsonl"):
        known |= {bare(json.loads(line)["text"]) for line in path.read_text().splitlines()}

    assert [case.text for case in CASES if case.kind is Kind.MINIMUM and bare(case.text) in known] == []


def bare(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(".?!")


def test_the_data_files_have_no_key_twice() -> None:
    for path in sorted((ROOT / FOLDER).rglob("*.yml")):
        read_yaml(path)


def report(*found: CheckListLine) -> Report:
    pipeline = Pipeline("Ours", "as it is", (), (), found)
    return Report("Labelled rows", "no rows", [], [measured(pipeline)])


def test_the_report_has_a_section_with_every_count() -> None:
    shown = report(CheckListLine("invariance", "a <b>", Share(3, 4), 1))

    assert any(
        line.split() == ["invariance:", "a", "<b>", "75.0%", "·", "3", "of", "4", "·", "1"]
        for line in table(shown).splitlines()
    )
    section = checklist_section(shown.pipelines)
    assert "<h2>CheckList</h2>" in section
    assert "invariance: a &lt;b&gt;</th><td>75.0%</td><td>3 of 4</td><td>1</td>" in section
    assert plain(shown)["pipelines"][0]["checklist"][0]["passed"]["hits"] == 3


def test_without_cases_the_report_has_no_such_section() -> None:
    assert "CheckList" not in table(report())


def test_a_batch_without_a_model_is_one_line(tmp_path: Path) -> None:
    archive = tmp_path / "model.tar.gz"
    archive.write_bytes(b"no archive")

    ran = subprocess.run(
        [*BATCH, "--model", archive], cwd=ROOT, input="[]", capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == f"{archive} holds no model that can be asked.\n"
