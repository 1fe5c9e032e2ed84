"""The hazard log: complete, and every control that it names is there and is tested."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from clinic.config import ROOT
from clinic.criteria.hazards import HAZARDS_FILE, Hazard, load_hazards
from tests.plugins.hazards import is_whole, uncontrolled

ALL = tuple(f"H{number:02}" for number in range(1, 39))
pytest_plugins = ["pytester"]


@pytest.fixture(scope="module")
def hazards() -> tuple[Hazard, ...]:
    return load_hazards()


def is_there(test: str) -> bool:
    """Whether a test of that name stands in that file, and is not left out by a mark."""
    name, _, function = test.partition("::")
    path = ROOT / name
    if not path.is_file() or not path.name.startswith("test_"):
        return False
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == function for node in tree.body)


def test_every_hazard_of_the_draft_is_in_the_log(hazards: tuple[Hazard, ...]) -> None:
    assert tuple(hazard.id for hazard in hazards) == ALL


def test_every_test_that_a_hazard_names_exists(hazards: tuple[Hazard, ...]) -> None:
    gone = [f"{hazard.id}: {test}" for hazard in hazards for test in hazard.tests if not is_there(test)]

    assert not gone


def test_every_control_points_at_what_is_there(hazards: tuple[Hazard, ...]) -> None:
    gone = [
        f"{hazard.id}: {path}" for hazard in hazards for path in hazard.where if not (ROOT / path).exists()
    ]

    assert not gone


def test_a_test_is_not_found_where_it_is_not() -> None:
    here = f"tests/architecture/{Path(__file__).name}"

    assert is_there(f"{here}::test_a_test_is_not_found_where_it_is_not")
    assert not is_there(f"{here}::test_that_nobody_wrote")
    assert not is_there("tests/architecture/test_nothing.py::test_a_test_is_not_found_where_it_is_not")
    assert not is_there("tests/architecture/tree.py::files")
    assert not is_there("")


type Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda row: row.update(id="H02"), "an id stands twice"),
        (lambda row: row.update(status="open"), "is open without a reason"),
        (lambda row: row.update(status="accepted-proposal"), "is accepted-proposal without a reason"),
        (lambda row: row.update(reason="none"), "gives a reason why not"),
        (lambda row: row.update(tests=[]), "names no test"),
        (lambda row: row["likelihood"].update(after=5, before=4), "likelier with its control"),
        (lambda row: row.update(severity=6), "severity"),
        (lambda row: row.update(severity=0), "severity"),
        (lambda row: row.update(where=[]), "must not be empty"),
        (lambda row: row.update(owner=""), "owner"),
        (lambda row: row.update(status="fine"), "status"),
        (lambda row: row.update(id="H1"), "id"),
        (lambda row: row.pop("harm"), "harm"),
        (lambda row: row.update(colour="red"), "colour"),
    ],
)
def test_a_log_that_does_not_hang_together_is_refused(tmp_path: Path, change: Change, problem: str) -> None:
    log = yaml.safe_load(HAZARDS_FILE.read_text(encoding="utf-8"))
    change(log["hazards"][0])
    (tmp_path / "hazards.yml").write_text(yaml.safe_dump(log))

    with pytest.raises((ValueError, ValidationError), match=problem):
        load_hazards(tmp_path / "hazards.yml")


def test_an_open_hazard_needs_a_reason_and_no_test(tmp_path: Path) -> None:
    log = yaml.safe_load(HAZARDS_FILE.read_text(encoding="utf-8"))
    log["hazards"][0].update(status="open", reason="not built", tests=[])
    (tmp_path / "hazards.yml").write_text(yaml.safe_dump(log))

    [first, *_] = load_hazards(tmp_path / "hazards.yml")

    assert first.is_open


def test_a_hazard_counts_as_held_only_when_all_its_tests_passed(hazards: tuple[Hazard, ...]) -> None:
    names = {test for hazard in hazards for test in hazard.tests}
    passed = {name: {"passed"} for name in names}
    first = hazards[0].tests[0]

    assert uncontrolled(hazards, passed) == []
    for ends in ({"failed"}, {"skipped"}, {"passed", "skipped"}):
        assert [line.split()[0] for line in uncontrolled(hazards[:1], passed | {first: ends})] == ["H01"]
    del passed[first]
    assert "did not run" in uncontrolled(hazards[:1], passed)[0]


HELD = "def test_it():\n    pass\n"
HALF = (
    "import pytest\n@pytest.mark.parametrize('n', [1, pytest.param(2, marks=pytest.mark.skip)])\n"
    "def test_it(n):\n    pass\n"
)
GONE = "def test_other():\n    pass\n"


@pytest.fixture
def run(pytester: pytest.Pytester) -> Callable[..., pytest.RunResult]:
    """A run of pytest over one file of tests, with a log of one hazard that this file holds."""

    def started(tests: str, **changed: object) -> pytest.RunResult:
        row = yaml.safe_load(HAZARDS_FILE.read_text(encoding="utf-8"))["hazards"][0]
        row |= {"tests": ["test_one.py::test_it"], **changed}
        pytester.path.joinpath("log.yml").write_text(yaml.safe_dump({"hazards": [row]}))
        pytester.makepyfile(test_one=tests)
        pytester.makeini("[pytest]\nhazard_log = log.yml\ntestpaths = .\n")
        return pytester.runpytest_inprocess("-p", "tests.plugins.hazards")

    return started


@pytest.mark.parametrize(("tests", "end"), [(HALF, "passed, skipped"), (GONE, "did not run")])
def test_a_whole_run_fails_when_a_hazard_is_not_held(
    run: Callable[..., pytest.RunResult], tests: str, end: str
) -> None:
    done = run(tests)

    assert done.ret == pytest.ExitCode.TESTS_FAILED
    done.stdout.fnmatch_lines(["*hazards that no passing test holds*", f"H01 *: test_one.py::test_it {end}"])


@pytest.mark.parametrize(
    ("tests", "changed"),
    [(HELD, {}), (HALF, {"status": "open", "reason": "not built"})],
    ids=["held", "open"],
)
def test_a_whole_run_in_which_all_are_held_or_open_says_nothing(
    run: Callable[..., pytest.RunResult], tests: str, changed: dict[str, object]
) -> None:
    done = run(tests, **changed)

    assert done.ret == pytest.ExitCode.OK
    done.stdout.no_fnmatch_line("*hazards that no passing test holds*")


def test_only_a_run_from_which_nothing_was_picked_is_whole(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ntestpaths = .\n")
    picked = (
        "test_two.py",
        "-k other",
        "-m other",
        "-m soak",
        "--deselect=a",
        "--collect-only",
        "--lf",
        "-x",
    )

    assert is_whole(pytester.parseconfig())
    assert is_whole(pytester.parseconfig("-m", "not soak"))
    assert [pick for pick in picked if is_whole(pytester.parseconfig(*pick.split(" ", 1)))] == []
