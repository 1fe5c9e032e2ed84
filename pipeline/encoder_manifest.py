"""What a whole encoder folder consists of: each file with its SHA-256, written last, checked before use."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

MANIFEST_NAME: Final = "manifest.json"
PARTS: Final = {"config.json", "model.bin", "tokenizer.json", "vocabulary.json", "weights.safetensors"}
REPAIR: Final = "run `make setup`, which makes it again"


class EncoderDamaged(Exception):
    """The encoder folder is missing, half written or changed."""


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def write_manifest(folder: Path, weights_sha256: str) -> None:
    """Record every file now in the folder, and which weights they came from."""
    files = {path.name: sha256_of(path) for path in sorted(folder.iterdir())}
    manifest = {"weights_sha256": weights_sha256, "files": files}
    (folder / MANIFEST_NAME).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def verify(folder: Path) -> None:
    """Raise `EncoderDamaged` unless every part is recorded, and there as recorded, byte for byte."""
    recorded = _recorded_files(folder)
    for name in sorted(PARTS - set(recorded)):
        raise EncoderDamaged(f"The sentence encoder lacks {name}: {REPAIR}.")
    for name, expected in recorded.items():
        path = folder / name
        if not path.is_file():
            raise EncoderDamaged(f"The sentence encoder lacks {name}: {REPAIR}.")
        if sha256_of(path) != expected:
            raise EncoderDamaged(f"The sentence encoder's {name} is damaged: {REPAIR}.")


def manifest_digest(folder: Path) -> str:
    """One hash that stands for the whole encoder; what is trained depends on it."""
    _recorded_files(folder)
    return sha256_of(folder / MANIFEST_NAME)


def _recorded_files(folder: Path) -> dict[str, str]:
    try:
        files = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))["files"]
    except FileNotFoundError:
        raise EncoderDamaged(f"There is no sentence encoder yet: {REPAIR}.") from None
    except (ValueError, KeyError, TypeError):
        raise EncoderDamaged(f"The sentence encoder's {MANIFEST_NAME} is damaged: {REPAIR}.") from None
    return dict(files)
