"""Lifting an alert, closing an incident: only a named clinician, with a reason, on the record."""

from dataclasses import dataclass
from typing import Final

from clinic.logic.permissions import Permission
from clinic.services import audit
from clinic.services.errors import ConversationUnknown, Refused
from clinic.services.ports import Clock, Ids, UnitOfWorkFactory
from clinic.services.ports.conversations import Incident
from clinic.services.ports.staff import StaffUser
from clinic.services.safety import is_cluster
from clinic.services.staff import require

LONGEST_REASON: Final = 1_000


class ReasonMissing(Refused):
    """An alert is never lifted without a reason."""


@dataclass(frozen=True)
class Alerts:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids

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
            uow.conversations.change(conversation_id, alert_level=None, booking_block=None)
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

    def close_incident(self, incident_id: str, staff: StaffUser) -> None:
        """Raises NotPermitted."""
        require(staff, Permission.CLOSE_INCIDENTS)
        with self.uows() as uow:
            uow.watch.close_incident(incident_id, staff.id, self.clock.now())
            audit.record(
                uow,
                self.clock,
                self.ids,
                actor=staff.id,
                action="close_incident",
                subject="incident",
                subject_id=incident_id,
            )
            uow.commit()
