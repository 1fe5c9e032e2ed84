"""The label classifier's recipe: what config.yml says, and the component's own defaults for the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def read_recipe(root: Path) -> dict[str, Any]:
    """Return the whole recipe."""
    from pipeline.label_classifier import LabelClassifier  # loads Rasa: only once its noise is off

    told = yaml.safe_load((root / "config.yml").read_text(encoding="utf-8"))["pipeline"][0]
    return {**LabelClassifier.get_default_config(), **told}
