"""What the worker does with a queued letter: look again whether it may go, hand it over, keep that it went.

At least once, and not twice. The row in `sent_letters` is written before the mail is handed over, and marked
after it. Who dies between the two leaves a row that says "sending", and the job, whose lease runs out: the
letter is handed over again with the same bytes, the same Message-ID and the same date, because all of them
come from the key and from the time in the row. So a folder holds it once, and a mail program that has it
shows it once. A letter that is marked is never handed over again, whatever its job says.
"""

from dataclasses import dataclass
from datetime import datetime

from clinic.logic.letters import Fate, LetterFacts, fate_of
from clinic.services.delivery import Delivery
from clinic.services.dialogue import Json, Reply
from clinic.services.jobs import NotYet
from clinic.services.letters.order import Order
from clinic.services.letters.writing import Writing
from clinic.services.ports import UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.bookings import Booking
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.ports.letters import (
    LetterStatus,
    Mail,
    MailDelayed,
    Mailer,
    MailRefused,
    SentLetter,
)


@dataclass(frozen=True)
class LetterSender:
    uows: UnitOfWorkFactory
    delivery: Delivery
    writing: Writing
    mailer: Mailer

    def send(self, payload: Json) -> None:
        """Send it, or drop it. Raises NotYet when it must be tried again."""
        order = Order.load(payload)
        mail = self._begin(order)
        if mail is None:
            return
        try:
            self.mailer.send(mail)
        except MailDelayed as delay:
            raise NotYet(str(delay)) from None
        except MailRefused:
            self._end(order, LetterStatus.REFUSED)
        else:
            self._end(order, LetterStatus.SENT)

    def _begin(self, order: Order) -> Mail | None:
        """The mail to hand over, on the record as being sent; None when it is not wanted any more."""
        now = self.delivery.clock.now()
        with self.uows() as uow:
            conversation, known = uow.conversations.get(order.conversation_id), uow.letters.get(order.key)
            if conversation is None or (known and known.status != LetterStatus.SENDING):
                return None
            booking = uow.bookings.get(order.booking_id) if order.booking_id else None
            fate = fate_of(_facts(uow, order, conversation, booking, now))
            to = order.to or _address(uow, order.conversation_id)
            if fate is Fate.DROP or to is None:
                return None
            if fate is Fate.WAIT:
                raise NotYet("an alert stands")
            begun = uow.letters.begin(self._record(order, now))
            uow.commit()
        return self.writing.mail(order.key, order.kind, to, order.values, booking, begun.began_at)

    def _record(self, order: Order, now: datetime) -> SentLetter:
        return SentLetter(
            dedup_key=order.key,
            conversation_id=order.conversation_id,
            kind=order.kind,
            message_id=self.writing.message_id(order.key),
            status=LetterStatus.SENDING,
            began_at=now,
        )

    def _end(self, order: Order, status: LetterStatus) -> None:
        told: Message | None = None
        with self.uows() as uow:
            if uow.conversations.get(order.conversation_id) is None:  # erased meanwhile
                return
            if status is LetterStatus.REFUSED:
                told = self._tell_refusal(uow, order.conversation_id)
            uow.letters.end(order.key, status, self.delivery.clock.now())
            uow.commit()
        if told is not None:
            self.delivery.announce(order.conversation_id, told)

    def _tell_refusal(self, uow: UnitOfWork, conversation_id: str) -> Message | None:
        """Say in the chat that the address does not take our mail: once, not for every letter."""
        letters = uow.letters.of(conversation_id)
        if any(letter.status == LetterStatus.REFUSED for letter in letters):
            return None
        return self.delivery.reply(uow, conversation_id, Reply("utter_letter_refused"), sender="system")


def _facts(
    uow: UnitOfWork, order: Order, conversation: Conversation, booking: Booking | None, now: datetime
) -> LetterFacts:
    newest = next(iter(uow.cases.of(order.conversation_id)), None)
    return LetterFacts(
        kind=order.kind,
        is_over=order.until is not None and now >= order.until,
        no_contact=conversation.no_contact,
        alert_level=conversation.alert_level,
        booking_status=booking.status if booking else None,
        is_as_told=booking is not None and booking.calendar_sequence == order.sequence,
        case_status=newest.status if newest else None,
    )


def _address(uow: UnitOfWork, conversation_id: str) -> str | None:
    patient = uow.bookings.patient(conversation_id)
    return patient.email if patient else None
