"""Has an encoder tuned to the red flags: the engine's environment has what learning takes, ours has not."""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from clinic.config import ROOT
from clinic.language.semantic_encoder import Rows
from clinic.language.semantic_tuned import TunedReader

COMMAND: Final = (str(ROOT / ".venv-rasa" / "bin" / "python"), "-m", "pipeline.red_flag_tuning")
QUIET: Final = {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}


class TuningFailed(Exception):
    """No encoder was tuned; the reason stands on stderr."""


def tuned_reader(texts: Sequence[str], targets: Rows) -> TunedReader:
    """Learn from the texts what to say of each: one row of `targets` each, adding up to 1.

    Progress goes to stderr. Raises TuningFailed.
    """
    with tempfile.TemporaryDirectory() as folder:
        lesson, learned = Path(folder, "lesson.npz"), Path(folder, "learned.npz")
        np.savez(lesson, texts=np.array(texts), targets=targets)
        _learn(lesson, learned)
        with np.load(learned, allow_pickle=False) as kept:
            return TunedReader(kept["encoder"], kept["weights"], kept["bias"])


def _learn(lesson: Path, learned: Path) -> None:
    command = [*COMMAND, str(lesson), str(learned)]
    try:
        subprocess.run(command, cwd=ROOT, env={**os.environ, **QUIET}, check=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        raise TuningFailed(f"The second red-flag detector was not made: {problem}") from problem
