"""A person from the clinic: asked for, joined, handed back. Owner and handoff move together or not at all."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from clinic.logic.ownership import (
    HandoffStatus,
    Move,
    MoveRefused,
    Owner,
    next_owner,
    next_status,
    owners_before,
)
from clinic.logic.permissions import Permission
from clinic.services import audit, staff_notices
from clinic.services.clinic_hours import ClinicHours
from clinic.services.delivery import Delivery
from clinic.services.dialogue import Reply
from clinic.services.errors import ConversationUnknown, Refused
from clinic.services.ports import Clock, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.ports.handoffs import Handoff
from clinic.services.ports.staff import StaffUser
from clinic.services.staff import require
from clinic.services.wordless import storable

LEVELS: Final = ("none", "non_urgent", "urgent", "emergency", "crisis")  # mildest first
ASKED: Final = "talk_to_human"  # the patient's own wish, and nothing else
REVIEW: Final = staff_notices.REVIEW  # a clinician is to decide on health answers
LONGEST_TEXT: Final = 4_000  # characters of one staff message
ACTORS: Final = {
    "distress": "system",
    "engine_failed": "system",
    "red_flag": "system",
    REVIEW: "system",
    "staff_joined": "staff",
}


class HandoffUnknown(Refused):
    """There is no such handoff."""


class HandoffTaken(Refused):
    """Somebody else was quicker, or it has ended; `handoff` is how it stands now."""

    def __init__(self, handoff: Handoff) -> None:
        super().__init__(handoff.status)
        self.handoff = handoff


class NotYours(Refused):
    """Only the person who took the conversation over writes in it."""


class NothingToSend(Refused):
    """The text is empty or too long."""


@dataclass(frozen=True)
class QueueItem:
    """One line of the queue."""

    handoff: Handoff
    conversation: Conversation
    assigned_to: StaffUser | None
    waits_since: datetime
    is_overdue: bool


@dataclass(frozen=True)
class Handoffs:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    delivery: Delivery
    hours: ClinicHours

    # What the patient and the assistant do

    def open(self, conversation_id: str, reason: str, level: str = "none") -> tuple[Reply, ...]:
        """Ask for a person. Asked again while one is on the way, the answer is when that will be."""
        with self.uows() as uow:
            conversation = uow.conversations.get(conversation_id)
            if conversation is None:
                raise ConversationUnknown
            before = uow.handoffs.open_for(conversation_id)
            handoff = self.open_within(uow, conversation, reason, level)
            uow.commit()
        self.delivery.announce_owner(conversation_id, Owner.WAITING if before is None else conversation.owner)
        return self._told(handoff, is_repeat=before is not None)

    def open_within(
        self, uow: UnitOfWork, conversation: Conversation, reason: str, level: str = "none"
    ) -> Handoff:
        """Ask for a person in the caller's transaction; a handoff that stands keeps its place."""
        uow.conversations.swap_owner(
            conversation.id, expected=owners_before(Move.OPEN), to=Owner.WAITING
        )  # also makes two who ask at once queue here
        standing = uow.handoffs.open_for(conversation.id)
        if standing is not None:
            raised = self._raised(uow, standing, reason, level)
            staff_notices.queue(uow, self.clock, self.ids, raised, reason)
            return raised
        now = self.clock.now()
        promise = self.hours.reply_promise(now)
        handoff = Handoff(
            id=self.ids.new_id(),
            conversation_id=conversation.id,
            reason=reason,
            level=level,
            status=HandoffStatus.WAITING,
            opened_at=now,
            promised_at=promise.by if promise else None,
        )
        uow.handoffs.add(handoff)
        staff_notices.queue(uow, self.clock, self.ids, handoff, reason)
        self._audit(
            uow, ACTORS.get(reason, "patient"), "open_handoff", handoff.id, reason=reason, level=level
        )
        return handoff

    def _raised(self, uow: UnitOfWork, handoff: Handoff, reason: str, level: str) -> Handoff:
        if LEVELS.index(level) <= LEVELS.index(handoff.level):
            return handoff
        uow.handoffs.change(handoff.id, reason=reason, level=level)
        self._audit(
            uow, ACTORS.get(reason, "patient"), "raise_handoff", handoff.id, reason=reason, level=level
        )
        return replace(handoff, reason=reason, level=level)

    def take_back(self, conversation_id: str) -> tuple[Reply, ...]:
        """End a wait that the patient alone asked for; nothing to say where nobody is waited for.

        A red flag, a failure or a review is not theirs to end: nothing typed clears it.
        """
        with self.uows() as uow:
            handoff = uow.handoffs.open_for(conversation_id)
            if handoff is None or handoff.status != HandoffStatus.WAITING:
                return ()
            if (handoff.reason, handoff.level) != (ASKED, LEVELS[0]):
                return (Reply("utter_handoff_stays"),)
            has_ended = self._end_wait(uow, handoff, Move.TAKE_BACK, "patient")
            uow.commit()
        if not has_ended:  # somebody joins at this very moment
            return ()
        self.delivery.announce_owner(conversation_id, next_owner(Owner.WAITING, Move.TAKE_BACK))
        return (Reply("utter_handoff_taken_back"),)

    def _end_wait(self, uow: UnitOfWork, handoff: Handoff, move: Move, actor: str) -> bool:
        status, owner = next_status(HandoffStatus.WAITING, move), next_owner(Owner.WAITING, move)
        now = self.clock.now()
        if not uow.handoffs.swap_status(handoff.id, expected=handoff.status, to=status, ended_at=now):
            return False
        uow.conversations.swap_owner(handoff.conversation_id, expected=(Owner.WAITING,), to=owner)
        self._audit(uow, actor, move, handoff.id)
        return True

    def _told(self, handoff: Handoff, *, is_repeat: bool) -> tuple[Reply, ...]:
        now = self.clock.now()
        if handoff.status == HandoffStatus.ASSIGNED:
            return ()
        if handoff.promised_at is None or handoff.promised_at <= now:
            return (Reply("utter_handoff_nobody_free"),)
        promise = self.hours.reply_promise(now)
        first = "utter_handoff_waiting" if promise and promise.is_open else "utter_handoff_after_hours"
        name = "utter_handoff_asked_again" if is_repeat else first
        return (Reply(name, {"promised_time": self.hours.spoken(handoff.promised_at, now)}),)

    # What staff do

    def queue(self, staff: StaffUser) -> tuple[QueueItem, ...]:
        """Every open handoff, the most urgent first, then who has waited longest. Raises NotPermitted."""
        require(staff, Permission.VIEW_QUEUE)
        now = self.clock.now()
        with self.uows(reads_only=True) as uow:
            standing = uow.handoffs.with_status((HandoffStatus.WAITING, HandoffStatus.ASSIGNED))
            items = [self._item(uow, handoff, now) for handoff in standing]
        return tuple(sorted(items, key=lambda item: (-LEVELS.index(item.handoff.level), item.waits_since)))

    def take_over(self, handoff_id: str, staff: StaffUser, *, from_colleague: bool = False) -> Handoff:
        """Make the conversation this person's. Raises NotPermitted, HandoffUnknown, HandoffTaken."""
        move = Move.TAKE_FROM_COLLEAGUE if from_colleague else Move.TAKE_OVER
        joined = Reply("utter_handoff_joined", {"staff_name": staff.name})
        now = self.clock.now()
        return self._move(handoff_id, staff, move, joined, assigned_to_id=staff.id, assigned_at=now)

    def join(self, conversation_id: str, staff: StaffUser) -> Handoff:
        """Take a conversation over that nobody was asked into. Raises as `take_over`."""
        require(staff, Permission.REPLY_TO_PATIENTS)
        with self.uows() as uow:
            conversation = uow.conversations.get(conversation_id)
            if conversation is None:
                raise ConversationUnknown
            handoff = self.open_within(uow, conversation, "staff_joined")
            uow.commit()
        return self.take_over(handoff.id, staff)

    def hand_back(self, handoff_id: str, staff: StaffUser) -> Handoff:
        """Give the conversation back to the assistant. Raises NotPermitted, HandoffUnknown, HandoffTaken."""
        told = Reply("utter_handoff_returned")
        return self._move(handoff_id, staff, Move.HAND_BACK, told, ended_at=self.clock.now())

    def let_go(self, handoff_id: str, staff: StaffUser) -> Handoff:
        """Take a wait off the queue that nobody could end in time. Raises as `hand_back`."""
        told = Reply("utter_handoff_expired")
        return self._move(handoff_id, staff, Move.LET_GO, told, ended_at=self.clock.now())

    def resolve(self, handoff_id: str, staff: StaffUser) -> Handoff:
        """End the conversation; the patient may open it again by writing. Raises as `hand_back`."""
        told = Reply("utter_handoff_closed")
        return self._move(handoff_id, staff, Move.RESOLVE, told, ended_at=self.clock.now())

    def end_review_within(self, uow: UnitOfWork, conversation_id: str, staff: StaffUser) -> None:
        """The wait was for a clinician's decision, and it has come; a wait for anything else goes on."""
        handoff = uow.handoffs.open_for(conversation_id)
        if handoff is None or (handoff.reason, handoff.status) != (REVIEW, HandoffStatus.WAITING):
            return
        self._end_wait(uow, handoff, Move.DECIDE, staff.id)

    def write(self, conversation_id: str, staff: StaffUser, text: str) -> Message:
        """Send a person's words to the patient. Raises NotPermitted, NotYours, NothingToSend."""
        require(staff, Permission.REPLY_TO_PATIENTS)
        words = storable(text.strip())
        if not words or len(words) > LONGEST_TEXT:
            raise NothingToSend
        with self.uows() as uow:
            handoff = uow.handoffs.open_for(conversation_id)
            if handoff is None or handoff.assigned_to_id != staff.id:
                raise NotYours
            # The swap holds the owner still until the message stands: a hand-back waits, or came first.
            if not uow.conversations.swap_owner(conversation_id, expected=(Owner.STAFF,), to=Owner.STAFF):
                raise NotYours
            message = self.delivery.words(
                uow, conversation_id, words, staff_user_id=staff.id, sent_at=self.clock.now()
            )
            self._audit(uow, staff.id, "write_to_patient", handoff.id)
            uow.commit()
        self.delivery.announce(conversation_id, message)
        return message

    def _move(self, handoff_id: str, staff: StaffUser, move: Move, told: Reply, **values: object) -> Handoff:
        require(staff, Permission.REPLY_TO_PATIENTS)
        with self.uows() as uow:
            handoff = uow.handoffs.get(handoff_id)
            if handoff is None:
                raise HandoffUnknown
            status = self._next(handoff, move, staff)
            owner = next_owner(owners_before(move)[0], move)
            swapped = uow.handoffs.swap_status(
                handoff.id, expected=handoff.status, to=status, **values
            ) and uow.conversations.swap_owner(
                handoff.conversation_id, expected=owners_before(move), to=owner
            )
            if not swapped:
                raise HandoffTaken(handoff)
            self._audit(uow, staff.id, move, handoff.id)
            message = self.delivery.reply(uow, handoff.conversation_id, told, sender="system")
            moved = uow.handoffs.get(handoff.id) or handoff
            uow.commit()
        self.delivery.announce(handoff.conversation_id, message)
        self.delivery.announce_owner(handoff.conversation_id, owner)
        return moved

    def _next(self, handoff: Handoff, move: Move, staff: StaffUser) -> HandoffStatus:
        is_theirs = handoff.assigned_to_id == staff.id
        if move in (Move.HAND_BACK, Move.RESOLVE) and handoff.assigned_to_id and not is_theirs:
            raise HandoffTaken(handoff)
        try:
            return next_status(HandoffStatus(handoff.status), move)
        except MoveRefused:
            raise HandoffTaken(handoff) from None

    def _item(self, uow: UnitOfWork, handoff: Handoff, now: datetime) -> QueueItem:
        conversation = uow.conversations.get(handoff.conversation_id)
        assert conversation is not None  # a handoff goes with its conversation
        colleague = uow.staff.get(handoff.assigned_to_id) if handoff.assigned_to_id else None
        is_waiting = handoff.status == HandoffStatus.WAITING
        is_overdue = is_waiting and handoff.promised_at is not None and handoff.promised_at < now
        return QueueItem(handoff, conversation, colleague, handoff.opened_at, is_overdue)

    def _audit(self, uow: UnitOfWork, actor: str, action: str, handoff_id: str, **detail: str) -> None:
        audit.record(
            uow,
            self.clock,
            self.ids,
            actor=actor,
            action=action,
            subject="handoff",
            subject_id=handoff_id,
            **detail,
        )
