"""Mesochat's own pipeline, as it stands or trained anew on other lines."""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pipeline.encoder_manifest import manifest_digest
from pipeline.encoder_tuning import Schedule
from pipeline.evaluation.answers import Answer
from pipeline.evaluation.cache import Cache, fingerprint, seconds_of
from pipeline.evaluation.lines import Lines
from pipeline.evaluation.refusal import EvaluationRefused
from pipeline.label_model import LabelModel
from pipeline.label_training import train_label_model
from pipeline.labelling import Labelled, Labeller
from pipeline.model_fingerprint import COMPONENTS
from pipeline.training import standing_model

NAME: Final = "Mesochat"
COMPONENT: Final = "components/train_pipeline.label_classifier.LabelClassifier0"
# The modules that decide what a trained model answers.
ASKING: Final = ("asking", "gates", "labelling", "questions", "two_questions")


class Ours:
    """The label classifier with the recipe of config.yml."""

    name = NAME

    def __init__(self, root: Path, recipe: dict[str, Any], cache: Cache) -> None:
        self._recipe = recipe
        self._encoder = root / recipe["encoder"]
        self._cache = cache

    def trained_on(self, lines: Lines) -> Path:
        """Return the folder of a model that learned these lines."""
        key = fingerprint(lines.texts, lines.labels, self._recipe["tuning"], *self._made_by())
        return self._cache.model(f"mesochat-{key}", lambda out: self._train(lines, out))

    def ask(self, model: Path, texts: Sequence[str]) -> list[Answer]:
        """Return what this model answers; the gates are those of the recipe."""
        name = fingerprint(model.name, self._recipe, texts, _code(ASKING))
        return self._cache.answers(f"mesochat-{name}", lambda: _ask(self._loaded(model), self._recipe, texts))

    def ask_archive(self, archive: Path, texts: Sequence[str]) -> list[Answer]:
        """Return what the model answers that Rasa has packed into this archive."""
        packed = sha256(archive.read_bytes()).hexdigest()
        name = fingerprint(packed, self._recipe, texts, _code(ASKING), _code(COMPONENTS))
        return self._cache.answers(f"mesochat-{name}", lambda: ask_archive(archive, self._recipe, texts))

    def about(self, model: Path, lines: Lines) -> str:
        return f"trained on {len(lines):,} lines in {seconds_of(model):.0f} s"

    def _loaded(self, model: Path) -> LabelModel:
        return _load(model, self._recipe)

    def _made_by(self) -> tuple[str, list[str]]:
        """Return what else decides how a model turns out: the encoder, and the code that trains."""
        return manifest_digest(self._encoder), _code(COMPONENTS)

    def _train(self, lines: Lines, out: Path) -> None:
        out.mkdir()
        how = Schedule(**self._recipe["tuning"])
        train_label_model(self._encoder, list(lines.texts), list(lines.labels), how, out)


def archive_to_ask(root: Path, named: Path | None) -> Path:
    """Return the archive that was named, or the one trained from the files as they are now."""
    if named:
        if not named.is_file():
            raise EvaluationRefused(f"There is no model {named}.")
        return named
    archive, stands = standing_model(root)
    if not stands:
        raise EvaluationRefused("There is no trained model for the data as they are now: run `make train`.")
    return archive


def ask_archive(archive: Path, recipe: dict[str, Any], texts: Sequence[str]) -> list[Answer]:
    """Return what the model answers that Rasa has packed into this archive.

    Raises:
        EvaluationRefused: there is no such model in it.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            with tarfile.open(archive) as packed:
                packed.extractall(folder)
            model = _load(Path(folder) / COMPONENT, recipe)
        except (tarfile.TarError, OSError, EOFError):
            raise EvaluationRefused(f"{archive} holds no model that can be asked.") from None
        return _ask(model, recipe, texts)


def _load(folder: Path, recipe: dict[str, Any]) -> LabelModel:
    return LabelModel.load(folder, recipe["temperature"], recipe["nearest_examples"])


def _ask(model: LabelModel, recipe: dict[str, Any], texts: Sequence[str]) -> list[Answer]:
    return [read_answer(found) for found in Labeller.of(model, recipe).label(texts)]


def read_answer(found: Labelled) -> Answer:
    """Return what was found, best and second best whatever the gates said."""
    (best, confidence), (second, _) = found.ranking[:2]
    return Answer(best, second, confidence, found.label, tuple(found.also))


def _code(modules: Sequence[str]) -> list[str]:
    folder = Path(__file__).parent.parent
    return [(folder / f"{name}.py").read_text(encoding="utf-8") for name in modules]
