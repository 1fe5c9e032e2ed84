"""Writes the audit entry of a change, in the transaction of the change."""

from clinic.services.dialogue import JsonValue
from clinic.services.ports import Clock, Ids, UnitOfWork
from clinic.services.ports.staff import AuditEntry


def record(
    uow: UnitOfWork,
    clock: Clock,
    ids: Ids,
    *,
    actor: str,
    action: str,
    subject: str,
    subject_id: str,
    **detail: JsonValue,
) -> None:
    """Who did what to what. `detail` never holds a patient's words or a health answer."""
    uow.audit.add(AuditEntry(ids.new_id(), clock.now(), actor, action, subject, subject_id, detail))
