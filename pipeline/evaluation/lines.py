"""The training lines of data/nlu, whole, as a share, or in folds. The same call gives the same lines."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

FEWEST_OF_A_LABEL: Final = 2  # a share keeps at least so many, so that no label is lost


@dataclass(frozen=True)
class Lines:
    """Texts with their labels, one for one."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, places: Sequence[int]) -> Lines:
        return Lines(tuple(self.texts[at] for at in places), tuple(self.labels[at] for at in places))

    def part(self, wanted: float) -> Lines:
        """Return this share of the lines of every label, drawn at random, in their old order."""
        draw = random.Random(0)
        places = self._places()
        kept: list[int] = []
        for label in sorted(places):
            count = max(FEWEST_OF_A_LABEL, math.ceil(wanted * len(places[label])))
            kept += draw.sample(places[label], min(count, len(places[label])))
        return self.take(sorted(kept))

    def folds(self, count: int) -> Iterator[tuple[Lines, Lines]]:
        """Return what is learned and what is asked in each fold; every line is asked once.

        The lines of each label are dealt out evenly, like cards.
        """
        draw = random.Random(0)
        places = self._places()
        order = [at for label in sorted(places) for at in draw.sample(places[label], len(places[label]))]
        for fold in range(count):
            unseen = sorted(order[fold::count])
            left_out = set(unseen)
            yield self.take([at for at in range(len(self)) if at not in left_out]), self.take(unseen)

    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, label in enumerate(self.labels):
            places.setdefault(label, []).append(at)
        return places


def known_labels(root: Path) -> frozenset[str]:
    """Return every label that has training lines."""
    files = sorted((root / "data" / "nlu").glob("*.yml"))
    blocks = [block for path in files for block in yaml.safe_load(path.read_bytes()).get("nlu") or []]
    return frozenset(block["intent"] for block in blocks if "intent" in block)


def training_lines(root: Path) -> Lines:
    """Return the lines as Rasa hands them to the components that learn."""
    from rasa.shared.importers.importer import TrainingDataImporter
    from rasa.shared.nlu.constants import TEXT

    importer = TrainingDataImporter.load_nlu_importer_from_config(
        str(root / "config.yml"), str(root / "domain.yml"), [str(root / "data" / "nlu")]
    )
    messages = [message for message in importer.get_nlu_data().intent_examples if message.get(TEXT)]
    return Lines(
        tuple(message.get(TEXT) for message in messages),
        tuple(message.get_full_intent() for message in messages),
    )
