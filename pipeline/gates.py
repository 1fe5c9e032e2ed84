"""The two gates: when the best label is sure enough to be acted on, and far enough from the second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.parse_data import Ranking, is_topic


@dataclass(frozen=True)
class Gates:
    """Thresholds by kind of label, 0 to 1; measured, see config.yml."""

    topics: float
    caution: float
    others: float
    margin: float
    cautious: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Gates:
        """Read them from the component's own part of config.yml."""
        return cls(**config["thresholds"], margin=config["margin"], cautious=frozenset(config["caution"]))

    def let_through(self, ranking: Ranking) -> bool:
        """True when the first label of the ranking may be acted on."""
        (label, best), (_, second) = ranking[:2]
        return best >= self.threshold(label) and best - second >= self.margin

    def threshold(self, label: str) -> float:
        if is_topic(label):
            return self.topics
        return self.caution if label in self.cautious else self.others
