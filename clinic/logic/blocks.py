"""Time that staff keep free: of one clinician, one room or the whole clinic. Openings leave it out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from clinic.logic.hours import Stretch

LONGEST_BLOCK: Final = timedelta(days=366)
LONGEST_REASON: Final = 200  # characters


class BlockScope(StrEnum):
    CLINIC = "clinic"
    CLINICIAN = "clinician"
    ROOM = "room"


class BlockProblem(StrEnum):
    """Why a time is not blocked. Each has its own line in the console."""

    UNKNOWN = "unknown"  # no such clinician or room
    NO_TIME = "no_time"  # one of the two times cannot be read
    BACKWARDS = "backwards"  # it ends before it begins
    OVER = "over"
    TOO_LONG = "too_long"
    NO_REASON = "no_reason"


@dataclass(frozen=True)
class Block:
    """One blocked stretch; `resource` is the clinician or the room, none for the whole clinic."""

    scope: str
    resource: str | None
    stretch: Stretch

    def holds(self, clinician: str, room: str, stretch: Stretch) -> bool:
        """True when a visit of this clinician in this room cannot be then."""
        concerned = {
            BlockScope.CLINIC: True,
            BlockScope.CLINICIAN: self.resource == clinician,
            BlockScope.ROOM: self.resource == room,
        }
        return concerned.get(BlockScope(self.scope), True) and self.stretch.overlaps(stretch)


def block_problem(starts_at: datetime, ends_at: datetime, reason: str, now: datetime) -> BlockProblem | None:
    """None for a stretch with a reason that is not over yet."""
    problems = {
        BlockProblem.BACKWARDS: ends_at <= starts_at,
        BlockProblem.OVER: ends_at <= now,
        BlockProblem.TOO_LONG: ends_at - starts_at > LONGEST_BLOCK,
        BlockProblem.NO_REASON: not reason.strip(),
    }
    return next((problem for problem, applies in problems.items() if applies), None)
