"""The half of the semantic detector that has learned to read: an encoder tuned to red flags, with its head.

The other half compares with every example. They err in different places, so what they say is averaged
(docs/adr/0008-tune-to-red-flags.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clinic.language.semantic_encoder import FOLDER, Rows, SentenceEncoder


@dataclass(frozen=True)
class TunedReader:
    """Scores texts for each answer."""

    model: NDArray[np.uint8]
    """The tuned encoder, as CTranslate2 keeps it."""
    weights: Rows
    """One row for each answer, one column for each number of a text's vector."""
    bias: Rows
    published: Path = FOLDER
    """Whose tokenizer and settings it shares."""
    _encoder: SentenceEncoder = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raises OSError, RuntimeError or ValueError where its bytes are no encoder."""
        object.__setattr__(self, "_encoder", SentenceEncoder(self.published, self.model.tobytes()))

    def scores(self, texts: Sequence[str]) -> Rows:
        """One row for each text, one column for each answer, each row adding up to 1."""
        scores = self._encoder.encode(texts) @ self.weights.T + self.bias
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)
