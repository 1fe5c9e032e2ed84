"""The figures that a proof has come to, said at the end of the run."""

from collections.abc import Callable
from typing import Final

import pytest

FIGURES: Final = pytest.StashKey[list[str]]()


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Say a sentence with figures at the end of the run."""
    said = request.config.stash.setdefault(FIGURES, [])
    return lambda sentence: said.append(f"{request.node.name}: {sentence}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    said = terminalreporter.config.stash.get(FIGURES, [])
    if said:
        terminalreporter.section("figures of the proofs")
        for sentence in said:
            terminalreporter.write_line(sentence)
