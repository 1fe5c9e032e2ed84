"""The order of a start: ports, lock, model, engine and database side by side, then web and worker."""

import asyncio
import signal
import subprocess
import sys
import time
from asyncio.subprocess import Process
from datetime import UTC, datetime
from pathlib import Path

from clinic.config import ROOT, Settings
from clinic.criteria.signoff import signoff_problem
from clinic.launcher import addresses, content, programs
from clinic.launcher.faults import RunRefused
from clinic.launcher.logs import last_words, open_log
from clinic.launcher.run_folder import RunFolder
from clinic.launcher.supervisor import Supervisor


class Launch:
    """One run of the whole copy, from `make run` to Ctrl-C."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._began = time.monotonic()
        self._stopping = asyncio.Event()
        self._notices: list[str] = []

    async def run(self) -> None:
        """Start everything, wait until told to stop, and leave nothing behind.

        Raises:
            RunRefused: something stands in the way of a start.
        """
        today = datetime.now(UTC).date()
        self._notices = content.notices(self._settings, today, signoff_problem(today))
        addresses.require_free(self._settings)
        folder = RunFolder(self._settings.var)
        try:
            model = await _trained_model()
            supervisor = Supervisor(folder, self._say)
            self._listen_to_signals(supervisor)
            try:
                await self._until_stopped(supervisor, model)
            finally:
                await supervisor.stop()
        finally:
            folder.release()

    async def _until_stopped(self, supervisor: Supervisor, model: Path) -> None:
        starting = asyncio.create_task(self._start(supervisor, model))
        stopped = asyncio.create_task(self._stopping.wait())
        await asyncio.wait([starting, stopped], return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            print(self._greeting(starting.result()), flush=True)
            await stopped
        starting.cancel()
        self._say("stopping")

    async def _start(self, supervisor: Supervisor, model: Path) -> str:
        """Return the demo sign-ins, which seeding says."""
        self._say("starting the engine and the action server, preparing the database")
        engine = supervisor.start([programs.engine(self._settings, model), programs.actions(self._settings)])
        _, said = await asyncio.gather(engine, self._open_doors(supervisor))
        return said

    async def _open_doors(self, supervisor: Supervisor) -> str:
        await self._clinic("migrate")
        self._say("the database is ready")
        doors = supervisor.start([programs.web(self._settings), programs.worker(self._settings)])
        if self._settings.in_production:
            await doors
            return ""
        _, said = await asyncio.gather(doors, self._clinic("seed"))
        return said

    async def _clinic(self, command: str) -> str:
        """Prepare the database by a command: in a process of its own, so that the launcher stays small."""
        log = programs.log_of(self._settings, "database")
        with open_log(log) as errors:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "clinic", command),
                cwd=ROOT,
                env=programs.base_environment(self._settings),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
            said = await _output_of(process)
        if process.returncode != 0:
            raise RunRefused(f"The database could not be prepared. {last_words(log)}")
        return said

    def _listen_to_signals(self, supervisor: Supervisor) -> None:
        def stop() -> None:
            if self._stopping.is_set():
                supervisor.kill()  # asked twice
            self._stopping.set()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, stop)

    def _greeting(self, sign_ins: str) -> str:
        address = (
            self._settings.public_url
            if self._settings.in_production
            else programs.local_address(self._settings)
        )
        page = "Chat      {}/chat" if self._settings.in_production else "Website   {}/"
        lines = [
            f"Mesochat is ready after {time.monotonic() - self._began:.0f} s.",
            "",
            f"  {page.format(address)}",
            f"  Staff     {address}/staff",
            *(f"            {line}" for line in sign_ins.splitlines()),
            f"  Logs      {self._settings.var / 'log'}",
            *(f"  Note      {notice}" for notice in self._notices),
        ]
        return "\n".join(["", *lines, "", "Ctrl-C stops everything."])

    def _say(self, text: str) -> None:
        print(f"[{time.monotonic() - self._began:4.0f} s] {text}", flush=True)


async def _trained_model() -> Path:
    """Return the model that was trained from what is in the tree now."""
    try:
        process = await asyncio.create_subprocess_exec(
            *(str(programs.ENGINE_BIN / "python"), "-m", "pipeline.training", "--check"),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise RunRefused("The engine's environment is missing: `make setup` makes it.") from None
    said = await _output_of(process)
    if process.returncode != 0:
        raise RunRefused("No model fits what is in the tree: `make train` trains one.")
    return ROOT / said


async def _output_of(process: Process) -> str:
    """Return what a process says; it does not outlive a launch that is called off."""
    try:
        said, _ = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    return said.decode().strip()
