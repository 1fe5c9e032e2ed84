"""One patient's place on the waitlist: joining, passing on an offer, leaving, and having got a time."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from clinic.logic.waitlist import WAIT_MOVES, WaitFor, WaitMove, WaitStatus
from clinic.services import audit
from clinic.services.booking.diary import Diary
from clinic.services.booking.drafts import Drafts
from clinic.services.booking.plan import BookingStep, Plan, load_wish, stored_wish
from clinic.services.contact import Contact
from clinic.services.ports import UnitOfWork
from clinic.services.ports.waitlist import WaitEntry


@dataclass(frozen=True)
class Waiting:
    """The waitlist for one conversation, in the caller's transaction."""

    uow: UnitOfWork
    conversation_id: str
    diary: Diary

    def join(self, plan: Plan) -> WaitEntry:
        """Put the patient on the list; an older place for the same thing ends."""
        for entry in self.uow.waitlist.of(self.conversation_id):
            if (entry.appointment_type, entry.changes_id) == (plan.kind, plan.changes_id):
                self.move(entry, WaitMove.LEAVE)
        now = self.diary.clock.now()
        entry = WaitEntry(
            id=self.diary.ids.new_id(),
            conversation_id=self.conversation_id,
            appointment_type=plan.kind,
            clinician=plan.clinician,
            wish=stored_wish(plan.unmet),
            until=self._last_day(plan),
            status=WaitStatus.WAITING,
            created_at=now,
            changed_at=now,
            changes_id=plan.changes_id,
        )
        self.uow.waitlist.add(entry)
        self._audit("join_waitlist", entry)
        return entry

    def leave(self) -> bool:
        """Take the patient off the list; False when they were not on it."""
        left = [self.move(entry, WaitMove.LEAVE) for entry in self.uow.waitlist.of(self.conversation_id)]
        return any(left)

    def settle(self, plan: Plan) -> None:
        """They have a time now: nobody waits for what they have."""
        if plan.step not in (BookingStep.BOOKED, BookingStep.MOVED):
            return
        for entry in self.uow.waitlist.of(self.conversation_id):
            is_same_kind = entry.appointment_type == plan.kind and entry.changes_id is None
            if entry.id == plan.offer_id or (is_same_kind and plan.step is BookingStep.BOOKED):
                self.move(entry, WaitMove.TAKE)

    def pass_on(self, entry: WaitEntry) -> bool:
        """The offer was not taken: its time is free again, and they are not offered it twice."""
        hold = self.uow.bookings.get(entry.hold_id) if entry.hold_id else None
        passed = (*entry.passed, hold.starts_at.isoformat()) if hold else entry.passed
        return self.move(entry, WaitMove.LAPSE, passed=passed)

    def offered(self, entry: WaitEntry) -> Plan | None:
        """What a yes to the offer does; who they are was asked when they joined."""
        patient = self.uow.bookings.patient(self.conversation_id)
        if patient is None:
            return None
        return Plan(
            step=BookingStep.CONFIRM,
            kind=entry.appointment_type,
            booking_id=entry.hold_id,
            changes_id=entry.changes_id,
            name=patient.name,
            contact=Contact(patient.phone, patient.email),
            offer_id=entry.id,
        )

    def close(self, entry: WaitEntry) -> None:
        """The question about the offer is open no more."""
        drafts = Drafts(self.uow, self.diary.clock)
        plan = drafts.plan(self.conversation_id)
        if plan.offer_id == entry.id and not plan.has_ended:
            drafts.keep(self.conversation_id, replace(plan, step=BookingStep.LEFT, booking_id=None))

    def move(self, entry: WaitEntry, move: WaitMove, **values: object) -> bool:
        """Another state, if nobody was quicker. What was held for an offer is let go, unless it was taken."""
        status = WAIT_MOVES.get((WaitStatus(entry.status), move))
        if status is None:
            return False
        now = self.diary.clock.now()
        changed = {"hold_id": None, "changed_at": now, **values}
        if not self.uow.waitlist.swap(entry.id, expected=(entry.status,), status=status, **changed):
            return False
        if entry.hold_id is not None and move is not WaitMove.TAKE:
            self.uow.bookings.let_go(self.conversation_id, now)
        self._audit(f"{move}_waitlist", entry)
        return True

    def _last_day(self, plan: Plan) -> date:
        if plan.until is not None:
            return plan.until
        days = plan.unmet.days if plan.unmet else ()
        return max(days, default=self.diary.horizon().latest)

    def _audit(self, action: str, entry: WaitEntry) -> None:
        audit.record(
            self.uow,
            self.diary.clock,
            self.diary.ids,
            actor="patient",
            action=action,
            subject="waitlist",
            subject_id=entry.id,
        )


def wait_for(entry: WaitEntry) -> WaitFor:
    """What an entry of the list waits for, as the rules see it."""
    passed = frozenset(datetime.fromisoformat(start) for start in entry.passed)
    return WaitFor(load_wish(entry.wish), entry.until, entry.clinician, passed)
