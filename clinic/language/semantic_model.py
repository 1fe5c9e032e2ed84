"""What the semantic detector has learned, kept in one file: its examples, and how much each speaks for what.

A message is compared with every example; likeness to the third power lets the near ones speak and the
combinations count ("injected" with "myself"), which a weight for each column cannot say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from clinic.config import ROOT
from clinic.language.semantic_encoder import Rows
from clinic.language.semantic_features import Signs
from clinic.logic.red_flags import Level

FILE: Final = ROOT / "models" / "red_flags.npz"
NONE: Final = "none"
CRISIS_SHARE: Final = 0.3
"""Of all danger: from there on a message is read as a crisis, whatever else it tells."""
ROWS_AT_ONCE: Final = 512


@dataclass(frozen=True)
class Reading:
    """What the model makes of a text: the likeliest group and level, and how sure it is of danger, 0 to 1."""

    flag: str
    level: Level
    danger: float


@dataclass(frozen=True)
class SemanticModel:
    """For each example, how much likeness to it speaks for each answer ("RF-05 L1", …, "none")."""

    answers: tuple[str, ...]
    examples: Rows
    weights: Rows
    """One row for each example, one column for each answer."""
    shares: Rows
    """Of each answer among the examples: what is said of a text that is like none of them."""
    signs: Signs
    fingerprint: str
    """Of everything it was made from."""
    encoder: str
    """Digest of the encoder whose vectors it knows."""

    @property
    def flags(self) -> frozenset[str]:
        """The groups it tells apart."""
        return frozenset(answer.partition(" ")[0] for answer in self.answers if answer != NONE)

    def read(self, rows: Rows) -> list[Reading]:
        """What each row says."""
        return [
            reading
            for start in range(0, len(rows), ROWS_AT_ONCE)
            for reading in readings(self.answers, self._scores(rows[start : start + ROWS_AT_ONCE]))
        ]

    def _scores(self, rows: Rows) -> Rows:
        scores: Rows = likeness(rows, self.examples) @ self.weights + self.shares
        return scores

    def save(self, path: Path) -> None:
        """Write it beside its place, then move it there whole."""
        draft = path.with_name(f"{path.stem}.draft.npz")
        np.savez_compressed(
            draft,
            answers=np.array(self.answers),
            examples=self.examples.astype(np.float16),
            weights=self.weights,
            shares=self.shares,
            cues=np.array(self.signs.cues),
            concepts=np.array(self.signs.concepts),
            made_from=np.array([self.fingerprint, self.encoder]),
        )
        draft.replace(path)

    @classmethod
    def load(cls, path: Path = FILE) -> "SemanticModel":
        """Raises OSError, ValueError or KeyError where no whole model stands."""
        with np.load(path, allow_pickle=False) as kept:
            fingerprint, encoder = _strings(kept["made_from"])
            model = cls(
                answers=tuple(_strings(kept["answers"])),
                examples=kept["examples"].astype(np.float32),
                weights=kept["weights"],
                shares=kept["shares"],
                signs=Signs(tuple(_strings(kept["cues"])), tuple(_strings(kept["concepts"]))),
                fingerprint=fingerprint,
                encoder=encoder,
            )
        rows, columns = model.examples.shape
        if columns != model.signs.size or NONE not in model.answers:
            raise ValueError("the examples do not fit the signs and answers beside them")
        if model.weights.shape != (rows, len(model.answers)):
            raise ValueError("the weights do not fit the examples and answers beside them")
        return model


def likeness(rows: Rows, examples: Rows) -> Rows:
    """How like each row is to each example: half of 1 and their product, to the third power.

    Measured: to the first power, which compares with the sum of all examples, a sixth less is seen.
    """
    half: Rows = rows @ examples.T
    half += 1
    half *= 0.5
    return np.asarray(half * half * half, dtype=np.float32)


def readings(answers: Sequence[str], scores: Rows) -> list[Reading]:
    """Of each row of scores the level with the most weight, and in it the likeliest group."""
    named = [answer.partition(" ") for answer in answers]
    levels = sorted({Level(level) for _, _, level in named if level})
    columns = [[place for place, (_, _, name) in enumerate(named) if name == level] for level in levels]
    weights = np.stack([scores[:, places].clip(0).sum(axis=1) for places in columns], axis=1)
    chosen = weights.argmax(axis=1)
    if Level.L4 in levels:
        crisis = levels.index(Level.L4)
        chosen[weights[:, crisis] > CRISIS_SHARE * weights.sum(axis=1)] = crisis
    danger = (1 - scores[:, answers.index(NONE)]).clip(0, 1)
    best = [np.array(places)[scores[:, places].argmax(axis=1)] for places in columns]
    return [
        Reading(named[best[level][row]][0], levels[level], float(danger[row]))
        for row, level in enumerate(chosen.tolist())
    ]


def _strings(array: NDArray[np.str_]) -> Sequence[str]:
    return [str(one) for one in array]
