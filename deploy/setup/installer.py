"""Finds uv, the installer, or puts the pinned one into `var/uv`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from deploy.setup import interpreters
from deploy.setup.commands import Runner
from deploy.setup.faults import SetupFailed

LEAST_VERSION = (0, 5)
QUIETLY = ("--quiet", "--disable-pip-version-check")
INSTALL_PINNED = ("install", *QUIETLY, "--require-hashes", "-r", "requirements/setup.txt")


def ready_uv(runner: Runner) -> str:
    """Return a uv that works: the machine's, ours, or ours made now."""
    own = runner.root / "var" / "uv" / "bin" / "uv"
    for candidate in (shutil.which("uv"), str(own)):
        if candidate and _works(candidate):
            return candidate
    return _install(runner, own)


def _works(uv: str) -> bool:
    try:
        done = subprocess.run([uv, "--version"], capture_output=True, text=True, timeout=30, check=False)
        major, minor = done.stdout.split()[1].split(".")[:2]
    except (OSError, subprocess.TimeoutExpired, IndexError, ValueError):
        return False
    return (int(major), int(minor)) >= LEAST_VERSION


def _install(runner: Runner, own: Path) -> str:
    python = interpreters.able_to_make_environments()
    if python is None:
        raise SetupFailed(
            "No Python here can make environments. Install venv (Debian: apt-get install python3-venv)."
        )
    folder = own.parent.parent
    shutil.rmtree(folder, ignore_errors=True)
    runner.run("uv", "Making the installer's environment", [python, "-m", "venv", str(folder)])
    runner.run(
        "uv",
        "Installing the installer",
        [str(own.with_name("python")), "-m", "pip", *INSTALL_PINNED],
    )
    return str(own)
