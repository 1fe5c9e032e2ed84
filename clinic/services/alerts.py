"""Lifting an alert, closing an incident: only a named clinician, with a reason, on the record."""

from dataclasses import dataclass
from typing import Final

from clinic.logic.permissions import Permission
from clinic.services import audit
from clinic.services.errors import ConversationUnknown, Refused
from clinic.services.letters import BookingNews
from clinic.services.ports import Clock, Ids, UnitOfWorkFactory
from clinic.services.ports.conversations import Incident
from clinic.services.ports.staff import StaffUser
from clinic.services.safety import is_cluster
from clinic.services.staff import require

LONGEST_REASON: Final = 1_000
FINAL_BLOCK: Final = "minor"


class ReasonMissing(Refused):
    """An alert is never lifted, an incident never closed, without a reason."""


class IncidentClosed(Refused):
    """Somebody else has closed it, or it went with its conversation."""


@dataclass(frozen=True)
class Alerts:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    news: BookingNews

    def lift(self, conversation_id: str, staff: StaffUser, reason: str) -> None:
        """Let the assistant speak and booking go on again (R-19). What was seen stays on the record.

        Raises NotPermitted, ReasonMissing, ConversationUnknown.
        """
        require(staff, Permission.LIFT_ALERTS)
        words = reason.strip()[:LONGEST_REASON]
        if not words:
            raise ReasonMissing
        with self.uows() as uow:
            conversation = uow.conversations.get(conversation_id)
            if conversation is None:
                raise ConversationUnknown
            # Whoever said to be under 18 stays blocked: no software lifts that.
            block = FINAL_BLOCK if conversation.booking_block == FINAL_BLOCK else None
            uow.conversations.change(conversation_id, alert_level=None, booking_block=block)
            self.news.again(uow, conversation_id)
            audit.record(
                uow,
                self.clock,
                self.ids,
                actor=staff.id,
                action="lift_alert",
                subject="conversation",
                subject_id=conversation_id,
                level=conversation.alert_level,
                reason=words,
            )
            uow.commit()

    def incidents(self, staff: StaffUser) -> tuple[Incident, ...]:
        """Every incident, newest first. Raises NotPermitted."""
        require(staff, Permission.VIEW_INCIDENTS)
        with self.uows(reads_only=True) as uow:
            return uow.watch.incidents()

    def has_cluster(self, staff: StaffUser) -> bool:
        """Two patients with an adverse event within 30 days (H38). Raises NotPermitted."""
        require(staff, Permission.VIEW_INCIDENTS)
        with self.uows(reads_only=True) as uow:
            return is_cluster(uow, self.clock)

    def close_incident(self, incident_id: str, staff: StaffUser, reason: str) -> None:
        """Note what was done about it. Raises NotPermitted, ReasonMissing, IncidentClosed."""
        require(staff, Permission.CLOSE_INCIDENTS)
        words = reason.strip()[:LONGEST_REASON]
        if not words:
            raise ReasonMissing
        with self.uows() as uow:
            if not uow.watch.close_incident(incident_id, staff.id, self.clock.now()):
                raise IncidentClosed
            audit.record(
                uow,
                self.clock,
                self.ids,
                actor=staff.id,
                action="close_incident",
                subject="incident",
                subject_id=incident_id,
                reason=words,
            )
            uow.commit()
