"""Rasa component: decides which label a message has, or that it is not sure enough to say.

One model over topics and intents alike, so there is one confidence and no gap between "it is a question" and
"it is this question". Fills the fields of Rasa's stock classifier and response selector.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from pipeline.label_model import LabelModel
from pipeline.labelling import Labeller
from pipeline.parse_data import label_fields, nothing_understood


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LabelClassifier(IntentClassifier, GraphComponent):
    """A tuned sentence encoder and a linear model, behind gates; up to two questions in one message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "encoder": "models/encoder",
            "tuning": {},
            "temperature": 1.0,
            "nearest_examples": 1.0,
            "thresholds": {"topics": 0.8, "caution": 0.5, "others": 0.7},
            "caution": [],
            "margin": 0.1,
            "two_questions": {
                "asked": 0.8,
                "acted": 0.9,
                "joined": 0.95,
                "bare": 0.9,
                "trace": 0.001,
                "shared": 0.03,
            },
            "ranking_length": 10,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LabelClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LabelClassifier:
        with model_storage.read_from(resource) as folder:
            model = LabelModel.load(folder, config["temperature"], config["nearest_examples"])
        return cls(config, model_storage, resource, Labeller.of(model, config))

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        labeller: Labeller | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._labeller = labeller

    def train(self, training_data: TrainingData) -> Resource:
        # Imported here: a running engine never trains, and is spared what training needs.
        from pipeline.encoder_tuning import Schedule
        from pipeline.label_training import train_label_model

        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts = [example.get(TEXT) for example in examples]
        labels = [example.get_full_intent() for example in examples]
        how = Schedule(**self._config["tuning"])
        with self._model_storage.write_to(self._resource) as folder:
            train_label_model(Path(self._config["encoder"]), texts, labels, how, folder, _Progress())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            for field, value in self._understood(message.get(TEXT) or "").items():
                message.set(field, value, add_to_output=True)
        return messages

    def _understood(self, text: str) -> dict[str, Any]:
        if self._labeller is None or not text:
            return {field: value for field, value in nothing_understood().items() if field != TEXT}
        (found,) = self._labeller.label([text])
        ranking = found.ranking[: self._config["ranking_length"]]
        return label_fields(found.label, found.confidence, ranking, found.second)


class _Progress:
    """Says every quarter of the learning, for whoever follows Rasa's output (`pipeline.training` does)."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, share: float) -> None:
        quarter = int(share * 4)
        if quarter > self._told:
            self._told = quarter
            print(f"learned {quarter * 25} %", flush=True)
