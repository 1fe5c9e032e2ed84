"""Time that is kept free: by whom and why, from when to when. Bookings that stand are kept, and listed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from clinic.logic.blocks import LONGEST_BLOCK, LONGEST_REASON, BlockProblem, BlockScope, block_problem
from clinic.logic.hours import Stretch
from clinic.logic.permissions import Permission
from clinic.services import audit
from clinic.services.booking.diary import Diary
from clinic.services.errors import Refused
from clinic.services.ports import UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.blocks import BlockedTime
from clinic.services.ports.bookings import Booking
from clinic.services.ports.staff import StaffUser
from clinic.services.staff import require


class BlockRefused(Refused):
    """Nothing is blocked; `problem` says why."""

    def __init__(self, problem: BlockProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class BlockOverBookings(Refused):
    """Bookings stand in that time, of which whoever blocks has not said that they stay."""

    def __init__(self, bookings: tuple[Booking, ...]) -> None:
        super().__init__()
        self.bookings = bookings


class BlockLifted(Refused):
    """A colleague was quicker, or there is no such block."""


@dataclass(frozen=True)
class BlockItem:
    """One line of the list: a block, and the bookings that stand under it."""

    blocked: BlockedTime
    bookings: tuple[Booking, ...]


@dataclass(frozen=True)
class Blocking:
    uows: UnitOfWorkFactory
    diary: Diary
    rooms: tuple[str, ...]

    def block(
        self,
        staff: StaffUser,
        what: tuple[str, str | None],
        stretch: tuple[datetime, datetime],
        reason: str,
        kept: Collection[str] = (),
    ) -> BlockedTime:
        """Keep time free; `what` is scope and resource, `kept` the bookings that are to stay under it.

        The same block twice is one. Raises NotPermitted, BlockRefused, BlockOverBookings.
        """
        require(staff, Permission.MANAGE_BOOKINGS)
        starts_at, ends_at = stretch
        problem = self._problem(what, starts_at, ends_at, reason)
        if problem is not None:
            raise BlockRefused(problem)
        made = BlockedTime(
            id=self.diary.ids.new_id(),
            scope=what[0],
            resource=what[1],
            starts_at=starts_at,
            ends_at=ends_at,
            reason=reason.strip()[:LONGEST_REASON],
            blocked_by_id=staff.id,
            created_at=self.diary.clock.now(),
        )
        with self.uows() as uow:
            uow.bookings.queue_up()  # whoever reserves now is seen, or sees the block
            same = next((b for b in uow.blocks.between(starts_at, ends_at) if b.block == made.block), None)
            if same is not None:
                return same
            under = self._under(uow, made)
            if any(booking.id not in kept for booking in under):
                raise BlockOverBookings(under)
            uow.blocks.add(made)
            self._audit(uow, staff, "block_time", made.id)
            uow.commit()
        return made

    def lift(self, block_id: str, staff: StaffUser) -> None:
        """Offer the time again. Raises NotPermitted, BlockLifted."""
        require(staff, Permission.MANAGE_BOOKINGS)
        with self.uows() as uow:
            if not uow.blocks.lift(block_id, staff.id, self.diary.clock.now()):
                raise BlockLifted
            self._audit(uow, staff, "unblock_time", block_id)
            uow.commit()

    def standing(self, staff: StaffUser) -> tuple[BlockItem, ...]:
        """Every block that is not over, by its start. Raises NotPermitted."""
        require(staff, Permission.VIEW_BOOKINGS)
        now = self.diary.clock.now()
        with self.uows(reads_only=True) as uow:
            blocks = uow.blocks.between(now, now + 2 * LONGEST_BLOCK)
            return tuple(BlockItem(block, self._under(uow, block)) for block in blocks)

    def resources(self) -> dict[tuple[str, str | None], str]:
        """What can be blocked, with its name."""
        found: dict[tuple[str, str | None], str] = {(BlockScope.CLINIC.value, None): "The whole clinic"}
        found |= {(BlockScope.CLINICIAN.value, worker): name for worker, name in self.diary.names.items()}
        found |= {(BlockScope.ROOM.value, room): room.replace("-", " ").capitalize() for room in self.rooms}
        return found

    def _problem(
        self, what: tuple[str, str | None], starts_at: datetime, ends_at: datetime, reason: str
    ) -> BlockProblem | None:
        if what not in self.resources():
            return BlockProblem.UNKNOWN
        return block_problem(starts_at, ends_at, reason, self.diary.clock.now())

    def _under(self, uow: UnitOfWork, blocked: BlockedTime) -> tuple[Booking, ...]:
        """Bookings and living holds that are still to come."""
        now = self.diary.clock.now()
        return tuple(
            booking
            for booking in uow.bookings.between(blocked.starts_at, blocked.ends_at, now)
            if booking.status in ("confirmed", "held")
            and booking.ends_at > now
            and blocked.block.holds(
                booking.clinician, booking.room, Stretch(booking.starts_at, booking.ends_at)
            )
        )

    def _audit(self, uow: UnitOfWork, staff: StaffUser, action: str, block_id: str) -> None:
        audit.record(
            uow,
            self.diary.clock,
            self.diary.ids,
            actor=staff.id,
            action=action,
            subject="block",
            subject_id=block_id,
        )
