"""A stock Rasa for comparison: the pipeline that Rasa itself proposes, trained on the very same lines."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import yaml
from rasa.core.agent import Agent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from pipeline.evaluation.answers import Answer
from pipeline.evaluation.cache import Cache, fingerprint, seconds_of
from pipeline.evaluation.lines import Lines
from pipeline.evaluation.progress import Steps, duration, tell
from pipeline.evaluation.refusal import EvaluationRefused
from pipeline.evaluation.stock_output import NAME, follow, read_answer
from pipeline.parse_data import RETRIEVAL_INTENT
from pipeline.training import QUIET

ASKED_BETWEEN_LINES: Final = 500


class Stock:
    """Rasa's own default: two models of which each has its own confidence."""

    name = NAME

    def __init__(self, cache: Cache, epochs: int | None = None) -> None:
        self._cache = cache
        self._pipeline = default_pipeline(epochs)

    def trained_on(self, lines: Lines) -> Path:
        """Return the folder of a model that learned these lines."""
        key = fingerprint(lines.texts, lines.labels, self._pipeline, version("rasa"))
        return self._cache.model(f"stock-{key}", lambda out: _train(lines, self._pipeline, out))

    def ask(self, model: Path, texts: Sequence[str]) -> list[Answer]:
        """Return what this model answers."""
        name = fingerprint(model.name, texts)
        return self._cache.answers(f"stock-{name}", lambda: asyncio.run(_ask(model, texts)))

    def about(self, model: Path, lines: Lines) -> str:
        epochs = [component["epochs"] for component in self._pipeline if "epochs" in component]
        return (
            f"the default pipeline of Rasa {version('rasa')} ({epochs[0]} epochs), trained on {len(lines):,} "
            f"lines in {duration(seconds_of(model))}"
        )


def default_pipeline(epochs: int | None = None) -> list[dict[str, Any]]:
    """Return what Rasa fills in when a config.yml names no pipeline."""
    pipeline = DefaultV1Recipe.complete_config({}, ["pipeline"])["pipeline"]
    return [
        {**component, "epochs": epochs} if epochs and "epochs" in component else dict(component)
        for component in pipeline
    ]


async def _ask(model: Path, texts: Sequence[str]) -> list[Answer]:
    agent = Agent.load(str(model / "model.tar.gz"))
    steps, answers = Steps(f"{NAME} asked", len(texts)), []
    for text in texts:
        answers.append(read_answer(dict(await agent.parse_message(text))))
        if len(answers) % ASKED_BETWEEN_LINES == 0:
            tell(steps.reached(len(answers)))
    return answers


def _train(lines: Lines, pipeline: list[dict[str, Any]], out: Path) -> None:
    out.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        write_project(lines, pipeline, Path(folder))
        command = [sys.executable, "-m", "rasa", "train", "nlu", "--nlu", "nlu.yml", "--domain", "domain.yml"]
        command += ["--out", str(out.resolve()), "--fixed-model-name", "model"]
        with subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **QUIET},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as rasa:
            last = follow(rasa.stdout or ())
    if rasa.returncode:
        raise EvaluationRefused(f"Stock Rasa could not be trained. Its last words: {last}")


def write_project(lines: Lines, pipeline: list[dict[str, Any]], folder: Path) -> None:
    """Write a Rasa project that holds these lines and nothing of ours."""
    config = {"recipe": "default.v1", "assistant_id": "stock", "language": "en", "pipeline": pipeline}
    messages = [Message.build(text, label) for text, label in zip(lines.texts, lines.labels, strict=True)]
    topics = sorted({label for label in lines.labels if label.startswith(f"{RETRIEVAL_INTENT}/")})
    domain = {
        "version": "3.1",
        "intents": sorted({label.split("/")[0] for label in lines.labels}),
        "responses": {f"utter_{topic}": [{"text": topic}] for topic in topics},
    }
    (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (folder / "domain.yml").write_text(yaml.safe_dump(domain), encoding="utf-8")
    (folder / "nlu.yml").write_text(TrainingData(messages).nlu_as_yaml(), encoding="utf-8")
