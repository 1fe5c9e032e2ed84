"""Answers messages whose turn died with its process, so that nobody waits for a reply that never comes."""

import logging
from dataclasses import dataclass

from clinic.services.inbound import LEASE
from clinic.services.ports import Clock, UnitOfWorkFactory
from clinic.services.turn import Turns

log = logging.getLogger(__name__)

BATCH = 50


@dataclass(frozen=True)
class Sweep:
    uows: UnitOfWorkFactory
    clock: Clock
    turns: Turns

    def run(self) -> int:
        """How many messages were answered."""
        with self.uows(reads_only=True) as uow:
            stale = uow.messages.received_before(self.clock.now() - LEASE, BATCH)
        answered = sum(self.turns.recover(message) for message in stale)
        if answered:
            log.warning("answered %d messages whose turn had died", answered)
        return answered
