"""Brings this copy to where it can run: `python3 -m deploy.setup [--tests] [--environments]`.

Two chains side by side: ours (`.venv`, then the second red-flag detector, once the encoder stands), and the
engine's (`.venv-rasa`, then the encoder, then the model).
"""

from __future__ import annotations

import argparse
import fcntl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from deploy.setup import model
from deploy.setup.commands import Progress, Runner
from deploy.setup.environments import Environment
from deploy.setup.faults import SetupFailed, explain
from deploy.setup.installer import ready_uv

ROOT = Path(__file__).resolve().parent.parent.parent
Chain = Callable[[], None]


def environments(root: Path, with_tests: bool) -> tuple[Environment, Environment]:
    """Return ours and the engine's; an environment with the tests' packages serves the product as well."""
    locks = ("test.txt",) if with_tests else ("app.txt", "test.txt")
    ours = Environment(root, ".venv", "3.12", locks, command="clinic")
    return ours, Environment(root, ".venv-rasa", "3.10", ("rasa.txt",))


def set_up(runner: Runner, with_tests: bool, only_environments: bool) -> list[str]:
    """Do what is still to be done, and name it; an empty list means that everything stood."""
    ours, engine = environments(runner.root, with_tests)
    done: list[str] = []
    uv = _Once(partial(ready_uv, runner))

    def make(environment: Environment) -> None:
        if not environment.stands():
            environment.make(runner, uv())
            done.append(environment.folder)

    def prepare_ours() -> None:
        make(ours)
        if encoder.stands_in_time() and not model.detector_stands(runner, ours):
            model.make_detector(runner, ours)
            done.append("detector")

    def prepare_engine() -> None:
        make(engine)
        if only_environments:
            return
        if not model.encoder_stands(runner, engine):
            model.make_encoder(runner, engine, uv())
            done.append("encoder")
        encoder.stands()
        if not model.model_stands(runner, engine):
            model.train(runner, engine)
            done.append("model")

    encoder = _Encoder()
    _side_by_side(runner, [prepare_ours, encoder.told_at_the_end(prepare_engine)])
    return done


class _Encoder:
    """Lets the chain that needs the encoder wait for the chain that makes it."""

    def __init__(self) -> None:
        self._is_decided = threading.Event()
        self._is_there = False

    def stands(self) -> None:
        self._is_there = True
        self._is_decided.set()

    def stands_in_time(self) -> bool:
        """Wait until it stands; False when the other chain ended without it."""
        self._is_decided.wait()
        return self._is_there

    def told_at_the_end(self, chain: Chain) -> Chain:
        """The chain that makes it: however it ends, nobody waits any longer."""

        def follow() -> None:
            try:
                chain()
            finally:
                self._is_decided.set()

        return follow


class _Once:
    """Finds the installer at the first call; the other chain waits for the same answer."""

    def __init__(self, find: Callable[[], str]) -> None:
        self._find = find
        self._found = ""
        self._lock = threading.Lock()

    def __call__(self) -> str:
        with self._lock:
            self._found = self._found or self._find()
            return self._found


def _side_by_side(runner: Runner, chains: list[Chain]) -> None:
    failures: list[SetupFailed] = []

    def follow(chain: Chain) -> None:
        try:
            chain()
        except SetupFailed as failure:
            failures.append(failure)
            runner.stop()
        except OSError as failure:
            failures.append(explain("Set-up", str(failure), Path("var")))
            runner.stop()

    threads = [threading.Thread(target=follow, args=(chain,), daemon=True) for chain in chains]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


@contextmanager
def _alone(root: Path, progress: Progress) -> Iterator[None]:
    """Let one set-up at a time work on this copy."""
    (root / "var").mkdir(exist_ok=True)
    with (root / "var" / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.say("set-up", "another set-up of this copy is at work, waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python3 -m deploy.setup", description="Set up this copy of Mesochat."
    )
    parser.add_argument("--tests", action="store_true", help="also what tests and checks need")
    parser.add_argument("--environments", action="store_true", help="without the encoder and the model")
    options = parser.parse_args()
    progress = Progress()
    try:
        with _alone(ROOT, progress):
            done = set_up(Runner(ROOT, progress), options.tests, options.environments)
    except (SetupFailed, OSError) as failure:
        print(f"Set-up stopped. {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Set-up stopped. Run the command again to go on where it was.", file=sys.stderr)
        return 130
    if done:
        progress.say("set-up", "ready")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
