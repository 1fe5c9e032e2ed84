"""Keeps several programs running, tells who has to know, and ends them with all that they have started."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO

from clinic.launcher import watch
from clinic.launcher.kept import Kept, Patience
from clinic.launcher.programs import Program
from clinic.launcher.run_folder import RunFolder

Say = Callable[[str], None]


class Supervisor:
    """Runs on one event loop; the watch beside it ends everything should the launcher itself be killed."""

    def __init__(self, folder: RunFolder, say: Say, patience: Patience | None = None) -> None:
        self._folder = folder
        self._say = say
        self._patience = patience or Patience()
        self._watch = self._start_watch()
        self._kept: list[Kept] = []

    async def start(self, programs: Sequence[Program]) -> None:
        """Start programs and return once all of them are ready.

        Raises:
            RunRefused: one of them ends again and again, or is not ready in time.
        """
        started = [Kept(program, self._patience, self) for program in programs]
        self._kept += started
        waiting = [asyncio.create_task(kept.until_ready()) for kept in started]
        try:
            for ready in asyncio.as_completed(waiting):
                self._say(f"{await ready} is ready")
        finally:
            for task in waiting:
                task.cancel()

    async def stop(self) -> None:
        """End everything, the last started first: web finishes its turns while the engine still runs."""
        for kept in reversed(self._kept):
            await kept.end()
        with suppress(BrokenPipeError):
            _pipe(self._watch).close()
        await asyncio.to_thread(self._watch.wait)

    def kill(self) -> None:
        """End everything at once; `stop` still has to be awaited."""
        for kept in self._kept:
            kept.kill()

    def started(self, number: int) -> None:
        self._tell_watch(f"+{number}")
        self._record()

    def ended(self, number: int) -> None:
        self._tell_watch(f"-{number}")
        self._record()

    def restarting(self, sentence: str) -> None:
        self._say(sentence)

    def _tell_watch(self, line: str) -> None:
        try:
            _write(self._watch, line)
        except BrokenPipeError:  # somebody has killed the watch: a new one is told everything
            self._watch = self._start_watch()
            for kept in self._kept:
                if kept.number:
                    _write(self._watch, f"+{kept.number}")

    def _start_watch(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", watch.__file__, str(self._patience.grace_seconds)],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
            pass_fds=[self._folder.lock],
        )

    def _record(self) -> None:
        self._folder.record({kept.program.name: kept.number for kept in self._kept if kept.number})


def _write(process: subprocess.Popen[str], line: str) -> None:
    pipe = _pipe(process)
    pipe.write(f"{line}\n")
    pipe.flush()


def _pipe(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdin
    return process.stdin
