"""The trained model, asked once for all these tests: loading it takes seconds, a text milliseconds."""

import json
import subprocess
from collections.abc import Sequence

from clinic.config import ROOT
from pipeline.evaluation.answers import Answer
from tests.pipeline.engine import RASA_PYTHON

BATCH = (str(RASA_PYTHON), "-m", "pipeline.evaluation.batch")


def ask(texts: Sequence[str]) -> list[Answer]:
    """What the standing model answers, gates included; it runs in the engine's environment."""
    ran = subprocess.run(
        BATCH, cwd=ROOT, input=json.dumps(texts), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return [Answer.read(kept) for kept in json.loads(ran.stdout)]
