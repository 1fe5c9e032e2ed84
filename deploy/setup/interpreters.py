"""Finds an interpreter by running it: a pyenv shim can be on the path and still not work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

TELL = "import sys, os; print('%d.%d' % sys.version_info[:2], os.path.realpath(sys.executable))"
CAN_MAKE_ENVIRONMENTS = "import ensurepip, venv"


def find(version: str) -> str | None:
    """Return the path of a working interpreter of this version (`3.10`), or None."""
    for candidate in _candidates(version):
        found = _ask(candidate)
        if found and found[0] == version:
            return found[1]
    return None


def version_of(program: str) -> str | None:
    """Return the version of a program if it is a working Python (`3.10`)."""
    found = _ask(program)
    return found[0] if found else None


def able_to_make_environments() -> str | None:
    """Return an interpreter with venv and pip; Debian keeps both in packages of their own."""
    for python in (sys.executable, find("3.12"), find("3.10"), *_on_path("python3")):
        if python and _runs([python, "-c", CAN_MAKE_ENVIRONMENTS]) is not None:
            return python
    return None


def _candidates(version: str) -> Iterator[str]:
    yield from _on_path(f"python{version}")
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder in sorted(pyenv.glob(f"versions/{version}.*"), reverse=True):
        yield str(folder / "bin" / "python")
    yield from _on_path("python3")
    yield from _on_path("python")


def _on_path(name: str) -> Iterator[str]:
    for folder in os.get_exec_path():
        program = Path(folder) / name
        if program.is_file() and os.access(program, os.X_OK):
            yield str(program)


def _ask(program: str) -> tuple[str, str] | None:
    answer = _runs([program, "-c", TELL])
    if answer is None:
        return None
    version, _, path = answer.strip().partition(" ")
    return version, path


def _runs(command: list[str]) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
