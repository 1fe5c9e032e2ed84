"""Trains the label model: a first linear head on the published encoder, then head and upper layers together.

Every line is learned twice: as it was written, and as somebody in a hurry would have typed it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from pipeline.encoder_learning import Published, Tell, learn
from pipeline.encoder_tuning import Schedule
from pipeline.nearest_examples import NearestExamples
from pipeline.spelling import Spelling
from pipeline.typing_slips import with_slips

SLIPPED: Final = 0.7  # share of the lines that get slips in their second reading


def train_label_model(
    base: Path,
    texts: Sequence[str],
    labels: Sequence[str],
    how: Schedule,
    out: Path,
    tell: Tell = lambda share: None,
) -> None:
    """Write the trained model into the folder `out`; `base` is the converted encoder with its weights."""
    published = Published.of(base)
    names = sorted(set(labels))
    targets = np.array([names.index(label) for label in labels])
    spelling = Spelling.learn(texts)
    readings = [[spelling.correct(text) for text in reading] for reading in (texts, _in_a_hurry(texts))]
    learned = learn(published, readings, np.eye(len(names), dtype=np.float32)[targets], how, tell)
    for name, weights in (("encoder", learned.weights), ("published", {})):
        (out / name).mkdir()
        published.write(out / name, weights)
    NearestExamples(learned.vectors, targets, len(names)).save(out / "examples.npz")
    spelling.save(out / "words.json")
    np.savez(out / "head.npz", weights=learned.head.weights, bias=learned.head.bias)
    (out / "labels.json").write_text(json.dumps(names, indent=1), encoding="utf-8")


def _in_a_hurry(texts: Sequence[str]) -> list[str]:
    draw = random.Random(0)  # slips, not secrets
    return [with_slips(text, draw) if draw.random() < SLIPPED else text for text in texts]
