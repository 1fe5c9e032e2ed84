"""Reports of a problem after a session in the database; every answer stays beside the older ones."""

from typing import Any

from sqlalchemy import Connection, Select, select

from clinic.db.rows import change, put, record, records
from clinic.db.tables.reaction import reaction_answers, reaction_reports
from clinic.services.ports.reactions import ReactionAnswer, ReactionReport


class Reactions:
    """Implements `ReactionStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, report: ReactionReport) -> None:
        put(self._connection, reaction_reports, report)

    def newest(self, conversation_id: str) -> ReactionReport | None:
        newest = _of(conversation_id).order_by(
            reaction_reports.c.started_at.desc(), reaction_reports.c.id.desc()
        )
        return record(ReactionReport, self._connection.execute(newest.limit(1).with_for_update()).first())

    def of(self, conversation_id: str) -> tuple[ReactionReport, ...]:
        oldest_first = _of(conversation_id).order_by(reaction_reports.c.started_at, reaction_reports.c.id)
        return records(ReactionReport, self._connection.execute(oldest_first))

    def for_incident(self, incident_id: str) -> ReactionReport | None:
        wanted = select(reaction_reports).where(reaction_reports.c.incident_id == incident_id)
        return record(ReactionReport, self._connection.execute(wanted).first())

    def change(self, report_id: str, **values: object) -> None:
        change(self._connection, reaction_reports, report_id, values)

    def add_answer(self, answer: ReactionAnswer) -> None:
        put(self._connection, reaction_answers, answer)

    def answers(self, report_id: str) -> tuple[ReactionAnswer, ...]:
        given = select(reaction_answers).where(reaction_answers.c.reaction_report_id == report_id)
        return records(ReactionAnswer, self._connection.execute(given.order_by(reaction_answers.c.sequence)))


def _of(conversation_id: str) -> Select[Any]:
    return select(reaction_reports).where(reaction_reports.c.conversation_id == conversation_id)
