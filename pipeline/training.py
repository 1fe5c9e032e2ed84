"""Trains the model when what it depends on has changed, and only then.

    python -m pipeline.training            # progress on stderr, the model's path on stdout
    python -m pipeline.training --check    # only tell: 0 and the path, or 1

Rasa's and TensorFlow's own output goes to the log folder. The archive is moved into place whole.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TextIO

from pipeline.encoder_manifest import EncoderDamaged
from pipeline.model_fingerprint import model_fingerprint

ENCODER: Final = Path("models/encoder")
MODELS: Final = Path("models")
MODELS_KEPT: Final = 3
FINGERPRINTED: Final = re.compile(r"[0-9a-f]{16}\.tar\.gz")
# What Rasa says while it trains, and what a person is told instead.
STAGES: Final = {
    "Starting to train component 'LabelClassifier'": "learning what patients say",
    "learned 25 %": "learned a quarter",
    "learned 50 %": "learned half",
    "learned 75 %": "learned three quarters",
    "Processed rules": "learning the rules",
    "Starting to train component 'RulePolicy'": "checking the rules against each other",
    "Your Rasa model is trained": "packing the model",
}
QUIET: Final = {
    "RASA_TELEMETRY_ENABLED": "false",
    "RASA_MAX_CACHE_SIZE": "0",  # Rasa's cache does not see changes in the modules our components import
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
}


class TrainingFailed(Exception):
    """Rasa could not make a model; the message names the log."""


def standing_model(root: Path) -> tuple[Path, bool]:
    """Return where the model for today's files is kept, and whether it stands there whole."""
    path = root / MODELS / f"{model_fingerprint(root, root / ENCODER)}.tar.gz"
    return path, _is_whole(path)


def train(root: Path, path: Path, log: Path) -> None:
    """Train and put the archive at `path`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".training-", dir=path.parent) as made:
        with log.open("w", encoding="utf-8") as noise:
            _run_rasa(root, Path(made), noise)
        archive = Path(made) / "model.tar.gz"
        if not _is_whole(archive):
            raise TrainingFailed(f"Training failed: see {log}.")
        archive.replace(path)
    _drop_old(path.parent)


def _run_rasa(root: Path, out: Path, noise: TextIO) -> None:
    command = [sys.executable, "-m", "rasa", "train", "--force", "--out", str(out)]
    command += ["--fixed-model-name", "model"]
    environment = {**os.environ, **QUIET}
    with subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as rasa:
        _follow(rasa.stdout or (), noise)
    if rasa.returncode:
        raise TrainingFailed(f"Training failed: see {noise.name}.")


def _follow(lines: Iterable[str], noise: TextIO) -> None:
    began = time.monotonic()
    ahead = dict(STAGES)
    _tell("reading the training data")
    for line in lines:
        noise.write(line)
        for sign in [sign for sign in ahead if sign in line]:
            _tell(f"{ahead.pop(sign)} ({time.monotonic() - began:.0f} s)")


def _is_whole(path: Path) -> bool:
    """Read the archive to its end, where its checksum stands: a cut or changed one fails there."""
    try:
        with gzip.open(path) as packed:
            while packed.read(1 << 20):
                pass
        return tarfile.is_tarfile(path)
    except (OSError, EOFError, zlib.error):
        return False


def _drop_old(folder: Path) -> None:
    """Keep the newest models only, for going back and forth between two states of the data."""
    trained = [path for path in folder.glob("*.tar.gz") if FINGERPRINTED.fullmatch(path.name)]
    for path in sorted(trained, key=lambda path: path.stat().st_mtime)[:-MODELS_KEPT]:
        path.unlink(missing_ok=True)


def _tell(what: str) -> None:
    print(f"  training: {what}", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--root", type=Path, default=Path("."), help="where config.yml and data/ are")
    parser.add_argument("--check", action="store_true", help="only tell whether the model stands")
    options = parser.parse_args()
    log = Path(os.environ.get("CLINIC_VAR") or options.root / "var") / "log" / "training.log"
    try:
        path, stands = standing_model(options.root)
        if not stands and not options.check:
            train(options.root, path, log)
            stands = True
    except (EncoderDamaged, TrainingFailed) as problem:
        print(problem, file=sys.stderr)
        return 1
    if stands:
        print(path)
    return 0 if stands else 1


if __name__ == "__main__":
    raise SystemExit(main())
