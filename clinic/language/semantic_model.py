"""What the semantic detector has learned, kept in one file: its examples, and the encoder tuned to them.

Half of what it says comes from the examples: a message is compared with each, and likeness to the third power
lets the near ones speak and the combinations count ("injected" with "myself"), which a weight for each column
cannot say. The other half comes from the tuned reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from clinic.config import ROOT
from clinic.language.semantic_encoder import FOLDER, Rows, encoder_digest
from clinic.language.semantic_features import Signs
from clinic.language.semantic_tuned import TunedReader
from clinic.logic.red_flags import Level

FILE: Final = ROOT / "models" / "red_flags.npz"
NONE: Final = "none"
CRISIS_SHARE: Final = 0.3
"""Of all danger: from there on a message is read as a crisis, whatever else it tells."""
LIKE_AN_EXAMPLE: Final = 0.9
"""Of danger, by likeness: from there on it speaks alone, so that nothing learned is missed. Of 3,613 harmless
messages that it had not seen it raised none more."""
ROWS_AT_ONCE: Final = 512


class AnotherEncoder(ValueError):
    """The model was made with another encoder than the one that stands."""


@dataclass(frozen=True)
class Reading:
    """What the model makes of a text: the likeliest group and level, and how sure it is of danger, 0 to 1."""

    flag: str
    level: Level
    danger: float


@dataclass(frozen=True)
class Likeness:
    """For each example, how much being like it speaks for each answer."""

    examples: Rows
    weights: Rows
    """One row for each example, one column for each answer."""
    shares: Rows
    """Of each answer among the examples: what is said of a text that is like none of them."""

    def scores(self, rows: Rows) -> Rows:
        """One row for each row given, one column for each answer."""
        parts = (rows[start : start + ROWS_AT_ONCE] for start in range(0, len(rows), ROWS_AT_ONCE))
        return np.concatenate([likeness(part, self.examples) @ self.weights + self.shares for part in parts])


@dataclass(frozen=True)
class SemanticModel:
    """Both halves, and what they belong to."""

    answers: tuple[str, ...]
    """"RF-05 L1", …, and "none"."""
    likeness: Likeness
    tuned: TunedReader
    signs: Signs
    fingerprint: str
    """Of everything it was made from."""
    encoder: str
    """Digest of the encoder whose vectors it knows."""

    @property
    def flags(self) -> frozenset[str]:
        """The groups it tells apart."""
        return frozenset(answer.partition(" ")[0] for answer in self.answers if answer != NONE)

    def read(self, rows: Rows, texts: Sequence[str]) -> list[Reading]:
        """What is said of each text, of which `rows` holds the features."""
        return combined(self.answers, self.likeness.scores(rows), self.tuned.scores(texts))

    def save(self, path: Path) -> None:
        """Write it beside its place, then move it there whole."""
        draft = path.with_name(f"{path.stem}.draft.npz")
        np.savez_compressed(
            draft,
            answers=np.array(self.answers),
            examples=self.likeness.examples.astype(np.float16),
            weights=self.likeness.weights,
            shares=self.likeness.shares,
            tuned_encoder=self.tuned.model,
            tuned_weights=self.tuned.weights,
            tuned_bias=self.tuned.bias,
            cues=np.array(self.signs.cues),
            concepts=np.array(self.signs.concepts),
            made_from=np.array([self.fingerprint, self.encoder]),
        )
        draft.replace(path)

    @classmethod
    def load(cls, path: Path = FILE, published: Path = FOLDER) -> "SemanticModel":
        """Raises OSError, ValueError, KeyError or RuntimeError where no whole model stands."""
        with np.load(path, allow_pickle=False) as kept:
            fingerprint, encoder = _strings(kept["made_from"])
            if encoder != encoder_digest(published):
                raise AnotherEncoder
            model = cls(
                answers=tuple(_strings(kept["answers"])),
                likeness=Likeness(kept["examples"].astype(np.float32), kept["weights"], kept["shares"]),
                tuned=TunedReader(
                    kept["tuned_encoder"], kept["tuned_weights"], kept["tuned_bias"], published
                ),
                signs=Signs(tuple(_strings(kept["cues"])), tuple(_strings(kept["concepts"]))),
                fingerprint=fingerprint,
                encoder=encoder,
            )
        model.require_whole()
        return model

    def require_whole(self) -> None:
        """Raises ValueError where the parts do not fit each other."""
        rows, columns = self.likeness.examples.shape
        if columns != self.signs.size or NONE not in self.answers:
            raise ValueError("the examples do not fit the signs and answers beside them")
        if self.likeness.weights.shape != (rows, len(self.answers)):
            raise ValueError("the weights do not fit the examples and answers beside them")
        if len(self.tuned.weights) != len(self.answers):
            raise ValueError("the tuned reader does not know the answers beside it")


def likeness(rows: Rows, examples: Rows) -> Rows:
    """How like each row is to each example: half of 1 and their product, to the third power.

    Measured: to the first power, which compares with the sum of all examples, a sixth less is seen.
    """
    half: Rows = rows @ examples.T
    half += 1
    half *= 0.5
    return np.asarray(half * half * half, dtype=np.float32)


def combined(answers: Sequence[str], alike: Rows, tuned: Rows) -> list[Reading]:
    """What both halves say, averaged; other shares than half and half saw no more.

    Where a text is nearly one of the examples, their word alone counts.
    """
    alike = alike.clip(0, 1)
    together = readings(answers, np.asarray((alike + tuned) / 2, dtype=np.float32))
    alone = readings(answers, alike)
    return [
        one if one.danger >= max(LIKE_AN_EXAMPLE, both.danger) else both
        for one, both in zip(alone, together, strict=True)
    ]


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
    danger = 1 - scores[:, answers.index(NONE)]
    best = [np.array(places)[scores[:, places].argmax(axis=1)] for places in columns]
    return [
        Reading(named[best[level][row]][0], levels[level], float(danger[row]))
        for row, level in enumerate(chosen.tolist())
    ]


def _strings(array: NDArray[np.str_]) -> Sequence[str]:
    return [str(one) for one in array]
