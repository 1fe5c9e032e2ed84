"""What staff read of an incident: the patient's words, every answer, how grave, and when."""

from dataclasses import dataclass

from clinic.logic.permissions import Permission
from clinic.services.errors import Refused
from clinic.services.ports import Clock, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Incident, Message
from clinic.services.ports.reactions import ReactionAnswer, ReactionReport
from clinic.services.ports.staff import AccessLogEntry, StaffUser
from clinic.services.staff import require


class IncidentUnknown(Refused):
    """There is no such incident, or it went with its conversation."""


@dataclass(frozen=True)
class ReportFile:
    """One report with every answer ever given."""

    report: ReactionReport
    answers: tuple[ReactionAnswer, ...]


@dataclass(frozen=True)
class IncidentFile:
    incident: Incident
    message: Message | None  # the patient's own words that opened it
    told: ReportFile | None  # what the questions brought; none where help was more urgent than questions


@dataclass(frozen=True)
class IncidentFiles:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids

    def open(self, incident_id: str, staff: StaffUser) -> IncidentFile:
        """The file of one incident; that they read it is recorded.

        Raises NotPermitted, IncidentUnknown.
        """
        require(staff, Permission.VIEW_INCIDENTS)
        require(staff, Permission.VIEW_TRANSCRIPTS)
        with self.uows() as uow:
            found = next((one for one in uow.watch.incidents() if one.id == incident_id), None)
            if found is None:
                raise IncidentUnknown
            report = uow.reactions.for_incident(found.id)
            told = ReportFile(report, uow.reactions.answers(report.id)) if report else None
            seen = AccessLogEntry(
                self.ids.new_id(), self.clock.now(), staff.id, found.conversation_id, "incident"
            )
            uow.audit.add_access(seen)
            message = uow.messages.get(found.message_id)
            uow.commit()
        return IncidentFile(found, message, told)


def reports_of(uow: UnitOfWork, conversation_id: str) -> tuple[ReportFile, ...]:
    """Every report of a conversation, oldest first."""
    return tuple(
        ReportFile(report, uow.reactions.answers(report.id)) for report in uow.reactions.of(conversation_id)
    )
