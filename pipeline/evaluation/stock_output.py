"""What stock Rasa says: of a message, and while it trains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pipeline.evaluation.answers import Answer
from pipeline.evaluation.progress import Steps, tell
from pipeline.parse_data import FALLBACK, RETRIEVAL_INTENT

NAME: Final = "Stock Rasa"
EPOCH: Final = re.compile(r"Epochs: .*?(\d+)/(\d+) \[")
COMPONENT: Final = re.compile(r"Starting to train component '(\w+)'")
EPOCHS_BETWEEN_LINES: Final = 5


def read_answer(fields: dict[str, Any]) -> Answer:
    """Return what the intent classifier, the response selector and the fallback decide together.

    The confidence in a topic is the product of both models': what stock Rasa says of the whole label.
    """
    intents = [(rank["name"], rank["confidence"]) for rank in fields["intent_ranking"]]
    intents = [(name, confidence) for name, confidence in intents if name != FALLBACK]
    if not intents:
        return Answer(FALLBACK, "", 0.0, FALLBACK)
    topics = [
        (rank["intent_response_key"], rank["confidence"])
        for rank in fields["response_selector"].get("default", {}).get("ranking", [])
    ]
    scored = [pair for intent in intents for pair in _labels_of(intent, topics)]
    best, confidence = scored[0]
    second = max(scored[1:], key=lambda pair: pair[1], default=("", 0.0))
    decided = FALLBACK if fields["intent"]["name"] == FALLBACK else best
    return Answer(best, second[0], confidence, decided)


def _labels_of(intent: tuple[str, float], topics: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    name, confidence = intent
    if name != RETRIEVAL_INTENT or not topics:
        return [intent]
    return [(topic, confidence * score) for topic, score in topics]


def follow(output: Iterable[str]) -> str:
    """Tell about every few epochs; return the last line that was said."""
    steps, name, told, last = Steps(NAME, 0), "", 0, ""
    for line in output:
        last = line.strip() or last
        if started := COMPONENT.search(line):
            name = started.group(1)
        if not (epoch := EPOCH.search(line)):
            continue
        done, count = int(epoch.group(1)), int(epoch.group(2))
        if done == 0:
            steps, told = Steps(f"{NAME}: {name} epoch", count), 0
        elif done >= told + EPOCHS_BETWEEN_LINES or done == count > told:
            told = done
            tell(steps.reached(done))
    return last
