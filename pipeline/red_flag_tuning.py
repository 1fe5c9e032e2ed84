"""Tunes an encoder to the red flags, for the watch in the product's own process.

    python -m pipeline.red_flag_tuning LESSON OUT    # two npz files; progress on stderr

The lesson holds `texts`, and `targets` with one row for each: how much each answer is its own. What comes out
holds `encoder` (a CTranslate2 model, as bytes), and `weights` and `bias` of the linear head on top.
Why: docs/adr/0008-tune-to-red-flags.md.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from pipeline.encoder_learning import Published, Tell, learn
from pipeline.encoder_manifest import EncoderDamaged
from pipeline.encoder_tuning import Schedule

ENCODER: Final = Path("models/encoder")
QUARTERS: Final = 4


def tune_to_red_flags(base: Path, lesson: Path, out: Path, how: Schedule, tell: Tell) -> None:
    """Read the lesson, learn, and write the result; `base` is the converted encoder with its weights."""
    published = Published.of(base)
    with np.load(lesson, allow_pickle=False) as given:
        texts, targets = [str(text) for text in given["texts"]], given["targets"]
    learned = learn(published, [texts], targets, how, tell)
    with tempfile.TemporaryDirectory() as folder:
        published.write(Path(folder), learned.weights)
        encoder = np.frombuffer((Path(folder) / "model.bin").read_bytes(), dtype=np.uint8)
    np.savez(out, encoder=encoder, weights=learned.head.weights, bias=learned.head.bias)


class _Quarters:
    """Tells of every quarter once."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, share: float) -> None:
        quarters = int(share * QUARTERS)
        if quarters > self._told:
            self._told = quarters
            print(f"  tuning: learned {quarters} of {QUARTERS} parts", file=sys.stderr, flush=True)


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    lesson, out = map(Path, arguments)
    try:
        tune_to_red_flags(ENCODER, lesson, out, Schedule(), _Quarters())
    except (EncoderDamaged, OSError, KeyError, ValueError) as problem:
        print(f"The encoder could not be tuned to the red flags: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
