"""Raises an alarm: what was seen is kept, booking blocked, contact stopped where it must, a person called."""

from dataclasses import dataclass
from typing import Final

from clinic.logic.red_flags import Level, Verdict
from clinic.services import audit
from clinic.services.handoff import Handoffs
from clinic.services.ports import Clock, Ids, UnitOfWork
from clinic.services.ports.conversations import Conversation, Incident, Message, SeenRedFlag

OVERRIDING: Final = (Level.L1, Level.L4)  # nothing but help until staff lift it (clinical.md 4.3, 4)
HANDOFF_LEVEL: Final = {
    Level.L1: "emergency",
    Level.L2: "urgent",
    Level.L3: "non_urgent",
    Level.L4: "crisis",
}
# After these nothing may reach a phone or mailbox on its own: somebody else may read it (clinical.md H07).
NO_CONTACT: Final = frozenset({"RF-17", "RF-18", "RF-19"})


@dataclass(frozen=True)
class Alarms:
    clock: Clock
    ids: Ids
    handoffs: Handoffs

    def raise_within(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, verdict: Verdict
    ) -> None:
        """Everything that a verdict asks for beside the words to the patient. In the caller's transaction."""
        self._keep(uow, conversation, message, verdict)
        if verdict.blocks_booking:
            self.block(uow, conversation, "red_flag", verdict.level)
        self._stop_contact(uow, conversation, verdict)
        self._audit(uow, conversation, verdict)
        self.handoffs.open_within(uow, conversation, "red_flag", HANDOFF_LEVEL[verdict.level])

    def block(self, uow: UnitOfWork, conversation: Conversation, why: str, level: Level) -> None:
        """Close every form, let go what was held, and book nothing until staff lift it.

        A block that stands is the older reason and stays: nobody lifts that of a minor.
        """
        changes: dict[str, object] = {"open_form": None}
        if level.rank > Level(conversation.alert_level or "none").rank:
            changes["alert_level"] = level.value
        if conversation.booking_block in (None, "reaction"):
            changes["booking_block"] = why
        uow.conversations.change(conversation.id, **changes)
        uow.bookings.let_go(conversation.id, self.clock.now())

    def call_for_distress(self, uow: UnitOfWork, conversation: Conversation) -> None:
        """A person, as quickly as in a crisis; no form asks on. The patient may book once it is calmer."""
        uow.conversations.change(conversation.id, open_form=None)
        uow.bookings.let_go(conversation.id, self.clock.now())
        self.handoffs.open_within(uow, conversation, "distress", HANDOFF_LEVEL[Level.L4])

    def open_incident(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, kind: str, level: Level
    ) -> Incident:
        """A possible harm of treatment, for staff to close."""
        incident = Incident(
            self.ids.new_id(), conversation.id, message.id, kind, level.value, self.clock.now()
        )
        uow.watch.add_incident(incident)
        return incident

    def _keep(self, uow: UnitOfWork, conversation: Conversation, message: Message, verdict: Verdict) -> None:
        now = self.clock.now()
        for flag in verdict.flags:
            seen = SeenRedFlag(
                id=self.ids.new_id(),
                conversation_id=conversation.id,
                message_id=message.id,
                flag=flag.id,
                level=flag.level.value,
                words=flag.words,
                rule=flag.rule,
                created_at=now,
            )
            uow.watch.add_red_flag(seen)

    def _stop_contact(self, uow: UnitOfWork, conversation: Conversation, verdict: Verdict) -> None:
        is_private = not NO_CONTACT.isdisjoint(flag.id for flag in verdict.flags)
        if is_private or not verdict.contact_allowed:
            uow.conversations.change(conversation.id, no_contact=True)
        if is_private or verdict.level in OVERRIDING:
            uow.jobs.drop(f"{conversation.id}:")  # reminders and the like

    def _audit(self, uow: UnitOfWork, conversation: Conversation, verdict: Verdict) -> None:
        audit.record(
            uow,
            self.clock,
            self.ids,
            actor="system",
            action="raise_alert",
            subject="conversation",
            subject_id=conversation.id,
            level=verdict.level.value,
        )
