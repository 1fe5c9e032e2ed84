"""Queues letters: a job in the transaction of what the letter tells, once for each key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from clinic.criteria.letters import LetterTexts
from clinic.logic.letters import ABOUT_BOOKING, CODE_LIFETIME, LetterKind
from clinic.services.letters.order import Order
from clinic.services.ports import Clock, Ids, UnitOfWork
from clinic.services.ports.bookings import Booking
from clinic.services.ports.jobs import Job

LETTER: Final = "send_letter"  # the kind of the job


@dataclass(frozen=True)
class Letters:
    """What the use cases call when the patient must hear of something outside the chat."""

    clock: Clock
    ids: Ids
    texts: LetterTexts

    def queue(
        self,
        uow: UnitOfWork,
        kind: LetterKind,
        to: str | None,
        dedup_key: str,
        values: Mapping[str, str],
        run_at: datetime | None = None,
        *,
        until: datetime | None = None,
        booking: Booking | None = None,
    ) -> bool:
        """Queue a letter in the caller's transaction; False when its key was queued before.

        Args:
            to: the address; None for the one on file when the letter goes, without which nothing is sent.
            dedup_key: `<conversation id>:<what makes it one of a kind>`. The conversation is the one that
                the address belongs to: its erasure and its alarms drop the letter.
            values: what the words of the kind ask for (`values` in letters.yml), of a code its id; never a
                health answer.
            until: after this it is dropped; ten minutes for a one-time code, where nothing else is said.
            booking: what the letter tells of. The letter fills in its time and links, and is dropped when
                the booking has changed before the letter goes.
        """
        conversation_id, _, rest = dedup_key.partition(":")
        self._check(kind, rest, values, booking)
        now = self.clock.now()
        if until is None and kind is LetterKind.ONE_TIME_CODE:
            until = now + CODE_LIFETIME
        order = Order(
            key=f"{letter_keys(conversation_id, rest)}:{kind}",
            conversation_id=conversation_id,
            kind=kind,
            to=to,
            values=values,
            until=until,
            booking_id=booking.id if booking else None,
            sequence=booking.calendar_sequence if booking else None,
        )
        return uow.jobs.add(Job(self.ids.new_id(), LETTER, order.key, order.stored(), run_at or now))

    def _check(self, kind: LetterKind, rest: str, values: Mapping[str, str], booking: Booking | None) -> None:
        """A letter that could never be written must fail where it is caused, not hours later."""
        if not rest:
            raise ValueError("the key of a letter begins with the id of its conversation")
        missing = sorted(self.texts[kind].values - set(values))
        if missing:
            raise ValueError(f"{kind} needs {', '.join(missing)}")
        if kind in ABOUT_BOOKING and booking is None:
            raise ValueError(f"{kind} needs a booking")


def letter_keys(conversation_id: str, rest: str) -> str:
    """How the keys of all letters about one thing begin."""
    return f"{conversation_id}:letter:{rest}"
