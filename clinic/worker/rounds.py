"""What the worker does in one round."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Self

from clinic.bootstrap import Services

OFFERS_APART: Final = timedelta(seconds=15)  # between two looks for times that somebody waits for


@dataclass
class Rounds:
    services: Services
    offered_at: datetime | None = field(default=None, init=False)

    @classmethod
    def of(cls, services: Services) -> Self:
        return cls(services)

    def once(self) -> None:
        self.services.jobs.run_due()
        self.services.sweep.run()
        self.offer_times()
        self.services.escalations.run()

    def offer_times(self) -> None:
        """Offer free times to whoever waits; looking costs more than the rest of a round."""
        now = self.services.booking.diary.clock.now()
        if self.offered_at is None or now - self.offered_at >= OFFERS_APART:
            self.offered_at = now
            self.services.booking.offers.run()
