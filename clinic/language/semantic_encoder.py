"""The sentence encoder in our own process: texts in, one unit vector each out; no engine needed."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import ctranslate2
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from clinic.config import ROOT

type Rows = NDArray[np.float32]

FOLDER: Final = ROOT / "models" / "encoder"
DIMENSIONS: Final = 384
MAX_TOKENS: Final = 256  # what the published model was trained with; the rest of a longer text is not read
PARTS: Final = ("model.bin", "config.json", "vocabulary.json")
BATCH_SIZE: Final = 8
"""Measured: with 64 a text takes a third longer, for padding."""


def encoder_digest(folder: Path = FOLDER) -> str:
    """Stands for the whole encoder: its manifest names the hash of every file. Raises OSError."""
    return hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()


class SentenceEncoder:
    """Encodes texts; one thread, so that a message never waits for cores that the engine holds.

    With `model` another one of the same make reads, in the place of the published.
    """

    def __init__(self, folder: Path = FOLDER, model: bytes | None = None) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        files = {name: (folder / name).read_bytes() for name in PARTS}
        if model is not None:
            files[PARTS[0]] = model
        self._model = ctranslate2.Encoder(str(folder), compute_type="int8", intra_threads=1, files=files)

    def encode(self, texts: Sequence[str]) -> Rows:
        """One row of length 1 for each text, in the order given."""
        # One by one: the tokenizer's own threads do not survive a fork.
        ids = [self._tokenizer.encode(text).ids for text in texts]
        vectors = np.zeros((len(ids), DIMENSIONS), dtype=np.float32)
        # Texts of like length go together, so that little is computed on padding.
        by_length = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        for start in range(0, len(by_length), BATCH_SIZE):
            rows = by_length[start : start + BATCH_SIZE]
            states = self._model.forward_batch([ids[row] for row in rows]).last_hidden_state
            vectors[rows] = _pooled(np.array(states), np.array([len(ids[row]) for row in rows]))
        return vectors


def _pooled(states: Rows, lengths: NDArray[np.int64]) -> Rows:
    """Mean of each text's token states, padding left out, scaled to length 1."""
    mask = (np.arange(states.shape[1]) < lengths[:, None])[..., None]
    means = (states * mask).sum(axis=1) / lengths[:, None]
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)
