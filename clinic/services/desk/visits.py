"""Whether a patient came: said by staff after the start, put right the same day; sessions used up."""

from dataclasses import dataclass

from clinic.logic.approval import TREATMENT
from clinic.logic.booking import BOOKING_MOVES, BookingMove, BookingStatus, MarkProblem, mark_problem
from clinic.logic.permissions import Permission
from clinic.services import audit
from clinic.services.booking.diary import Diary
from clinic.services.desk.terms import BookingChanged, BookingUnknown
from clinic.services.errors import Refused
from clinic.services.ports import UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.bookings import Booking
from clinic.services.ports.staff import StaffUser
from clinic.services.staff import require

MISSED = (BookingStatus.NO_SHOW, BookingStatus.CANCELLED)


class MarkRefused(Refused):
    """The visit is not marked, or the mark stays; `problem` says why."""

    def __init__(self, problem: MarkProblem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Visits:
    uows: UnitOfWorkFactory
    diary: Diary

    def mark(self, booking_id: str, staff: StaffUser, move: BookingMove) -> None:
        """The patient came, did not come, or the mark was wrong.

        Raises NotPermitted, BookingUnknown, MarkRefused.
        """
        require(staff, Permission.MANAGE_BOOKINGS)
        now = self.diary.clock.now()
        with self.uows() as uow:
            booking = _known(uow, booking_id)
            problem = self.problem(booking, move)
            if problem is not None:
                raise MarkRefused(problem)
            to = BOOKING_MOVES[BookingStatus(booking.status), move]
            marked_at = None if move is BookingMove.TAKE_BACK else now
            if not uow.bookings.mark(booking.id, booking.status, to, marked_at):
                raise MarkRefused(MarkProblem.OTHERWISE)
            self._audit(uow, staff, f"{move}_booking", booking.id)
            self.diary.tell(uow, booking.id, move)
            uow.commit()

    def problem(self, booking: Booking, move: BookingMove) -> MarkProblem | None:
        """Why it cannot be marked so now."""
        now = self.diary.clock.now()
        return mark_problem(
            booking.status,
            move,
            has_begun=booking.starts_at <= now,
            marked_on=self.diary.local_day(booking.marked_at) if booking.marked_at else None,
            today=self.diary.local_day(now),
        )

    def count(self, booking_id: str, staff: StaffUser, *, uses_session: bool) -> None:
        """A clinician says whether a missed or cancelled session of a course is used up.

        Raises NotPermitted, BookingUnknown, BookingChanged.
        """
        require(staff, Permission.COUNT_SESSIONS)
        with self.uows() as uow:
            booking = _known(uow, booking_id)
            uow.bookings.lock(booking.conversation_id)  # whoever books the next session waits for it
            is_missed = booking.appointment_type == TREATMENT and booking.status in MISSED
            if not is_missed or not uow.bookings.count_session(booking.id, uses_session=uses_session):
                raise BookingChanged
            self._audit(uow, staff, "count_session" if uses_session else "discount_session", booking.id)
            uow.commit()

    def _audit(self, uow: UnitOfWork, staff: StaffUser, action: str, booking_id: str) -> None:
        audit.record(
            uow,
            self.diary.clock,
            self.diary.ids,
            actor=staff.id,
            action=action,
            subject="booking",
            subject_id=booking_id,
        )


def _known(uow: UnitOfWork, booking_id: str) -> Booking:
    booking = uow.bookings.get(booking_id)
    if booking is None:
        raise BookingUnknown
    return booking
