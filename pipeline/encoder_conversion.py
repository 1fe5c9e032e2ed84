"""Turns the published sentence-encoder weights into a CTranslate2 encoder, once, at set-up.

    python -m pipeline.encoder_conversion --weights DIR --out models/encoder
    python -m pipeline.encoder_conversion --check --out models/encoder

The result is compared with a reference pass and moved into place whole: it is there and right, or not there.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from pipeline.encoder import Encoder
from pipeline.encoder_manifest import EncoderDamaged, sha256_of, verify, write_manifest
from pipeline.encoder_reference import reference_embedding
from pipeline.encoder_spec import Weights, write_encoder

WEIGHTS_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS_NAME: Final = "model.safetensors"
PROBES: Final = (
    "hello",
    "How long does a session take?",
    "I take blood thinners and I'm not sure if it's ok 😟",
)
LEAST_AGREEMENT: Final = 0.99999  # cosine in float32; measured 0.9999998


class ConversionFailed(Exception):
    """The weights are not the published ones, or the result does not equal the reference."""


def convert(weights_folder: Path, out: Path) -> None:
    """Convert, check and move into place; whatever stood at `out` is replaced."""
    source = weights_folder / WEIGHTS_NAME
    _require_published(source)
    out.parent.mkdir(parents=True, exist_ok=True)
    for left_over in out.parent.glob(".encoder-*"):  # of a conversion that was killed
        shutil.rmtree(left_over)
    made = Path(tempfile.mkdtemp(prefix=".encoder-", dir=out.parent))
    try:
        weights = load_file(source)
        write_encoder(weights, weights_folder / "tokenizer.json", made, "float32")
        shutil.copyfile(source, made / "weights.safetensors")  # training tunes these
        write_manifest(made, WEIGHTS_SHA256)
        _require_agreement(weights, made)
        if out.exists():
            shutil.rmtree(out)
        made.chmod(0o755)
        made.rename(out)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _require_published(source: Path) -> None:
    if not source.is_file():
        raise ConversionFailed(f"There is no {WEIGHTS_NAME} to convert.")
    if sha256_of(source) != WEIGHTS_SHA256:
        raise ConversionFailed(f"{WEIGHTS_NAME} is not the published file (its SHA-256 differs).")


def _require_agreement(weights: Weights, folder: Path) -> None:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    expected = [reference_embedding(weights, tokenizer.encode(probe).ids) for probe in PROBES]
    made = Encoder(folder, compute_type="float32").encode(PROBES)
    agreement = float(np.min(np.sum(made * np.array(expected), axis=1)))
    if agreement < LEAST_AGREEMENT:
        raise ConversionFailed(
            f"The converted encoder disagrees with the reference (cosine {agreement:.6f})."
        )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=Path("models/encoder"))
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--weights", type=Path, help="folder with model.safetensors and tokenizer.json")
    task.add_argument("--check", action="store_true", help="only check what stands at --out")
    options = parser.parse_args()
    try:
        verify(options.out) if options.check else convert(options.weights, options.out)
    except (EncoderDamaged, ConversionFailed) as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"The sentence encoder could not be written: {problem.strerror}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
