"""Bookings in the database. A time is taken by unique rows, so no race gets two people into one opening."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from clinic.db.cases import newest_answers
from clinic.db.prescreens import same_contact
from clinic.db.rows import put, record, records
from clinic.db.tables.booking import booking_drafts, bookings, patients, reserved_times
from clinic.db.tables.conversation import conversations, findings, messages
from clinic.db.tables.handoff import approvals, cases
from clinic.logic.booking import Approval, Standing
from clinic.logic.openings import Cell
from clinic.logic.screening import Refusal
from clinic.services.ports.bookings import Booking, BookingDraft, Patient

_OWN = ("present", "uncertain", "historical")  # findings that may concern the patient: doubt counts
_RESERVING = 0x6D65736F  # names the queue of those who reserve times
_VISITS = ("confirmed", "attended", "no_show")  # a mark during the visit frees nothing of its time
_BLOCKING_ALERTS = ("L1", "L2", "L4")


class Bookings:
    """Implements `BookingStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, conversation_id: str) -> None:
        row = select(conversations.c.id).where(conversations.c.id == conversation_id)
        # Not against rows that refer to it: messages may be stored meanwhile.
        self._connection.execute(row.with_for_update(key_share=True))

    def queue_up(self) -> None:
        # SQLite has one writer at a time anyway.
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(_RESERVING)))

    def standing(self, conversation_id: str) -> Standing:
        row = select(conversations.c.booking_block, conversations.c.alert_level)
        found = self._connection.execute(row.where(conversations.c.id == conversation_id)).first()
        return Standing(
            is_blocked=found is None or bool(found.booking_block) or found.alert_level in _BLOCKING_ALERTS,
            answers=newest_answers(self._connection, conversation_id),
            refusal=Refusal.NOT_ANSWERED,  # until the health questions have been asked for their own verdict
            approval=self._newest_decision(conversation_id),
            last_finding_at=self._last_finding_at(conversation_id),
        )

    def draft(self, conversation_id: str) -> BookingDraft | None:
        mine = select(booking_drafts).where(booking_drafts.c.conversation_id == conversation_id)
        return record(BookingDraft, self._connection.execute(mine).first())

    def keep_draft(self, draft: BookingDraft) -> None:
        mine = booking_drafts.c.conversation_id == draft.conversation_id
        self._connection.execute(delete(booking_drafts).where(mine))
        put(self._connection, booking_drafts, draft)

    def patient(self, conversation_id: str) -> Patient | None:
        mine = select(patients).where(patients.c.conversation_id == conversation_id)
        return record(Patient, self._connection.execute(mine.order_by(patients.c.created_at)).first())

    def keep_patient(self, patient: Patient) -> None:
        contact = {"name": patient.name, "phone": patient.phone, "email": patient.email}
        changed = update(patients).where(patients.c.id == patient.id).values(contact)
        if self._connection.execute(changed).rowcount == 0:
            put(self._connection, patients, patient)

    def get(self, booking_id: str) -> Booking | None:
        return self._one(bookings.c.id == booking_id)

    def by_manage_token_hash(self, token_hash: str) -> Booking | None:
        return self._one(bookings.c.manage_token_hash == token_hash)

    def of(self, conversation_id: str) -> tuple[Booking, ...]:
        mine = _by_time(bookings.c.conversation_id == conversation_id)
        return records(Booking, self._connection.execute(mine))

    def between(self, start: datetime, end: datetime, now: datetime) -> tuple[Booking, ...]:
        counts = or_(bookings.c.status.in_(_VISITS), _lives(now))
        within = _by_time(counts, bookings.c.starts_at < end, bookings.c.ends_at > start)
        return records(Booking, self._connection.execute(within))

    def taken(self, start: datetime, end: datetime, now: datetime, *, but_held_for: str) -> tuple[Cell, ...]:
        others_hold = and_(_lives(now), bookings.c.conversation_id != but_held_for)
        counts = or_(bookings.c.status.in_(_VISITS), others_hold)
        cells = (
            select(reserved_times.c.resource, reserved_times.c.starts_at)
            .join(bookings)
            .where(reserved_times.c.starts_at >= start, reserved_times.c.starts_at < end, counts)
        )
        return tuple(Cell(row.resource, row.starts_at) for row in self._connection.execute(cells))

    def reserve(self, booking: Booking, cells: Iterable[Cell]) -> bool:
        rows = [
            {"resource": cell.resource, "starts_at": cell.starts_at, "booking_id": booking.id}
            for cell in sorted(cells)  # one order for everybody: who collides waits, nobody deadlocks
        ]
        savepoint = self._connection.begin_nested()
        try:
            put(self._connection, bookings, booking)
            self._connection.execute(insert(reserved_times).values(rows))
        except IntegrityError:
            savepoint.rollback()
            return False
        savepoint.commit()
        return True

    def run_out(self, now: datetime) -> int:
        expired = select(bookings.c.id).where(bookings.c.status == "held", bookings.c.hold_expires_at <= now)
        # A hold that somebody else frees at this moment is left to them.
        return self._end_holds(expired.with_for_update(skip_locked=True), now)

    def let_go(self, conversation_id: str, now: datetime) -> int:
        own = select(bookings.c.id).where(
            bookings.c.status == "held", bookings.c.conversation_id == conversation_id
        )
        return self._end_holds(own.with_for_update(), now)

    def confirm(self, booking_id: str, now: datetime, **values: object) -> bool:
        changed = {"status": "confirmed", "hold_expires_at": None, "changed_at": now, **values}
        return self._change(booking_id, _lives(now), **changed)

    def move(self, booking_id: str, hold_id: str, now: datetime) -> bool:
        hold, savepoint = self.get(hold_id), self._connection.begin_nested()
        moved = hold is not None and self._take_time(booking_id, hold, now)
        # Both change or neither: the hold may have run out, the booking may have been cancelled.
        if moved and self._change(hold_id, _lives(now), status="expired", changed_at=now):
            self._free([booking_id])
            kept = update(reserved_times).where(reserved_times.c.booking_id == hold_id)
            self._connection.execute(kept.values(booking_id=booking_id))
            savepoint.commit()
            return True
        savepoint.rollback()
        return False

    def _take_time(self, booking_id: str, hold: Booking, now: datetime) -> bool:
        return self._change(
            booking_id,
            bookings.c.status == "confirmed",
            clinician=hold.clinician,
            room=hold.room,
            starts_at=hold.starts_at,
            ends_at=hold.ends_at,
            calendar_sequence=bookings.c.calendar_sequence + 1,
            changed_at=now,
        )

    def cancel(self, booking_id: str, now: datetime, reason: str) -> bool:
        cancelled = self._change(
            booking_id,
            bookings.c.status == "confirmed",
            status="cancelled",
            cancel_reason=reason,
            calendar_sequence=bookings.c.calendar_sequence + 1,
            changed_at=now,
        )
        if cancelled:
            self._free([booking_id])
        return cancelled

    def mark(self, booking_id: str, expected: str, to: str, marked_at: datetime | None) -> bool:
        values = {"status": to, "marked_at": marked_at, "uses_session": False}
        return self._change(booking_id, bookings.c.status == expected, **values)

    def count_session(self, booking_id: str, *, uses_session: bool) -> bool:
        otherwise = bookings.c.uses_session != uses_session
        return self._change(booking_id, otherwise, uses_session=uses_session)

    def unmarked(self, since: datetime, now: datetime) -> tuple[Booking, ...]:
        over = _by_time(
            bookings.c.status == "confirmed", bookings.c.starts_at >= since, bookings.c.ends_at <= now
        )
        return records(Booking, self._connection.execute(over))

    def of_contact(self, phone: str | None, email: str | None) -> tuple[str, ...]:
        same = select(patients.c.conversation_id).where(same_contact(phone, email))
        return tuple(self._connection.execute(same.order_by(patients.c.created_at)).scalars())

    def _one(self, where: ColumnElement[bool]) -> Booking | None:
        return record(Booking, self._connection.execute(_by_time(where)).first())

    def _change(self, booking_id: str, where: ColumnElement[bool], **values: object) -> bool:
        changed = update(bookings).where(bookings.c.id == booking_id, where).values(values)
        return self._connection.execute(changed).rowcount == 1

    def _end_holds(self, chosen: Select[Any], now: datetime) -> int:
        ids = list(self._connection.execute(chosen.order_by(bookings.c.id)).scalars())
        if ids:
            ended = update(bookings).where(bookings.c.id.in_(ids)).values(status="expired", changed_at=now)
            self._connection.execute(ended)
            self._free(ids)
        return len(ids)

    def _free(self, booking_ids: Sequence[str]) -> None:
        self._connection.execute(delete(reserved_times).where(reserved_times.c.booking_id.in_(booking_ids)))

    def _newest_decision(self, conversation_id: str) -> Approval | None:
        made = (
            select(approvals, cases.c.prescreen_id)
            .join(cases, cases.c.id == approvals.c.case_id)
            .where(approvals.c.conversation_id == conversation_id)
            .order_by(approvals.c.decided_at.desc(), approvals.c.id.desc())
        )
        row = self._connection.execute(made.limit(1)).first()
        if row is None:
            return None
        return Approval(
            id=row.id,
            answers_id=row.renewed_prescreen_id or row.prescreen_id,
            is_approved=row.decision == "approved",
            treatment_type=row.treatment_type,
            sessions=row.sessions or 0,
            spacing_days=row.spacing_days or 0,
            rules_version=row.rules_version,
            expires_at=row.expires_at,
            is_revoked=row.revoked_at is not None,
            decided_at=row.decided_at,
            granted_until=row.granted_until,
        )

    def _last_finding_at(self, conversation_id: str) -> datetime | None:
        """When the words were written: what completed the answers is not news to them."""
        own = and_(findings.c.conversation_id == conversation_id, findings.c.assertion.in_(_OWN))
        newest = select(func.max(messages.c.created_at)).join(
            findings, findings.c.message_id == messages.c.id
        )
        return self._connection.execute(newest.where(own)).scalar_one_or_none()


def _by_time(*where: ColumnElement[bool]) -> Select[Any]:
    return select(bookings).where(*where).order_by(bookings.c.starts_at, bookings.c.created_at)


def _lives(now: datetime) -> ColumnElement[bool]:
    return and_(bookings.c.status == "held", bookings.c.hold_expires_at > now)
