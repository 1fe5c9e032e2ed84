"""The figures that a proof has come to, said at the end of the run, and a clinic with room for everybody."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from clinic.config import ROOT
from tests.plugins.system import RunningSystem

FIGURES: Final = pytest.StashKey[list[str]]()


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Say a sentence with figures at the end of the run."""
    said = request.config.stash.setdefault(FIGURES, [])
    return lambda sentence: said.append(f"{request.node.name}: {sentence}")


@pytest.fixture
def roomy_system(tmp_path: Path) -> Iterator[RunningSystem]:
    """A system of its own whose clinic has twice as many free times: 200 patients at once find one each."""
    profile = tmp_path / "clinic.yml"
    demo = (ROOT / "clinic.yml").read_text(encoding="utf-8")
    profile.write_text(demo.replace("horizon_days: 42", "horizon_days: 84"), encoding="utf-8")
    started = RunningSystem(tmp_path / "var", profile)
    try:
        started.start()
        yield started
    finally:
        started.stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    said = terminalreporter.config.stash.get(FIGURES, [])
    if said:
        terminalreporter.section("figures of the proofs")
        for sentence in said:
            terminalreporter.write_line(sentence)
