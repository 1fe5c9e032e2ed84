"""Trains the label model: a first linear head on the published encoder, then head and upper layers together.

Every line is learned twice: as it was written, and as somebody in a hurry would have typed it.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Callable, Sequence, Set
from pathlib import Path
from typing import Final

import numpy as np
from safetensors.numpy import load_file
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from pipeline.encoder import Encoder
from pipeline.encoder_manifest import verify
from pipeline.encoder_spec import LAYERS, Weights, write_encoder
from pipeline.encoder_tuning import Head, Schedule, tune
from pipeline.nearest_examples import NearestExamples
from pipeline.spelling import Spelling
from pipeline.typing_slips import with_slips

SHRINKAGE: Final = 0.1  # of the first head's covariance; 0.05 to 0.2 gave the same
SLIPPED: Final = 0.7  # share of the lines that get slips in their second reading
PRECISION: Final = "int8"  # as good as float32 in cross-validation, a quarter of the size and of the time
WORKERS: Final = os.cpu_count() or 1

Tell = Callable[[float], None]  # is told the share that is done, 0 to 1


def train_label_model(
    base: Path,
    texts: Sequence[str],
    labels: Sequence[str],
    how: Schedule,
    out: Path,
    tell: Tell = lambda share: None,
) -> None:
    """Write the trained model into the folder `out`; `base` is the converted encoder with its weights."""
    verify(base)
    names = sorted(set(labels))
    targets = np.array([names.index(label) for label in labels])
    spelling = Spelling.learn(texts)
    published = load_file(base / "weights.safetensors")
    tokenizer = base / "tokenizer.json"
    readings = [[spelling.correct(text) for text in reading] for reading in (texts, _in_a_hurry(texts))]
    states = _states(
        published, tokenizer, how.first_layer, {text for reading in readings for text in reading}
    )
    vectors = _written(published, tokenizer, LAYERS).encode(readings[0])
    first = _first_head(vectors, targets)
    lower = [[states[text] for text in reading] for reading in readings]
    tuned = tune(published, lower, targets, first, how, tell)
    for name, weights in (("encoder", {**published, **tuned.weights}), ("published", published)):
        (out / name).mkdir()
        write_encoder(weights, tokenizer, out / name, PRECISION)
    NearestExamples(vectors, targets, len(names)).save(out / "examples.npz")
    spelling.save(out / "words.json")
    np.savez(out / "head.npz", weights=tuned.head.weights, bias=tuned.head.bias)
    (out / "labels.json").write_text(json.dumps(names, indent=1), encoding="utf-8")


def _in_a_hurry(texts: Sequence[str]) -> list[str]:
    draw = random.Random(0)  # slips, not secrets
    return [with_slips(text, draw) if draw.random() < SLIPPED else text for text in texts]


def _states(published: Weights, tokenizer: Path, layers: int, texts: Set[str]) -> dict[str, np.ndarray]:
    """Return what the lower layers make of each text, as the running engine computes it: one row a token."""
    encoder = _written(published, tokenizer, layers)
    ordered = sorted(texts)
    ids = encoder.tokens(ordered)
    return {
        ordered[row]: padded[: len(ids[row])].copy()
        for rows, states in encoder.states(ids)
        for row, padded in zip(rows, states, strict=True)
    }


def _first_head(vectors: np.ndarray, targets: np.ndarray) -> Head:
    """Where the head begins: class means under one covariance, in closed form."""
    linear = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=SHRINKAGE).fit(vectors, targets)
    return Head(linear.coef_.astype(np.float32), linear.intercept_.astype(np.float32))


def _written(published: Weights, tokenizer: Path, layers: int) -> Encoder:
    with tempfile.TemporaryDirectory() as folder:
        write_encoder(published, tokenizer, Path(folder), PRECISION, layers)
        return Encoder(Path(folder), workers=WORKERS)
