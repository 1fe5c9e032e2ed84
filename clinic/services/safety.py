"""What happens when the watch fires: fixed texts at once, booking blocked, staff alerted, forms closed."""

from dataclasses import dataclass
from datetime import timedelta

from clinic.language.watch import WatchResult
from clinic.logic.red_flags import KnownFacts, Level, Verdict
from clinic.services import audit
from clinic.services.dialogue import Reply
from clinic.services.handoff import Handoffs
from clinic.services.ports import Clock, Ids, UnitOfWork
from clinic.services.ports.conversations import Conversation, Incident, Message, SeenRedFlag

OVERRIDING = (Level.L1, Level.L4)  # then nothing but help is said until staff lift it (clinical.md 4.3, 4)
CLUSTER_DAYS = 30  # two incidents within this time raise an alarm (clinical.md H38)
HANDOFF_LEVEL = {
    Level.L1: "emergency",
    Level.L2: "urgent",
    Level.L3: "non_urgent",
    Level.L4: "crisis",
}
SURE = ("present", "uncertain")


@dataclass(frozen=True)
class Safety:
    clock: Clock
    ids: Ids
    handoffs: Handoffs

    def weigh(self, uow: UnitOfWork, conversation: Conversation, watched: WatchResult) -> Verdict:
        """The findings of one message together with what the conversation has told us."""
        known = uow.watch.findings(conversation.id)
        concepts = frozenset(finding.concept for finding in known if finding.assertion in SURE)
        return watched.verdict(KnownFacts(findings=concepts, is_minor="minor_age" in concepts))

    def respond(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, verdict: Verdict
    ) -> tuple[Reply, ...]:
        """Record what fired and return the fixed texts. Same transaction as the message."""
        repeated = self.stands(conversation) and verdict.level in OVERRIDING
        self._keep(uow, conversation, message, verdict)
        self._block(uow, conversation, verdict)
        if verdict.opens_incident:
            self._open_incident(uow, conversation, message, verdict)
        self.handoffs.open_within(uow, conversation, "red_flag", HANDOFF_LEVEL[verdict.level])
        advice = Reply(verdict.response or "utter_safety_l1")
        return (advice, Reply("utter_safety_still_here" if repeated else "utter_safety_person_alerted"))

    def stands(self, conversation: Conversation) -> bool:
        """True while an emergency or crisis has not been lifted by staff."""
        return conversation.alert_level in OVERRIDING

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

    def _block(self, uow: UnitOfWork, conversation: Conversation, verdict: Verdict) -> None:
        changes: dict[str, object] = {}
        if verdict.level.rank > Level(conversation.alert_level or "none").rank:
            changes["alert_level"] = verdict.level.value
        if verdict.blocks_booking:
            changes |= {"booking_block": "red_flag", "open_form": None}
            uow.bookings.let_go(conversation.id, self.clock.now())
        if not verdict.contact_allowed:
            changes["no_contact"] = True
            uow.jobs.drop(
                f"{conversation.id}:"
            )  # nothing goes to a phone or mailbox that somebody else may read
        uow.conversations.change(conversation.id, **changes)
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

    def _open_incident(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, verdict: Verdict
    ) -> None:
        kind = verdict.flags[0].id
        level = verdict.level.value
        uow.watch.add_incident(
            Incident(self.ids.new_id(), conversation.id, message.id, kind, level, self.clock.now())
        )


def is_cluster(uow: UnitOfWork, clock: Clock) -> bool:
    """Adverse events in two conversations within 30 days: somebody must look at the batch."""
    since = clock.now() - timedelta(days=CLUSTER_DAYS)
    return len({incident.conversation_id for incident in uow.watch.incidents(since=since)}) >= 2
