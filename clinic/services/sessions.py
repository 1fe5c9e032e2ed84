"""A patient's sessions and their course, read from the record; apart from `courses`, which cases need not."""

from clinic.logic.approval import TREATMENT
from clinic.logic.course import Course, Session
from clinic.services.ports import UnitOfWork


def course_of(uow: UnitOfWork, conversation_id: str, *, but: str | None = None) -> Course | None:
    """The newest approval of sessions, living or not, with all sessions but the one that is being moved."""
    approval = uow.bookings.standing(conversation_id).approval
    if approval is None or not approval.is_approved or approval.treatment_type != TREATMENT:
        return None
    return Course(approval, sessions_of(uow, conversation_id, but=but))


def sessions_of(uow: UnitOfWork, conversation_id: str, *, but: str | None = None) -> tuple[Session, ...]:
    """The patient's treatment sessions in every status, by time; holds are none."""
    return tuple(
        Session(booking.id, booking.starts_at, booking.status, booking.uses_session)
        for booking in uow.bookings.of(conversation_id)
        if booking.appointment_type == TREATMENT
        and booking.status not in ("held", "expired")
        and booking.id != but
    )
