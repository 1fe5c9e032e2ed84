"""What took long to make is kept, under a fingerprint of everything it was made from."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from pipeline.evaluation.answers import Answer

KEPT: Final = 24  # trained models; each has some 25 MB
LENGTH: Final = 16


def fingerprint(*parts: object) -> str:
    """Return a name for these parts; another part, or another order, gives another name."""
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:LENGTH]


class Cache:
    """A folder of trained models and of answers. An entry is moved into place whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._models = folder / "models"
        self._answers = folder / "answers"
        for part in (self._models, self._answers):
            part.mkdir(parents=True, exist_ok=True)

    def model(self, name: str, make: Callable[[Path], None]) -> Path:
        """Return the folder of a trained model; `make` fills it when it does not stand yet."""
        path = self._models / name
        if not path.exists():
            with tempfile.TemporaryDirectory(prefix=".making-", dir=self._models) as made:
                began = time.monotonic()
                make(Path(made) / name)
                seconds = time.monotonic() - began
                (Path(made) / name / "seconds.json").write_text(json.dumps(seconds), encoding="utf-8")
                _move(Path(made) / name, path)
            self._drop_old(path)
        return path

    def answers(self, name: str, ask: Callable[[], Sequence[Answer]]) -> list[Answer]:
        """Return the answers kept under this name; `ask` gives them when there are none yet."""
        path = self._answers / f"{name}.json"
        if path.exists():
            return [Answer.read(kept) for kept in json.loads(path.read_text(encoding="utf-8"))]
        found = list(ask())
        with tempfile.TemporaryDirectory(prefix=".making-", dir=self._answers) as made:
            written = Path(made) / path.name
            written.write_text(json.dumps([asdict(answer) for answer in found]), encoding="utf-8")
            written.replace(path)
        return found

    def _drop_old(self, newest: Path) -> None:
        models = [path for path in self._models.iterdir() if not path.name.startswith(".")]
        for path in sorted(models, key=lambda path: path.stat().st_mtime)[:-KEPT]:
            if path != newest:
                shutil.rmtree(path, ignore_errors=True)


def seconds_of(model: Path) -> float:
    """Return how long this model took to train, when it was trained."""
    return float(json.loads((model / "seconds.json").read_text(encoding="utf-8")))


def _move(made: Path, path: Path) -> None:
    """Put it in place, unless another run has put the same there meanwhile."""
    try:
        made.rename(path)
    except OSError:
        if not path.exists():
            raise
