"""Time that staff keep free."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clinic.logic.blocks import Block
from clinic.logic.hours import Stretch


@dataclass(frozen=True)
class BlockedTime:
    """Who blocked what, why, and who lifted it."""

    id: str
    scope: str  # clinic | clinician | room
    resource: str | None
    starts_at: datetime
    ends_at: datetime
    reason: str
    blocked_by_id: str
    created_at: datetime
    lifted_at: datetime | None = None
    lifted_by_id: str | None = None

    @property
    def block(self) -> Block:
        """As the openings see it."""
        return Block(self.scope, self.resource, Stretch(self.starts_at, self.ends_at))


class BlockStore(Protocol):
    def add(self, block: BlockedTime) -> None: ...

    def get(self, block_id: str) -> BlockedTime | None: ...

    def between(self, start: datetime, end: datetime) -> tuple[BlockedTime, ...]:
        """The standing blocks that touch a stretch of time, by their start."""
        ...

    def lift(self, block_id: str, by_id: str, at: datetime) -> bool:
        """End a standing block; False when somebody has lifted it before."""
        ...
