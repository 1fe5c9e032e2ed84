"""Cases and decisions in the database, and the health answers they are about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, select, update

from clinic.db.rows import change, put, record, records
from clinic.db.tables.handoff import approvals, cases
from clinic.db.tables.prescreen import prescreen_answers, prescreens
from clinic.logic.booking import Answers
from clinic.logic.screening import Outcome
from clinic.services.ports.cases import Case, Decision, GivenAnswer


class Cases:
    """Implements `CaseStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, case: Case) -> None:
        put(self._connection, cases, case)

    def get(self, case_id: str) -> Case | None:
        return record(Case, self._connection.execute(_oldest(cases.c.id == case_id)).first())

    def for_prescreen(self, prescreen_id: str) -> Case | None:
        of_it = select(cases).where(cases.c.prescreen_id == prescreen_id)
        return record(Case, self._connection.execute(of_it.order_by(cases.c.opened_at.desc())).first())

    def of(self, conversation_id: str) -> tuple[Case, ...]:
        every = select(cases).where(cases.c.conversation_id == conversation_id)
        return records(Case, self._connection.execute(every.order_by(cases.c.opened_at.desc(), cases.c.id)))

    def change(self, case_id: str, **values: object) -> None:
        change(self._connection, cases, case_id, values)

    def swap_status(self, case_id: str, *, expected: str, to: str, **values: object) -> bool:
        swap = update(cases).where(cases.c.id == case_id, cases.c.status == expected)
        return self._connection.execute(swap.values(status=to, **values)).rowcount == 1

    def with_status(self, statuses: Sequence[str]) -> tuple[Case, ...]:
        return records(Case, self._connection.execute(_oldest(cases.c.status.in_(statuses))))

    def add_decision(self, decision: Decision) -> None:
        put(self._connection, approvals, decision)

    def decisions(self, conversation_id: str) -> tuple[Decision, ...]:
        newest = approvals.c.decided_at.desc()
        made = select(approvals).where(approvals.c.conversation_id == conversation_id).order_by(newest)
        return records(Decision, self._connection.execute(made))

    def revoke(self, case_id: str, at: datetime, reason: str) -> int:
        living = update(approvals).where(approvals.c.case_id == case_id, approvals.c.revoked_at.is_(None))
        return self._connection.execute(living.values(revoked_at=at, revoked_reason=reason)).rowcount

    def renew(self, decision_id: str, prescreen_id: str, at: datetime, expires_at: datetime) -> bool:
        living = update(approvals).where(approvals.c.id == decision_id, approvals.c.revoked_at.is_(None))
        renewed = {"renewed_prescreen_id": prescreen_id, "renewed_at": at, "expires_at": expires_at}
        return self._connection.execute(living.values(renewed)).rowcount == 1

    def overdue(self, now: datetime) -> tuple[Case, ...]:
        late = and_(cases.c.promised_at < now, cases.c.escalated_at.is_(None))
        return records(Case, self._connection.execute(_oldest(cases.c.status == "open", late)))

    def escalate(self, case_id: str, at: datetime) -> bool:
        late = update(cases).where(
            cases.c.id == case_id, cases.c.status == "open", cases.c.escalated_at.is_(None)
        )
        return self._connection.execute(late.values(escalated_at=at)).rowcount == 1

    def answers(self, prescreen_id: str) -> Answers | None:
        row = self._connection.execute(select(prescreens).where(prescreens.c.id == prescreen_id)).first()
        return read_answers(row)

    def newest_answers(self, conversation_id: str) -> Answers | None:
        return newest_answers(self._connection, conversation_id)

    def given(self, prescreen_id: str) -> tuple[GivenAnswer, ...]:
        every = select(prescreen_answers).where(prescreen_answers.c.prescreen_id == prescreen_id)
        return records(GivenAnswer, self._connection.execute(every.order_by(prescreen_answers.c.sequence)))

    def lower(self, prescreen_id: str, by_id: str, at: datetime, reason: str) -> None:
        lowered = {"lowered_by_id": by_id, "lowered_at": at, "lowered_reason": reason}
        change(self._connection, prescreens, prescreen_id, lowered)


def newest_answers(connection: Connection, conversation_id: str) -> Answers | None:
    """The answers that count: the ones started last, finished or not."""
    of_it = select(prescreens).where(prescreens.c.conversation_id == conversation_id)
    newest = of_it.order_by(prescreens.c.started_at.desc(), prescreens.c.id.desc())
    return read_answers(connection.execute(newest.limit(1)).first())


def read_answers(row: Row[Any] | None) -> Answers | None:
    """Answers whose outcome nobody knows count as not complete."""
    if row is None:
        return None
    outcome = row.outcome if row.outcome in set(Outcome) else Outcome.INCOMPLETE
    return Answers(
        id=row.id,
        outcome=Outcome(outcome),
        is_complete=row.status == "completed" and outcome == row.outcome,
        answered_at=row.completed_at or row.last_activity_at,
        rules_version=row.rules_version,
    )


def _oldest(*where: ColumnElement[bool]) -> Select[Any]:
    return select(cases).where(*where).order_by(cases.c.opened_at, cases.c.id)
