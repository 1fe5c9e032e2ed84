"""Offers free times to whoever waits: the longest first, one time to one person, held while they answer.

Run by the worker. Each offer is one transaction: the time, the place on the list, the words and the letter.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from clinic.logic.booking import BookingStatus
from clinic.logic.hours import Timetable
from clinic.logic.openings import Opening, cells_of
from clinic.logic.waitlist import WaitMove, WaitStatus, offer_end
from clinic.logic.when import write_soon
from clinic.services.booking.drafts import FORM
from clinic.services.booking.office import Office
from clinic.services.booking.plan import Plan
from clinic.services.booking.waiting import wait_for
from clinic.services.delivery import Delivery
from clinic.services.dialogue import Reply
from clinic.services.letters import LetterKind
from clinic.services.ports import UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.bookings import Booking
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.ports.waitlist import WaitEntry

log = logging.getLogger(__name__)

STILL_TYPING: Final = timedelta(minutes=15)  # whoever wrote just now is not interrupted in a form


@dataclass(frozen=True)
class Offers:
    uows: UnitOfWorkFactory
    office: Office
    delivery: Delivery
    opening: Timetable  # of the clinic: an offer lasts an hour of it

    def run(self) -> int:
        """End what is over, then offer what is free; how many offers were made."""
        with self.uows(reads_only=True) as uow:
            alive = uow.waitlist.with_status(WaitStatus.OFFERED, WaitStatus.WAITING)
            over = [entry.id for entry in alive if self._is_over(uow, entry)]
        for entry_id in over:
            self._end(entry_id)
        made = sum(self._offer(entry_id) for entry_id in self._hopeful())
        if made:
            log.info("offered %d free times", made)
        return made

    def _hopeful(self) -> list[str]:
        """Who waits for a time that is free now: a look without locks, so that waiting costs little."""
        diary, free = self.office.diary, dict[str, tuple[Opening, ...]]()
        with self.uows(reads_only=True) as uow:
            waiting = uow.waitlist.with_status(WaitStatus.WAITING)
            for kind in {entry.appointment_type for entry in waiting}:
                free[kind] = diary.openings(uow, "", kind)
        return [one.id for one in waiting if wait_for(one).first(free[one.appointment_type], diary.zone)]

    def _is_over(self, uow: UnitOfWork, entry: WaitEntry) -> bool:
        if entry.status == WaitStatus.OFFERED:
            return not _lives(uow.bookings.get(entry.hold_id) if entry.hold_id else None, self._now)
        changed = uow.bookings.get(entry.changes_id) if entry.changes_id else None
        is_gone = changed is not None and changed.status != BookingStatus.CONFIRMED
        return is_gone or entry.until < self.office.diary.local_day(self._now)

    def _end(self, entry_id: str) -> None:
        """Pass an offer on that was not taken; end a place whose last day is over."""
        with self.uows() as uow:
            entry = uow.waitlist.get(entry_id)
            told = None if entry is None else self._ended(uow, entry)
            if entry is None or told is None:
                return
            messages = self._said(uow, entry.conversation_id, told)
            uow.commit()
        self.delivery.announce(entry.conversation_id, *messages)

    def _said(self, uow: UnitOfWork, conversation_id: str, told: Reply) -> tuple[Message, ...]:
        """Nothing comes between a patient and a person, or the help that an alarm brought."""
        conversation = uow.conversations.get(conversation_id)
        if conversation is None or conversation.owner == "staff" or conversation.alert_level is not None:
            return ()
        return (self.delivery.reply(uow, conversation_id, told, sender="system"),)

    def _ended(self, uow: UnitOfWork, entry: WaitEntry) -> Reply | None:
        """What is said about its end; None while it goes on."""
        uow.bookings.lock(entry.conversation_id)
        waiting = self.office.waiting(uow, entry.conversation_id)
        if not self._is_over(uow, entry):
            return None
        if entry.status == WaitStatus.WAITING:
            return Reply("utter_waitlist_over") if waiting.move(entry, WaitMove.END) else None
        if not waiting.pass_on(entry):
            return None
        waiting.close(entry)
        return Reply("utter_waitlist_passed")

    def _offer(self, entry_id: str) -> bool:
        with self.uows() as uow:
            entry = uow.waitlist.get(entry_id)
            if entry is None or entry.status != WaitStatus.WAITING:
                return False
            plan = self._plan(uow, entry)
            hold = None if plan is None else self._hold(uow, entry, plan)
            if plan is None or hold is None:
                return False
            message = self._told(uow, entry, replace(plan, booking_id=hold.id), hold)
            uow.commit()
        self.delivery.announce(entry.conversation_id, message)
        return True

    def _plan(self, uow: UnitOfWork, entry: WaitEntry) -> Plan | None:
        """What a yes would do; None while they cannot be asked, or may not book."""
        uow.bookings.lock(entry.conversation_id)
        conversation = uow.conversations.get(entry.conversation_id)
        if conversation is None or not self._can_be_asked(uow, conversation):
            return None
        if not self.office.gate.ask(uow, entry.conversation_id, entry.appointment_type).is_granted:
            return None
        moved = uow.bookings.get(entry.changes_id) if entry.changes_id else None
        if moved is not None and self.office.making(uow, entry.conversation_id).is_late(moved):
            return None
        return self.office.waiting(uow, entry.conversation_id).offered(entry)

    def _can_be_asked(self, uow: UnitOfWork, conversation: Conversation) -> bool:
        """Not while a person has the conversation, another time is held, or they are answering a form."""
        if conversation.owner == "staff":
            return False
        if any(_lives(booking, self._now) for booking in uow.bookings.of(conversation.id)):
            return False
        is_quiet = conversation.last_message_at <= self._now - STILL_TYPING
        return conversation.open_form is None or is_quiet

    def _hold(self, uow: UnitOfWork, entry: WaitEntry, plan: Plan) -> Booking | None:
        """Keep the first time that fits; None when there is none."""
        diary, now = self.office.diary, self._now
        uow.bookings.queue_up()
        uow.bookings.run_out(now)
        openings = self.office.questions().bookable(uow, entry.conversation_id, plan)
        answerable = (opening for opening in openings if self._end_of_offer(opening) is not None)
        opening = wait_for(entry).first(answerable, diary.zone)
        if opening is None:
            return None
        held = diary.held(entry.conversation_id, plan.kind, opening, now)
        token_hash = self.office.links.token_hash(held.id)
        held = replace(held, hold_expires_at=self._end_of_offer(opening), manage_token_hash=token_hash)
        is_kept = uow.bookings.reserve(held, cells_of(opening, diary.visits[plan.kind]))
        is_theirs = is_kept and self.office.waiting(uow, entry.conversation_id).move(
            entry, WaitMove.OFFER, hold_id=held.id
        )
        return held if is_theirs else None

    def _end_of_offer(self, opening: Opening) -> datetime | None:
        return offer_end(opening.starts_at, self._now, self.opening, self.office.diary.notice)

    def _told(self, uow: UnitOfWork, entry: WaitEntry, plan: Plan, hold: Booking) -> Message:
        """Ask in the chat, so that a yes there books it, and write to whoever is not there."""
        assert hold.hold_expires_at is not None  # it was made with one
        until = write_soon(hold.hold_expires_at, self._now, self.office.diary.zone)
        questions = self.office.questions()
        values = {"when": questions.when(hold), "held_until": until}
        self.office.drafts(uow).keep(entry.conversation_id, replace(plan, asked=plan.step.value))
        uow.conversations.change(entry.conversation_id, open_form=FORM)
        self.office.proving.letters.queue(
            uow,
            LetterKind.WAITLIST_OFFER,
            None,
            f"{entry.conversation_id}:{hold.id}",
            {"held_until": until},
            until=hold.hold_expires_at,
            booking=hold,
        )
        offer = Reply("utter_waitlist_offer", values, questions.about_offer(hold))
        return self.delivery.reply(uow, entry.conversation_id, offer)

    @property
    def _now(self) -> datetime:
        return self.office.diary.clock.now()


def _lives(booking: Booking | None, now: datetime) -> bool:
    if booking is None or booking.status != BookingStatus.HELD or booking.hold_expires_at is None:
        return False
    return booking.hold_expires_at > now
