"""The sentence encoder at work: texts in, one unit vector each out.

Needs the folder that `pipeline.encoder_conversion` makes, and nothing of Rasa.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

import ctranslate2
import numpy as np
from tokenizers import Tokenizer

DIMENSIONS: Final = 384
MAX_TOKENS: Final = 256  # what the published model was trained with; the rest of a longer text is not read
BATCH_SIZE: Final = 32


class Encoder:
    """Encodes texts into unit vectors; identical texts always give identical vectors.

    `workers` batches are encoded at once: one for a patient's message, one a core for thousands of lines.
    """

    def __init__(self, folder: Path, compute_type: str = "default", workers: int = 1) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._workers = workers
        # Whole batches side by side are twice as fast as one batch over several threads.
        self._model = ctranslate2.Encoder(
            str(folder), compute_type=compute_type, inter_threads=workers, intra_threads=1
        )

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return one row of length 1 for each text, in the order given."""
        ids = self.tokens(texts)
        vectors = np.zeros((len(ids), DIMENSIONS), dtype=np.float32)
        for rows, states in self.states(ids):
            vectors[rows] = pooled(states, np.array([len(ids[row]) for row in rows]))
        return vectors

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the word pieces of each text, as numbers."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]

    def states(self, ids: list[list[int]]) -> Iterator[tuple[list[int], np.ndarray]]:
        """Return the token states batch by batch, with the rows of its texts; short texts are padded."""
        # Texts of like length go together, so that little is computed on padding.
        by_length = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        batches = [by_length[start : start + BATCH_SIZE] for start in range(0, len(by_length), BATCH_SIZE)]
        encoded = partial(self._forward, ids)
        if self._workers == 1 or len(batches) == 1:
            yield from zip(batches, map(encoded, batches), strict=True)
            return
        with ThreadPoolExecutor(self._workers) as pool:
            yield from zip(batches, pool.map(encoded, batches), strict=True)

    def _forward(self, ids: list[list[int]], rows: list[int]) -> np.ndarray:
        return np.array(self._model.forward_batch([ids[row] for row in rows]).last_hidden_state)


def pooled(states: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Mean of each text's token states, padding left out, scaled to length 1."""
    mask = (np.arange(states.shape[1]) < lengths[:, None])[..., None]
    means = (states * mask).sum(axis=1) / lengths[:, None]
    return (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)
