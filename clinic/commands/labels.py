"""What the trained model answers: asked in the engine's own environment, all texts at once."""

import json
import subprocess
from collections.abc import Sequence

from clinic.checks import ENGINE_PYTHON
from clinic.commands.faults import CommandRefused
from clinic.config import ROOT

type Label = tuple[str | None, float | None]

NO_LABEL: Label = (None, None)


def labels_of(texts: Sequence[str]) -> list[Label]:
    """The likeliest label of each text and its confidence. Raises CommandRefused."""
    if not ENGINE_PYTHON.exists():
        raise CommandRefused("The engine's environment is missing: run `make setup`.")
    asked = subprocess.run(
        [str(ENGINE_PYTHON), "-m", "pipeline.evaluation.batch"],
        input=json.dumps(list(texts)),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    if asked.returncode:
        raise CommandRefused(asked.stderr.strip().rpartition("\n")[2] or "The model could not be asked.")
    return [(answer["best"], answer["confidence"]) for answer in json.loads(asked.stdout)]
