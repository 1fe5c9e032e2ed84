"""What the safety watch saw, in the database: red flags, findings, incidents."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from clinic.db.rows import change, put, records
from clinic.db.tables.conversation import findings, incidents, red_flags
from clinic.services.ports.conversations import Incident, SeenFinding, SeenRedFlag


class Watch:
    """Implements `WatchStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_red_flag(self, seen: SeenRedFlag) -> None:
        put(self._connection, red_flags, seen)

    def red_flags(self, conversation_id: str) -> tuple[SeenRedFlag, ...]:
        seen = select(red_flags).where(red_flags.c.conversation_id == conversation_id)
        return records(SeenRedFlag, self._connection.execute(seen.order_by(red_flags.c.created_at)))

    def add_finding(self, finding: SeenFinding) -> None:
        put(self._connection, findings, finding)

    def findings(self, conversation_id: str) -> tuple[SeenFinding, ...]:
        found = select(findings).where(findings.c.conversation_id == conversation_id)
        return records(SeenFinding, self._connection.execute(found.order_by(findings.c.created_at)))

    def note_findings(self, conversation_id: str) -> int:
        unnoted = update(findings).where(
            findings.c.conversation_id == conversation_id, findings.c.is_noted.is_(False)
        )
        return self._connection.execute(unnoted.values(is_noted=True)).rowcount

    def add_incident(self, incident: Incident) -> None:
        put(self._connection, incidents, incident)

    def incidents(self, *, since: datetime | None = None, only_open: bool = False) -> tuple[Incident, ...]:
        wanted = select(incidents).order_by(incidents.c.opened_at.desc())
        if since is not None:
            wanted = wanted.where(incidents.c.opened_at >= since)
        if only_open:
            wanted = wanted.where(incidents.c.closed_at.is_(None))
        return records(Incident, self._connection.execute(wanted))

    def raise_incident(self, incident_id: str, level: str) -> None:
        change(self._connection, incidents, incident_id, {"level": level})

    def close_incident(self, incident_id: str, by: str, at: datetime) -> bool:
        still_open = update(incidents).where(incidents.c.id == incident_id, incidents.c.closed_at.is_(None))
        return self._connection.execute(still_open.values(closed_by_id=by, closed_at=at)).rowcount == 1
