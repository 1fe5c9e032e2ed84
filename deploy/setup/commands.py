"""Runs the commands of set-up: progress is shown with the seconds since the start, everything is logged."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.setup.faults import SetupFailed, explain

QUIET_SECONDS = 15.0
# Not worth a line: uv's report of every single package, and the reasons of a fault, which get their own.
DETAIL = re.compile(
    r" [-+~] | Downloaded | *Buil(t|ding) |Using C?Python|Downloading .* \(1?\d\.\d+MiB\)"
    r"|\s*(error|cause|caused by|warning|hint):",
    re.IGNORECASE,
)


class Progress:
    """Prints lines for several threads, each with the seconds since the start."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._lock = threading.Lock()

    def say(self, topic: str, text: str) -> None:
        with self._lock:
            print(f"[{time.monotonic() - self._started:4.0f} s] {topic}: {text}", flush=True)


class Runner:
    """Runs one command after another for a topic; the first failure anywhere stops all of them."""

    def __init__(self, root: Path, progress: Progress) -> None:
        self.root = root
        self.progress = progress
        self._running: set[subprocess.Popen[str]] = set()
        self._stopping = threading.Event()
        self._lock = threading.Lock()

    def run(
        self, topic: str, what: str, command: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> str:
        """Run a command whose stderr is progress, and return its stdout.

        Raises:
            SetupFailed: the command ended with another status than 0.
        """
        self.progress.say(topic, what)
        log = self._log_of(topic)
        with log.open("a", encoding="utf-8") as written:
            written.write(f"\n{what}\n")
            process = self._start(command, environment)
            heard = _Listener(process, topic, what, self.progress, written)
            output = heard.listen()
        with self._lock:
            self._running.discard(process)
        if process.returncode != 0:
            raise explain(what, "\n".join([*heard.lines, output]), log.relative_to(self.root))
        return output

    def succeeds(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> bool:
        """Tell whether a check passes; its output is nobody's business."""
        done = subprocess.run(
            command,
            cwd=self.root,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return done.returncode == 0

    def stop(self) -> None:
        """End what still runs: one part of set-up has failed, the rest would be in vain."""
        with self._lock:
            self._stopping.set()
            for process in self._running:
                process.terminate()

    def _start(self, command: Sequence[str], environment: Mapping[str, str] | None) -> subprocess.Popen[str]:
        with self._lock:
            if self._stopping.is_set():
                raise SetupFailed("stopped, because another part failed.")
            process = subprocess.Popen(
                command,
                cwd=self.root,
                env={**os.environ, "UV_NO_PROGRESS": "1", **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
            )
            self._running.add(process)
            return process

    def _log_of(self, topic: str) -> Path:
        folder = self.root / "var" / "log"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"setup-{topic.strip('.')}.log"


class _Listener:
    """Reads both streams of a command, passes progress on, and says so when a command is silent for long."""

    def __init__(self, process, topic: str, what: str, progress: Progress, log) -> None:
        self.lines: list[str] = []
        self._process = process
        self._topic = topic
        self._what = what
        self._progress = progress
        self._log = log
        self._heard = threading.Event()

    def listen(self) -> str:
        reader = threading.Thread(target=self._read_progress, daemon=True)
        reader.start()
        waker = threading.Thread(target=self._reassure, args=(reader,), daemon=True)
        waker.start()
        output = self._process.stdout.read()
        self._log.write(output)
        reader.join()
        self._process.wait()
        return output

    def _read_progress(self) -> None:
        for line in self._process.stderr:
            self._heard.set()
            self._log.write(line)
            self.lines.append(line.rstrip())
            if line.strip() and not DETAIL.match(line):
                self._progress.say(self._topic, line.strip())

    def _reassure(self, reader: threading.Thread) -> None:
        while reader.is_alive():
            if not self._heard.wait(QUIET_SECONDS) and reader.is_alive():
                self._progress.say(self._topic, f"still at it: {self._what[0].lower()}{self._what[1:]}")
            self._heard.clear()
