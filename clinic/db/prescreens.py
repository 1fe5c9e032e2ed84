"""Prescreens, their answers, consents and the questions as they were, in the database."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from clinic.db.rows import change, put, record, records
from clinic.db.tables.booking import patients
from clinic.db.tables.handoff import cases
from clinic.db.tables.prescreen import consents, health_question_versions, prescreen_answers, prescreens
from clinic.services.dialogue import Json
from clinic.services.ports.prescreens import Consent, Prescreen, PrescreenAnswer


class Prescreens:
    """Implements `PrescreenStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, prescreen: Prescreen) -> None:
        put(self._connection, prescreens, prescreen)

    def get(self, prescreen_id: str) -> Prescreen | None:
        row = self._connection.execute(select(prescreens).where(prescreens.c.id == prescreen_id)).first()
        return record(Prescreen, row)

    def newest(self, conversation_id: str) -> Prescreen | None:
        newest = _of(conversation_id).order_by(prescreens.c.started_at.desc(), prescreens.c.id.desc())
        return record(Prescreen, self._connection.execute(newest.limit(1).with_for_update()).first())

    def of(self, conversation_id: str) -> tuple[Prescreen, ...]:
        oldest_first = _of(conversation_id).order_by(prescreens.c.started_at, prescreens.c.id)
        return records(Prescreen, self._connection.execute(oldest_first))

    def of_contact(self, patient_id: str, since: datetime) -> tuple[Prescreen, ...]:
        row = self._connection.execute(select(patients).where(patients.c.id == patient_id)).first()
        if row is None:
            return ()
        same = select(patients.c.conversation_id).where(same_contact(row.phone, row.email))
        wanted = select(prescreens).where(
            prescreens.c.conversation_id.in_(same), prescreens.c.last_activity_at >= since
        )
        return records(Prescreen, self._connection.execute(wanted.order_by(prescreens.c.started_at)))

    def change(self, prescreen_id: str, **values: object) -> None:
        change(self._connection, prescreens, prescreen_id, values)

    def add_answer(self, answer: PrescreenAnswer) -> None:
        put(self._connection, prescreen_answers, answer)

    def answers(self, prescreen_id: str) -> tuple[PrescreenAnswer, ...]:
        given = select(prescreen_answers).where(prescreen_answers.c.prescreen_id == prescreen_id)
        return records(
            PrescreenAnswer, self._connection.execute(given.order_by(prescreen_answers.c.sequence))
        )

    def drop_answers(self, prescreen_id: str) -> int:
        gone = delete(prescreen_answers).where(prescreen_answers.c.prescreen_id == prescreen_id)
        return self._connection.execute(gone).rowcount

    def has_case(self, prescreen_id: str) -> bool:
        return bool(
            self._connection.execute(select(exists().where(cases.c.prescreen_id == prescreen_id))).scalar()
        )

    def add_consent(self, consent: Consent) -> None:
        put(self._connection, consents, consent)

    def consents(self, conversation_id: str) -> tuple[Consent, ...]:
        given = select(consents).where(consents.c.conversation_id == conversation_id)
        return records(Consent, self._connection.execute(given.order_by(consents.c.given_at)))

    def withdraw_consents(self, conversation_id: str, at: datetime) -> int:
        standing = update(consents).where(
            consents.c.conversation_id == conversation_id, consents.c.withdrawn_at.is_(None)
        )
        return self._connection.execute(standing.values(withdrawn_at=at)).rowcount

    def keep_questions(self, rules_version: str, content: Json, at: datetime) -> None:
        if self.questions(rules_version) is not None:
            return
        row = {"rules_version": rules_version, "content": content, "first_used_at": at}
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(health_question_versions).values(row))
        except IntegrityError:
            return  # another process stored the same content in the same moment

    def questions(self, rules_version: str) -> Json | None:
        stored = select(health_question_versions.c.content).where(
            health_question_versions.c.rules_version == rules_version
        )
        return self._connection.execute(stored).scalar_one_or_none()


def _of(conversation_id: str) -> Select[tuple[object, ...]]:
    return select(prescreens).where(prescreens.c.conversation_id == conversation_id)


def same_contact(phone: str | None, email: str | None) -> ColumnElement[bool]:
    """The same phone, or the same e-mail whatever its capitals."""
    same = [patients.c.phone == phone] if phone else []
    same += [func.lower(patients.c.email) == email.lower()] if email else []
    return or_(*same) if same else patients.c.id.is_(None)
