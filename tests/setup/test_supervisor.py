"""The supervisor with small programs of its own: starts, restarts, ends, and leaves nothing behind."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from clinic.config import ROOT
from clinic.launcher.faults import RunRefused
from clinic.launcher.kept import Kept, Patience
from clinic.launcher.programs import Program
from clinic.launcher.run_folder import RunFolder, running
from clinic.launcher.supervisor import Supervisor
from tests.plugins.addresses import free_port
from tests.plugins.waiting import wait_until
from tests.setup.stub_programs import HASTE, program


@pytest.fixture
def launcher(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A launcher with two servers, each with a child that will not end when asked."""
    started = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.setup.stub_programs",
            "launch",
            str(tmp_path),
            str(free_port()),
            str(free_port()),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout
    assert "all are ready" in iter(lambda: started.stdout.readline().strip(), "")
    yield started
    with suppress(ProcessLookupError):
        started.terminate()
    started.communicate()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_however_the_launcher_ends(
    launcher: subprocess.Popen[str], tmp_path: Path, how: signal.Signals
) -> None:
    started = [*running(tmp_path).values(), *_children(tmp_path)]
    assert len(started) == 4

    launcher.send_signal(how)
    launcher.wait(20)

    wait_until(lambda: not any(map(_lives, started)), "Every process has ended")


def test_a_process_that_dies_is_started_again(launcher: subprocess.Popen[str], tmp_path: Path) -> None:
    name, number = next(iter(running(tmp_path).items()))

    os.kill(number, signal.SIGKILL)

    wait_until(lambda: running(tmp_path).get(name, number) != number, "A new process has taken its place")
    assert launcher.stdout
    assert "ended (signal SIGKILL), starting again" in launcher.stdout.readline()


def test_what_a_dead_process_has_started_ends_with_it(
    launcher: subprocess.Popen[str], tmp_path: Path
) -> None:
    name, number = next(iter(running(tmp_path).items()))
    orphan = int((tmp_path / f"{name}.child").read_text())

    os.kill(number, signal.SIGKILL)

    wait_until(lambda: not _lives(orphan), "The orphan has ended")


def test_a_second_launcher_on_the_same_folder_is_refused(
    launcher: subprocess.Popen[str], tmp_path: Path
) -> None:
    with pytest.raises(RunRefused, match="already runs"):
        RunFolder(tmp_path)


def test_a_launcher_may_start_as_soon_as_a_killed_one_has_left_nothing(
    launcher: subprocess.Popen[str], tmp_path: Path
) -> None:
    started = list(running(tmp_path).values())
    launcher.kill()
    launcher.wait()

    folder = RunFolder(tmp_path)  # waits for the watch of the killed one

    assert not any(map(_lives, started))
    folder.release()


def test_a_program_that_does_not_start_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    broken = program("engine", tmp_path, "no-such-program")

    with pytest.raises(RunRefused, match=r"engine does not start \(status 1\)\. Its last line: KeyError"):
        asyncio.run(_start_and_stop(tmp_path, broken))


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = replace(program("engine", tmp_path), command=(str(tmp_path / "rasa"),))

    with pytest.raises(RunRefused, match=r"No such file or directory: .*rasa"):
        asyncio.run(_start_and_stop(tmp_path, missing))


@pytest.mark.parametrize(
    ("steady_seconds", "pauses"),
    [(60.0, ["0.01", "0.02", "0.04", "0.04"]), (0.0, ["0.01"] * 4)],
    ids=["ends at once", "has run for long enough"],
)
def test_only_what_ends_again_and_again_waits_longer(
    tmp_path: Path, steady_seconds: float, pauses: list[str]
) -> None:
    patience = replace(
        HASTE,
        first_pause_seconds=0.01,
        longest_pause_seconds=0.04,
        steady_seconds=steady_seconds,
        starts_before_giving_up=5,
    )

    said = asyncio.run(_kept_until_given_up(replace(program("web", tmp_path), command=("true",)), patience))

    assert [sentence.rpartition(" in ")[2].removesuffix(" s") for sentence in said] == pauses


class _Listening:
    """Notes what is said of restarts."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def started(self, number: int) -> None: ...
    def ended(self, number: int) -> None: ...

    def restarting(self, sentence: str) -> None:
        self.said.append(sentence)


async def _kept_until_given_up(given: Program, patience: Patience) -> list[str]:
    observer = _Listening()
    with suppress(RunRefused):
        await Kept(given, patience, observer).until_ready()
    return observer.said


async def _start_and_stop(folder: Path, *programs) -> None:
    run_folder = RunFolder(folder)
    supervisor = Supervisor(run_folder, print, HASTE)
    try:
        await supervisor.start(programs)
    finally:
        await supervisor.stop()
        run_folder.release()


def _children(folder: Path) -> list[int]:
    return [int(path.read_text()) for path in folder.glob("*.child")]


def _lives(number: int) -> bool:
    """Tell whether a process runs; one that has ended and was not collected yet does not."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
