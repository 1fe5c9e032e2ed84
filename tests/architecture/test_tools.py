"""What `make check` runs: format, lint, types, layers, data files. The failure is the tool's own report."""

import subprocess
import sys
from pathlib import Path

import pytest

from clinic.config import ROOT

BIN = Path(sys.executable).parent
CHECKS = {
    "format": ("ruff", "format", "--check"),
    "lint": ("ruff", "check", "--output-format", "concise"),
    "types": ("mypy",),
    "layers": ("lint-imports",),
    "data files": ("yamllint", "--strict", "."),
}


@pytest.mark.parametrize("command", CHECKS.values(), ids=CHECKS)
def test_the_tree_passes(command: tuple[str, ...]) -> None:
    program, *arguments = command

    done = subprocess.run(
        [str(BIN / program), *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
