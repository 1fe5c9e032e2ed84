"""`var/run`: one launcher at a time, and which process has which number."""

import fcntl
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from clinic.launcher.faults import RunRefused

PROCESSES: Final = "processes.json"


class RunFolder:
    """Held by one launcher; its watch inherits the lock and keeps it until every process has ended."""

    def __init__(self, var: Path) -> None:
        self._path = var / "run"
        self._path.mkdir(parents=True, exist_ok=True)
        self.lock = os.open(self._path / "launcher.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._take(var)
        os.ftruncate(self.lock, 0)
        os.pwrite(self.lock, str(os.getpid()).encode(), 0)

    def record(self, processes: Mapping[str, int]) -> None:
        """Write which process has which number; a reader never sees half of it."""
        fresh = self._path / f"{PROCESSES}.new"
        fresh.write_text(json.dumps(processes, indent=2) + "\n")
        fresh.replace(self._path / PROCESSES)

    def release(self) -> None:
        """Let another launcher in."""
        (self._path / PROCESSES).unlink(missing_ok=True)
        os.close(self.lock)

    def _take(self, var: Path) -> None:
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if self._holder_lives():
                os.close(self.lock)
                raise RunRefused(f"Mesochat already runs on {var}. Stop it, or set CLINIC_VAR.") from None
            fcntl.flock(self.lock, fcntl.LOCK_EX)  # a watch is still ending what a killed launcher has left

    def _holder_lives(self) -> bool:
        with suppress(ValueError, ProcessLookupError):
            os.kill(int(os.pread(self.lock, 20, 0)), 0)
            return True
        return False


def running(var: Path) -> dict[str, int]:
    """Return the process numbers that the launcher has recorded; none when nothing runs."""
    try:
        return dict(json.loads((var / "run" / PROCESSES).read_text()))
    except FileNotFoundError:
        return {}
