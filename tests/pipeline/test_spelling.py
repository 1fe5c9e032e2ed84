"""Misspelt words are put right towards words of the trade; what is known, foreign or a name stays."""

import json
import subprocess

import pytest

from clinic.config import ROOT
from tests.pipeline.engine import RASA_PYTHON

LINES = [
    *["how many sessions of mesotherapy do i need for hair"] * 8,
    *["does minoxidil hurt my scalp after the injections, doctor"] * 8,
    *["kaise hota hai", "kaise karte ho", "permanent result"] * 3,
]
CORRECT = (
    "import json, sys; from pipeline.spelling import Spelling;"
    "spelling = Spelling.learn(json.loads(sys.argv[1]));"
    "print(json.dumps([spelling.correct(text) for text in json.loads(sys.argv[2])]))"
)
CASES = {
    "how many sesions": "how many sessions",
    "mesotheraphy": "mesotherapy",
    "minoxidill": "minoxidil",
    "permenant": "permanent",
    "hairscalp?": "hair scalp?",
    "sessionssss": "sessions",
    "does it hurt": "does it hurt",  # known: untouched
    "my lorry is outside": "my lorry is outside",  # English, though nobody said it in training
    "kaise": "kaise",  # another language, seen in training
    "COPD": "COPD",  # an abbreviation
    "hut": "hut",  # too short to be sure
    "Sesions, please!": "sessions, please!",
    "": "",
    "💉 ?!": "💉 ?!",
    "السلام عليكم": "السلام عليكم",
}


@pytest.fixture(scope="module")
def corrected() -> dict[str, str]:
    command = [RASA_PYTHON, "-c", CORRECT, json.dumps(LINES), json.dumps(list(CASES))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(zip(CASES, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("text", CASES)
def test_spelling(corrected: dict[str, str], text: str) -> None:
    assert corrected[text] == CASES[text]
