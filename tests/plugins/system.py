"""The assembled system: `make run`'s own launcher on free ports, with a data folder of its own."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.config import ROOT
from clinic.launcher.readiness import answers
from clinic.launcher.run_folder import running
from tests.plugins.addresses import free_port
from tests.plugins.waiting import wait_until

PR_SET_PDEATHSIG = 1
READY_SECONDS = 240.0
PATIENCE_SECONDS = 15
"""For the engine's answer: a busy machine of tests is no broken engine."""
END_SECONDS = 60.0


class RunningSystem:
    """Engine, action server, web and worker as the launcher runs them; tests may kill any of them by name."""

    def __init__(self, var: Path, profile: Path = ROOT / "clinic.yml") -> None:
        self.var = var
        self.profile = profile
        self.ports = {
            "CLINIC_PORT": free_port(),
            "CLINIC_ENGINE_PORT": free_port(),
            "CLINIC_ACTIONS_PORT": free_port(),
        }
        self.base_url = f"http://127.0.0.1:{self.ports['CLINIC_PORT']}"
        self.database_url = f"sqlite:///{var / 'clinic.db'}"
        self._said = var / "launcher.log"
        self._launcher: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What makes a command of `clinic` work on this system; nothing of the developer's own settings."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CLINIC_")}
        own = {name: str(port) for name, port in self.ports.items()}
        own |= {"CLINIC_VAR": str(self.var), "CLINIC_ENV_FILE": "", "CLINIC_PROFILE": str(self.profile)}
        return {**inherited, **own, "CLINIC_ENGINE_TIMEOUT_SECONDS": str(PATIENCE_SECONDS)}

    @property
    def launcher(self) -> int:
        """The launcher's process number."""
        assert self._launcher
        return self._launcher.pid

    def start(self) -> None:
        """Start everything and return once the launcher says that it is ready."""
        self._said.parent.mkdir(parents=True, exist_ok=True)
        with self._said.open("wb") as output:
            self._launcher = subprocess.Popen(
                [sys.executable, "-m", "clinic", "run"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                preexec_fn=_end_with_parent,
            )
        wait_until(
            lambda: self._ended() or "is ready after" in self.said(), "The system is ready", READY_SECONDS
        )
        if self._ended():
            pytest.fail(f"The system did not start: {self.said()}", pytrace=False)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the launcher and return its status."""
        if not self._launcher:
            return 0
        self._launcher.send_signal(how)
        return self._launcher.wait(END_SECONDS)

    def said(self) -> str:
        """Return everything that the launcher has printed."""
        return self._said.read_text(errors="replace")

    def log(self, name: str) -> str:
        """Return the log of one process."""
        return (self.var / "log" / f"{name}.log").read_text(errors="replace")

    def processes(self) -> dict[str, int]:
        """Return the present process numbers by name: engine, actions, web, worker."""
        return running(self.var)

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> int:
        """Send a signal to one process, and return the number it had."""
        number = self.processes()[name]
        os.kill(number, how)
        return number

    def restart(self, name: str) -> None:
        """Kill one process, and return once its successor is there and the whole system is ready."""
        old = self.kill(name)
        wait_until(lambda: self.processes().get(name, old) != old, f"{name} is started again")
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Return once web says that it can answer patients, and the action server that it can act."""
        wait_until(self.is_ready, "The system is ready again", READY_SECONDS)

    def is_ready(self) -> bool:
        actions = f"http://127.0.0.1:{self.ports['CLINIC_ACTIONS_PORT']}/health"
        return answers(f"{self.base_url}/readyz")() and answers(actions)()

    def clinic(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command of `clinic` on this system."""
        return subprocess.run(
            [sys.executable, "-m", "clinic", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )

    def _ended(self) -> bool:
        return self._launcher is None or self._launcher.poll() is not None


def _end_with_parent() -> None:
    """Where the kernel can (Linux): a test run that is killed does not leave the system behind."""
    set_option = getattr(ctypes.CDLL(None), "prctl", None)
    if set_option:
        set_option(PR_SET_PDEATHSIG, signal.SIGTERM)


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """The running system, one for the whole session: a test makes its own conversations and patients."""
    started = RunningSystem(tmp_path_factory.mktemp("system"))
    try:
        started.start()
        yield started
    finally:
        started.stop()
