"""The sentence encoder at work: texts in, one unit vector each out.

Needs the folder that `pipeline.encoder_conversion` makes, and nothing of Rasa.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import ctranslate2
import numpy as np
from tokenizers import Tokenizer

from pipeline.encoder_manifest import verify

DIMENSIONS: Final = 384
MAX_TOKENS: Final = 256  # what the published model was trained with; the rest of a longer text is not read
BATCH_SIZE: Final = 64


class Encoder:
    """Encodes texts into unit vectors; identical texts always give identical vectors."""

    def __init__(self, folder: Path, compute_type: str = "int8", threads: int = 1) -> None:
        verify(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._model = ctranslate2.Encoder(str(folder), compute_type=compute_type, intra_threads=threads)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row of length 1 for each text, in the order given."""
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(ids), DIMENSIONS), dtype=np.float32)
        # Texts of like length go together, so that little is computed on padding.
        by_length = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        for start in range(0, len(by_length), BATCH_SIZE):
            rows = by_length[start : start + BATCH_SIZE]
            vectors[rows] = self._encode_batch([ids[row] for row in rows])
        return vectors

    def _encode_batch(self, ids: list[list[int]]) -> np.ndarray:
        states = np.array(self._model.forward_batch(ids).last_hidden_state)
        lengths = np.array([len(row) for row in ids])
        return pooled(states, lengths)


def pooled(states: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Mean of each text's token states, padding left out, scaled to length 1."""
    mask = (np.arange(states.shape[1]) < lengths[:, None])[..., None]
    means = (states * mask).sum(axis=1) / lengths[:, None]
    return (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)
