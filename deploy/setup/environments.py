"""The two environments: what each is made of, whether it still stands, and how it is made.

A stamp inside the environment names the lock file and the interpreter it was made with. It is removed
before anything changes and written last, so a set-up that was killed is noticed and completed.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from deploy.setup import interpreters
from deploy.setup.commands import Runner
from deploy.setup.faults import SetupFailed

STAMP = "mesochat-stamp"
# Packages published as source are built with pinned tools, too.
OPTIONS = ("--require-hashes", "--build-constraints", "requirements/build.txt")
COMMAND = """#!{python}
import sys

sys.path.insert(0, {root!r})

from clinic.cli import main

sys.exit(main())
"""


@dataclass(frozen=True)
class Environment:
    """One environment of this copy; `locks` from what is needed to what also serves."""

    root: Path
    folder: str
    python: str
    locks: tuple[str, ...]
    command: str = ""

    @property
    def path(self) -> Path:
        return self.root / self.folder

    @property
    def interpreter(self) -> Path:
        return self.path / "bin" / "python"

    def stands(self) -> bool:
        """Tell from the stamp alone, without running anything, whether nothing is to be done."""
        try:
            stamp = (self.path / STAMP).read_text(encoding="utf-8")
        except OSError:
            return False
        return any(stamp == self.fingerprint(lock) for lock in self.locks)

    def fingerprint(self, lock: str) -> str:
        """Stand for the lock file and the interpreter; empty, which no stamp is, without an interpreter."""
        try:
            real = self.interpreter.resolve(strict=True)
        except OSError:
            return ""
        made = f"{self.python} {real} {real.stat().st_size} {self.root}"
        pins = [(self.root / "requirements" / name).read_bytes() for name in (lock, "build.txt")]
        return hashlib.sha256(b"".join([made.encode(), *pins])).hexdigest()

    def make(self, runner: Runner, uv: str) -> None:
        """Make or complete the environment from the first of its lock files."""
        lock = self.locks[0]
        (self.path / STAMP).unlink(missing_ok=True)
        if not self._has_right_interpreter():
            self._create(runner, uv)
        runner.run(
            self.folder,
            f"Installing requirements/{lock}",
            [uv, "pip", "sync", "--python", str(self.interpreter), *OPTIONS, f"requirements/{lock}"],
        )
        if self.command:
            self._write_command()
        (self.path / STAMP).write_text(self.fingerprint(lock), encoding="utf-8")

    def _has_right_interpreter(self) -> bool:
        return self.interpreter.exists() and interpreters.version_of(str(self.interpreter)) == self.python

    def _create(self, runner: Runner, uv: str) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        found = interpreters.find(self.python)
        try:
            runner.run(
                self.folder,
                f"Making the environment with Python {self.python}",
                [uv, "venv", "--quiet", "--python", found or self.python, str(self.path)],
            )
        except SetupFailed:
            if found:
                raise
            raise SetupFailed(
                f"Python {self.python} is missing and could not be fetched. "
                f"Install it (with pyenv: pyenv install {self.python}), then run the command again."
            ) from None

    def _write_command(self) -> None:
        script = self.interpreter.with_name(self.command)
        script.write_text(COMMAND.format(python=self.interpreter, root=str(self.root)), encoding="utf-8")
        script.chmod(0o755)
