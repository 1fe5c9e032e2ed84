"""A share with how sure it is: so many of so many, and Wilson's 95 % interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

Z: Final = 1.959964  # 95 % of a normal distribution lie within so many deviations


@dataclass(frozen=True)
class Share:
    """`hits` out of `of`; nothing of nothing has no value."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return between which values the true share lies, 19 times in 20."""
        if self.value is None:
            return None
        middle = (self.value + Z * Z / (2 * self.of)) / (1 + Z * Z / self.of)
        spread = Z / (1 + Z * Z / self.of)
        spread *= sqrt(self.value * (1 - self.value) / self.of + Z * Z / (4 * self.of**2))
        return max(0.0, middle - spread), min(1.0, middle + spread)

    @property
    def plain(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        low, high = self.interval or (None, None)
        return {"hits": self.hits, "of": self.of, "share": self.value, "low": low, "high": high}


def share(facts: Iterable[bool]) -> Share:
    """Return how many of these are so."""
    known = list(facts)
    return Share(sum(known), len(known))
