"""One program that is kept running: its present process, its restarts, its end."""

import asyncio
import os
import signal
import subprocess
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from clinic.config import ROOT
from clinic.launcher.faults import RunRefused
from clinic.launcher.logs import last_words, open_log
from clinic.launcher.programs import Program


@dataclass(frozen=True)
class Patience:
    """How long to wait for what."""

    first_pause_seconds: float = 0.5
    longest_pause_seconds: float = 30.0
    steady_seconds: float = 20.0  # who ran this long starts again after the first pause: patients wait for it
    probe_seconds: float = 0.2
    ready_seconds: float = 240.0
    grace_seconds: float = 8.0
    starts_before_giving_up: int = 3  # of a program that has never been ready


class Observer(Protocol):
    """Who is told what happens to a program's process."""

    def started(self, number: int) -> None: ...
    def ended(self, number: int) -> None: ...
    def restarting(self, sentence: str) -> None: ...


class Kept:
    """A program in a process group of its own, started again with growing pauses whenever it ends."""

    def __init__(self, program: Program, patience: Patience, observer: Observer) -> None:
        self.program = program
        self._patience = patience
        self._observer = observer
        self._process: Process | None = None
        self._stopping = asyncio.Event()
        self._was_ready = False
        self._task = asyncio.create_task(self._keep(), name=program.name)

    @property
    def number(self) -> int | None:
        """The number of the living process, which is also that of its group."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def until_ready(self) -> str:
        """Return the program's name once it is ready.

        Raises:
            RunRefused: it ends again and again, or takes too long.
        """
        until = time.monotonic() + self._patience.ready_seconds
        while not (self.number and await asyncio.to_thread(self.program.is_ready)):
            if self._task.done():
                self._task.result()
            if time.monotonic() > until:
                raise self._refused(f"is not ready after {self._patience.ready_seconds:.0f} s")
            await asyncio.sleep(self._patience.probe_seconds)
        self._was_ready = True
        return self.program.name

    async def end(self) -> None:
        """Ask the group to end, make it after the grace period, and return when nothing is left of it."""
        self._stopping.set()
        self._signal(signal.SIGTERM)
        done, _ = await asyncio.wait([self._task], timeout=self._patience.grace_seconds)
        if not done:
            self.kill()
        with suppress(RunRefused):  # whoever waited for it to be ready has heard that already
            await self._task

    def kill(self) -> None:
        """End the whole group at once."""
        self._signal(signal.SIGKILL)

    async def _keep(self) -> None:
        starts = 0
        pause = self._patience.first_pause_seconds
        while not self._stopping.is_set():
            began = time.monotonic()
            how = await self._run_once()
            starts += 1
            if self._stopping.is_set():
                return
            if not self._was_ready and starts >= self._patience.starts_before_giving_up:
                raise self._refused(f"does not start ({how})")
            if time.monotonic() - began > self._patience.steady_seconds:
                pause = self._patience.first_pause_seconds
            self._observer.restarting(f"{self.program.name} ended ({how}), starting again in {pause:g} s")
            await _within(pause, self._stopping.wait())
            pause = min(2 * pause, self._patience.longest_pause_seconds)

    async def _run_once(self) -> str:
        """Run the program to its end and say how it ended."""
        try:
            self._process = await self._spawn()
        except OSError as problem:
            return f"{problem.strerror}: {problem.filename}"
        number = self._process.pid
        self._observer.started(number)
        if self._stopping.is_set():  # asked to end in the moment it was started
            self._signal(signal.SIGTERM)
        status = await self._process.wait()
        _signal_group(number, signal.SIGKILL)  # whatever it has started and left behind
        self._observer.ended(number)
        return f"signal {signal.Signals(-status).name}" if status < 0 else f"status {status}"

    async def _spawn(self) -> Process:
        with open_log(self.program.log) as log:
            return await asyncio.create_subprocess_exec(
                *self.program.command,
                cwd=ROOT,
                env=dict(self.program.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _signal(self, number: int) -> None:
        if self.number:
            _signal_group(self.number, number)

    def _refused(self, what: str) -> RunRefused:
        return RunRefused(f"{self.program.name} {what}. {last_words(self.program.log)}")


async def _within(seconds: float, awaited: Awaitable[object]) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(awaited, seconds)


def _signal_group(group: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
