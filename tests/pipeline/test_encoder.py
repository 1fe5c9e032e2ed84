"""The sentence encoder: equal to the published one, refused when it is not whole."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from clinic.config import ROOT
from tests.pipeline.engine import RASA_PYTHON

ENCODER = ROOT / "models" / "encoder"
ENCODE = (
    "import json, sys; from pathlib import Path; from pipeline.encoder import Encoder;"
    "encoder = Encoder(Path(sys.argv[1]), sys.argv[2]);"
    "print(json.dumps(encoder.encode(json.loads(sys.argv[3])).tolist()))"
)
# The first numbers of the published model's vectors, from the NumPy pass in pipeline/encoder_reference.py.
REFERENCE = {
    "hello": [-0.06277, 0.05496, 0.05216, 0.08579, -0.08275, -0.07457, 0.06855, 0.0184],
    "How long does a session take?": [
        0.06489,
        0.01762,
        -0.01794,
        -0.01039,
        -0.03815,
        -0.03341,
        0.03732,
        -0.02548,
    ],
}


def encoded(texts: list[str], compute_type: str) -> list[list[float]]:
    command = [str(RASA_PYTHON), "-c", ENCODE, str(ENCODER), compute_type, json.dumps(texts)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return list(json.loads(said.stdout))


def likeness(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def conversion(out: Path, *what: str) -> subprocess.CompletedProcess[str]:
    command = [str(RASA_PYTHON), "-m", "pipeline.encoder_conversion", "--out", str(out), *what]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """A folder like the real one, to be damaged; the large file is a link until somebody cuts it."""
    folder = tmp_path / "encoder"
    shutil.copytree(ENCODER, folder, copy_function=os.link)
    return folder


def test_the_encoder_gives_the_published_vectors() -> None:
    vectors = encoded(list(REFERENCE), "float32")

    for vector, expected in zip(vectors, REFERENCE.values(), strict=True):
        assert vector[: len(expected)] == pytest.approx(expected, abs=2e-5)
        assert likeness(vector, vector) == pytest.approx(1.0, abs=1e-5)


def test_in_whole_numbers_the_vectors_stay_close_on_every_processor() -> None:
    """Processors round differently: 0.997 and more was seen on one kind, 0.988 on another."""
    exact, rounded = (encoded(list(REFERENCE), compute_type) for compute_type in ("float32", "int8"))

    for one, other in zip(exact, rounded, strict=True):
        assert likeness(one, other) > 0.97


def test_a_text_has_the_same_vector_alone_and_in_company() -> None:
    together = encoded(["hello", "a much longer text about the treatment of hair " * 5], "int8")

    assert encoded(["hello"], "int8")[0] == pytest.approx(together[0], abs=1e-5)


def test_a_whole_encoder_is_accepted(encoder: Path) -> None:
    assert conversion(encoder, "--check").returncode == 0


@pytest.mark.parametrize("name", ["model.bin", "tokenizer.json", "weights.safetensors", "manifest.json"])
@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_a_damaged_encoder_is_refused_with_one_clear_line(encoder: Path, name: str, damage: str) -> None:
    beginning = (encoder / name).read_bytes()[:100]
    (encoder / name).unlink()
    if damage == "cut":
        (encoder / name).write_bytes(beginning)

    said = conversion(encoder, "--check")

    assert said.returncode == 1
    assert len(said.stderr.splitlines()) == 1
    assert "make setup" in said.stderr


def test_other_weights_than_the_published_are_not_converted(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    out = tmp_path / "encoder"
    command = [
        str(RASA_PYTHON),
        "-m",
        "pipeline.encoder_conversion",
        "--weights",
        str(tmp_path),
        "--out",
        str(out),
    ]

    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert said.returncode == 1
    assert said.stderr.splitlines() == ["model.safetensors is not the published file (its SHA-256 differs)."]
    assert not out.exists()
