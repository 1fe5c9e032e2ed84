"""Trains the label model: a linear head on the published encoder first, then both together."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from safetensors.numpy import load_file
from sklearn.linear_model import LogisticRegression

from pipeline.encoder import Encoder
from pipeline.encoder_manifest import verify
from pipeline.encoder_spec import Weights, write_encoder
from pipeline.encoder_tuning import Head, Schedule, tune

STRENGTH: Final = 10.0  # of the first head; 3 to 30 gave the same in cross-validation
MOST_ITERATIONS: Final = 100  # it need not settle: it only gives the tuning a good start
PRECISION: Final = "int8"  # as good as float32 in cross-validation, a quarter of the size and of the time


def train_label_model(
    base: Path, texts: Sequence[str], labels: Sequence[str], how: Schedule, out: Path
) -> None:
    """Write the trained model into the folder `out`; `base` is the converted encoder with its weights."""
    verify(base)
    names = sorted(set(labels))
    targets = np.array([names.index(label) for label in labels])
    encoder = Encoder(base)
    first = _first_head(encoder.encode(texts), targets)
    published = load_file(base / "weights.safetensors")
    lower = _lower_states(published, base / "tokenizer.json", how.first_layer, texts)
    tuned = tune(published, lower, targets, first, how)
    (out / "encoder").mkdir()
    write_encoder({**published, **tuned.weights}, base / "tokenizer.json", out / "encoder", PRECISION)
    np.savez(out / "head.npz", weights=tuned.head.weights, bias=tuned.head.bias)
    (out / "labels.json").write_text(json.dumps(names, indent=1), encoding="utf-8")


def _lower_states(
    published: Weights, tokenizer_file: Path, layers: int, texts: Sequence[str]
) -> list[np.ndarray]:
    """Return what the layers that stay as published make of each text, as the running engine computes it."""
    with tempfile.TemporaryDirectory() as folder:
        write_encoder(published, tokenizer_file, Path(folder), PRECISION, layers)
        lowest = Encoder(Path(folder))
    ids = lowest.tokens(texts)
    found: list[np.ndarray] = [np.empty(0)] * len(ids)
    for rows, states in lowest.states(ids):
        for row, padded in zip(rows, states, strict=True):
            found[row] = padded[: len(ids[row])].copy()
    return found


def _first_head(vectors: np.ndarray, targets: np.ndarray) -> Head:
    # lbfgs starts from zero and draws nothing at random: the same data gives the same head.
    linear = LogisticRegression(C=STRENGTH, max_iter=MOST_ITERATIONS, solver="lbfgs")
    linear.fit(vectors, targets)
    return Head(linear.coef_.astype(np.float32), linear.intercept_.astype(np.float32))
