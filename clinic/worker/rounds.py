"""What the worker does in one round."""

from dataclasses import dataclass
from typing import Self

from clinic.bootstrap import Services


@dataclass(frozen=True)
class Rounds:
    services: Services

    @classmethod
    def of(cls, services: Services) -> Self:
        return cls(services)

    def once(self) -> None:
        self.services.jobs.run_due()
        self.services.sweep.run()
