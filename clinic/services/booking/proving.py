"""Shows that a booking made elsewhere is the patient's: a one-time code goes to the address on file.

What is said never depends on whether there is such a booking: nobody learns here who is a patient.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from clinic.logic.codes import ACCESS, CODES_AN_HOUR, CodeState, Verdict, code_of, judge
from clinic.logic.letters import CODE_LIFETIME
from clinic.services import audit
from clinic.services.contact import Contact
from clinic.services.letters import LetterKind, Letters
from clinic.services.ports import Clock, Ids, UnitOfWork
from clinic.services.ports.bookings import Booking
from clinic.services.ports.identity import CodeRecord, OnFile

AN_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Named:
    """What a patient names a booking by: its reference, or how they were to be reached."""

    reference: str | None = None
    contact: Contact | None = None


@dataclass(frozen=True)
class Proving:
    """The proofs of one conversation are made in the caller's transaction."""

    clock: Clock
    ids: Ids
    letters: Letters
    key: bytes = field(repr=False)

    def send(self, uow: UnitOfWork, conversation_id: str, named: Named) -> bool:
        """Send a code where there is something to send; False when this conversation asked too often."""
        now = self.clock.now()
        if uow.identity.codes_asked(conversation_id, now - AN_HOUR) >= CODES_AN_HOUR:
            return False
        found = self._found(uow, named)
        code = CodeRecord(
            id=self.ids.new_id(),
            conversation_id=conversation_id,
            booking_id=found.booking.id if found else None,
            created_at=now,
            expires_at=now + CODE_LIFETIME,
        )
        uow.identity.add_code(code)
        if found is not None:
            self._mail(uow, found, code)
        return True

    def send_again(self, uow: UnitOfWork, conversation_id: str) -> bool:
        """A new code for what the last one was for; the old one counts no more."""
        last = uow.identity.newest_code(conversation_id)
        booking = uow.bookings.get(last.booking_id) if last and last.booking_id else None
        return self.send(uow, conversation_id, Named(booking.reference if booking else None))

    def check(self, uow: UnitOfWork, conversation_id: str, given: str) -> Verdict:
        """Weigh a typed code; the right one opens its booking, and the others of the same address."""
        now, code = self.clock.now(), uow.identity.newest_code(conversation_id)
        if code is None:
            return Verdict.OVER
        state = CodeState(code.expires_at, code.tries, code.used_at is not None)
        verdict = judge(state, code_of(self.key, code.id), given, now)
        if code.booking_id is None and verdict is Verdict.FITS:
            verdict = Verdict.WRONG  # no code was sent, so none can be right
        if verdict is not Verdict.OVER:
            uow.identity.change_code(code.id, tries=code.tries + 1)
        if verdict is Verdict.FITS:
            uow.identity.change_code(code.id, used_at=now)
            self._open(uow, code)
        return verdict

    def _found(self, uow: UnitOfWork, named: Named) -> OnFile | None:
        """The next booking that fits and has an address which may get a code now."""
        on_file = next((one for one in self._fitting(uow, named) if one.email), None)
        if on_file is None or on_file.email is None:
            return None
        sent = uow.identity.codes_sent(on_file.email, self.clock.now() - AN_HOUR)
        return on_file if sent < CODES_AN_HOUR else None

    def _fitting(self, uow: UnitOfWork, named: Named) -> tuple[OnFile, ...]:
        now, contact = self.clock.now(), named.contact or Contact()
        if named.reference:
            return uow.identity.by_reference(named.reference, now)
        by_email = uow.identity.by_email(contact.email, now) if contact.email else ()
        return by_email or (uow.identity.by_phone(contact.phone, now) if contact.phone else ())

    def _mail(self, uow: UnitOfWork, found: OnFile, code: CodeRecord) -> None:
        # The key begins with the conversation of the address: its erasure and its alarms drop the letter.
        key = f"{found.booking.conversation_id}:{code.id}"
        # The letter gets the id: the digits are worked out when it is written, and wait in no table.
        self.letters.queue(uow, LetterKind.ONE_TIME_CODE, found.email, key, {"code": code.id})
        self._audit(uow, "send_code", found.booking.id)

    def _open(self, uow: UnitOfWork, code: CodeRecord) -> None:
        booking = uow.bookings.get(code.booking_id) if code.booking_id else None
        if booking is None:
            return
        same = uow.identity.by_reference(booking.reference, self.clock.now())
        others = uow.identity.by_email(same[0].email, self.clock.now()) if same and same[0].email else ()
        until = self.clock.now() + ACCESS
        for one in {one.booking.id for one in (*same, *others)}:
            uow.identity.grant(code.conversation_id, one, until)
        self._audit(uow, "prove_booking", booking.id)

    def _audit(self, uow: UnitOfWork, action: str, booking_id: str) -> None:
        audit.record(
            uow,
            self.clock,
            self.ids,
            actor="patient",
            action=action,
            subject="booking",
            subject_id=booking_id,
        )


def may_change(uow: UnitOfWork, conversation_id: str, booking: Booking, clock: Clock) -> bool:
    """True for the conversation that made the booking, and for one that has shown whose it is."""
    if booking.conversation_id == conversation_id:
        return True
    granted = uow.identity.granted(conversation_id, clock.now())
    return any(one.id == booking.id for one in granted)
