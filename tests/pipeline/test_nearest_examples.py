"""What the most similar training lines say."""

import json
import subprocess

import pytest

from clinic.config import ROOT
from tests.pipeline.engine import RASA_PYTHON

ASK = """
import json, sys, tempfile
from pathlib import Path
import numpy as np
from pipeline.nearest_examples import NearestExamples
vectors = np.eye(4, dtype=np.float32)[[0, 0, 1, 2]]
examples = NearestExamples(vectors, np.array([0, 0, 1, 2]), labels=4)
file = Path(tempfile.mkdtemp()) / "examples.npz"
examples.save(file)
asked = np.array(json.loads(sys.argv[1]), dtype=np.float32)
again = NearestExamples.load(file).shares(asked)
assert np.allclose(again, examples.shares(asked))
print(json.dumps(again.tolist()))
"""


@pytest.fixture(scope="module")
def shares() -> list[list[float]]:
    """Of a line that stands there twice, of one that stands there once, and of one like none."""
    asked = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]]
    command = [RASA_PYTHON, "-c", ASK, json.dumps(asked)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [[float(share) for share in row] for row in json.loads(done.stdout)]


def test_a_row_adds_up_to_one_and_rules_nothing_out(shares: list[list[float]]) -> None:
    assert all(sum(row) == pytest.approx(1) and min(row) > 0 for row in shares)


def test_the_label_of_the_nearest_line_has_the_most_to_say(shares: list[list[float]]) -> None:
    assert [row.index(max(row)) for row in shares[:2]] == [0, 1]


def test_what_is_like_no_line_is_left_open(shares: list[list[float]]) -> None:
    assert max(shares[2]) < 0.5
