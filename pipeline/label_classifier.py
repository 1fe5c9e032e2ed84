"""Rasa component: decides which label a message has, or that it is not sure enough to say.

One model over topics and intents alike, so there is one confidence and no gap between "it is a question" and
"it is this question". Fills the fields of Rasa's stock classifier and response selector.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from pipeline.label_model import LabelModel
from pipeline.parse_data import (
    FALLBACK,
    RETRIEVAL_INTENT,
    Ranking,
    label_fields,
    nothing_understood,
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LabelClassifier(IntentClassifier, GraphComponent):
    """A tuned sentence encoder and a linear model, behind two gates: threshold and margin."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "encoder": "models/encoder",
            "tuning": {},
            "temperature": 1.0,
            "thresholds": {"topics": 0.8, "caution": 0.5, "others": 0.7},
            "caution": [],
            "margin": 0.1,
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
            model = LabelModel.load(folder, config["temperature"])
        return cls(config, model_storage, resource, model)

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: LabelModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    def train(self, training_data: TrainingData) -> Resource:
        # Imported here: a running engine never trains, and is spared what training needs.
        from pipeline.encoder_tuning import Schedule
        from pipeline.label_training import train_label_model

        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts = [example.get(TEXT) for example in examples]
        labels = [example.get_full_intent() for example in examples]
        how = Schedule(**self._config["tuning"])
        with self._model_storage.write_to(self._resource) as folder:
            train_label_model(Path(self._config["encoder"]), texts, labels, how, folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            for field, value in self._understood(message.get(TEXT) or "").items():
                message.set(field, value, add_to_output=True)
        return messages

    def _understood(self, text: str) -> dict[str, Any]:
        if self._model is None or not text:
            return {field: value for field, value in nothing_understood().items() if field != TEXT}
        ranking = _ranked(self._model, text)
        label, confidence = ranking[0]
        if not self._is_sure(ranking):
            label = FALLBACK
        return label_fields(label, confidence, ranking[: self._config["ranking_length"]])

    def _is_sure(self, ranking: Ranking) -> bool:
        (label, best), (_, second) = ranking[:2]
        return best >= self._threshold(label) and best - second >= self._config["margin"]

    def _threshold(self, label: str) -> float:
        if label.startswith(f"{RETRIEVAL_INTENT}/"):
            kind = "topics"
        else:
            kind = "caution" if label in self._config["caution"] else "others"
        return float(self._config["thresholds"][kind])


def _ranked(model: LabelModel, text: str) -> list[tuple[str, float]]:
    scores = model.probabilities([text])[0]
    order = np.argsort(-scores, kind="stable")
    return [(model.labels[place], float(scores[place])) for place in order]
