"""Measures understanding on examples that the model has not seen, by cross-validation over data/nlu.

    python -m pipeline.evaluation --folds 5 [--only 1]

Prints accuracy, calibration, what each threshold would cost, and the labels that are mixed up most.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import TEXT
from sklearn.model_selection import StratifiedKFold

from pipeline.encoder_tuning import Schedule
from pipeline.label_model import LabelModel
from pipeline.label_training import train_label_model

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
MIXED_UP_SHOWN = 25


def examples(root: Path) -> tuple[list[str], np.ndarray]:
    """Return the training texts and their full labels."""
    importer = TrainingDataImporter.load_nlu_importer_from_config(
        str(root / "config.yml"), str(root / "domain.yml"), [str(root / "data" / "nlu")]
    )
    messages = [message for message in importer.get_nlu_data().intent_examples if message.get(TEXT)]
    return [message.get(TEXT) for message in messages], np.array([m.get_full_intent() for m in messages])


def unseen_probabilities(
    texts: list[str], labels: np.ndarray, recipe: dict[str, Any], folds: int, only: int | None
) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Return which rows were predicted while unseen, their probabilities, and the names of the columns."""
    rows, parts, names = [], [], ()
    splits = StratifiedKFold(folds, shuffle=True, random_state=0).split(texts, labels)
    for number, (seen, unseen) in enumerate(splits):
        if only is not None and number >= only:
            break
        with tempfile.TemporaryDirectory() as folder:
            how = Schedule(**recipe.get("tuning", {}))
            chosen = [texts[row] for row in seen]
            train_label_model(Path(recipe["encoder"]), chosen, labels[seen], how, Path(folder))
            model = LabelModel.load(Path(folder), recipe["temperature"])
        rows.append(unseen)
        parts.append(model.probabilities([texts[row] for row in unseen]))
        names = model.labels
    return np.concatenate(rows), np.vstack(parts), names


def report(probabilities: np.ndarray, truth: np.ndarray, names: tuple[str, ...]) -> str:
    """Return the figures as text."""
    guesses = np.array(names)[probabilities.argmax(axis=1)]
    sure, right = probabilities.max(axis=1), guesses == truth
    lines = [f"{len(truth)} examples, {len(names)} labels, {right.mean():.1%} right", "", "calibration"]
    for low in np.arange(0.0, 1.0, 0.1):
        here = (sure >= low) & (sure < low + 0.1)
        if here.any():
            lines.append(f"  said {low:.1f} to {low + 0.1:.1f}: {right[here].mean():.2f} of {here.sum()}")
    lines += ["", "threshold  answered  right of these  wrong of all"]
    for threshold in THRESHOLDS:
        kept = sure >= threshold
        wrong = (kept & ~right).mean()
        lines.append(
            f"  {threshold:.2f}      {kept.mean():6.1%}   {right[kept].mean():6.1%}          {wrong:.1%}"
        )
    mixed = Counter(zip(truth[~right], guesses[~right], strict=True)).most_common(MIXED_UP_SHOWN)
    lines += [
        "",
        "mixed up most",
        *(f"  {count:3d}  {true} taken for {guess}" for (true, guess), count in mixed),
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Cross-validate the label classifier.")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", type=int, help="stop after this many folds")
    options = parser.parse_args()
    config = yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))
    recipe = config["pipeline"][0]
    texts, labels = examples(Path("."))
    rows, probabilities, names = unseen_probabilities(texts, labels, recipe, options.folds, options.only)
    print(report(probabilities, labels[rows], names))


if __name__ == "__main__":
    main()
