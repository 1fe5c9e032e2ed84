"""What a trained model depends on, as one hash: data, rules, contract, recipe, components, encoder, Rasa.

The wording of responses is not part of it, because web renders it; their names are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import yaml

from pipeline.encoder_manifest import manifest_digest

WHOLE_FILES: Final = ("domain.yml", "config.yml", "data/nlu/*.yml", "data/rules/*.yml", "data/stories/*.yml")
COMPONENTS: Final = (
    "encoder",
    "encoder_layers",
    "encoder_learning",
    "encoder_spec",
    "encoder_tuning",
    "label_classifier",
    "label_model",
    "label_training",
    "nearest_examples",
    "parse_data",
    "spelling",
    "typing_slips",
)
LENGTH: Final = 16


def model_fingerprint(root: Path, encoder: Path) -> str:
    """Return the name under which a model trained from these files is kept."""
    digest = hashlib.sha256()
    for name, content in _parts(root, encoder):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:LENGTH]


def _parts(root: Path, encoder: Path) -> Iterator[tuple[str, bytes]]:
    for pattern in WHOLE_FILES:
        for path in sorted(root.glob(pattern)):
            yield str(path.relative_to(root)), path.read_bytes()
    for component in COMPONENTS:
        yield component, (Path(__file__).parent / f"{component}.py").read_bytes()
    for path in sorted(root.glob("data/responses/*.yml")):
        yield str(path.relative_to(root)), _names(path)
    yield "encoder weights", manifest_digest(encoder).encode()
    yield "rasa", version("rasa").encode()


def _names(path: Path) -> bytes:
    responses = yaml.safe_load(path.read_bytes()).get("responses") or {}
    return "\n".join(sorted(responses)).encode()
