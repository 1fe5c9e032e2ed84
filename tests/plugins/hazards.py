"""A whole run of the tests fails when one that holds a hazard (docs/hazards.yml) did not pass in every form.

A run of some files, or of names picked on the command line, says nothing about hazards.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pytest

from clinic.criteria.hazards import HAZARDS_FILE, Hazard, load_hazards

PICKS: Final = (
    "keyword",
    "deselect",
    "lf",
    "failedfirst",
    "stepwise",
    "maxfail",
    "collectonly",
    "ignore",
    "ignore_glob",
)
EVERY_MARK: Final = ("", "not soak")  # the long proofs hold no hazard: they are run by `make soak`
RAN_TO_THE_END: Final = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
LOG: Final = "hazard_log"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(LOG, "the hazard log whose tests a whole run must pass", default=str(HAZARDS_FILE))


def pytest_configure(config: pytest.Config) -> None:
    is_one_of_several = hasattr(config, "workerinput")  # it sees its own share of the tests only
    if is_whole(config) and not is_one_of_several:
        config.pluginmanager.register(Watcher(load_hazards(Path(config.getini(LOG)))), "hazards of this run")


def is_whole(config: pytest.Config) -> bool:
    """Nothing was picked: every test there is runs, but for the long proofs."""
    started_bare = config.args_source is not pytest.Config.ArgsSource.ARGS
    has_all_marks = config.option.markexpr in EVERY_MARK
    return started_bare and has_all_marks and not any(getattr(config.option, pick, None) for pick in PICKS)


class Watcher:
    """Keeps how each test ended, whatever its parameters."""

    def __init__(self, hazards: Iterable[Hazard]) -> None:
        self.hazards = tuple(hazards)
        self.ends: dict[str, set[str]] = defaultdict(set)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            self.ends[_name(report.nodeid)].add(report.outcome)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if session.exitstatus == pytest.ExitCode.OK and uncontrolled(self.hazards, self.ends):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
        lines = uncontrolled(self.hazards, self.ends)
        if lines and exitstatus in RAN_TO_THE_END:
            terminalreporter.section("hazards that no passing test holds", red=True)
            for line in lines:
                terminalreporter.write_line(line)


def _name(test: str) -> str:
    """The test without its parameters, and without the group that several processes run it in."""
    return test.split("[")[0].split("@")[0]


def uncontrolled(hazards: Iterable[Hazard], ends: Mapping[str, set[str]]) -> list[str]:
    """One line for each test of a hazard that is not open and did not pass in every form."""
    return [
        f"{hazard.id} {hazard.hazard}: {test} {', '.join(sorted(ends.get(test, ()))) or 'did not run'}"
        for hazard in hazards
        if not hazard.is_open
        for test in hazard.tests
        if ends.get(test) != {"passed"}
    ]
