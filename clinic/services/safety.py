"""What happens when the watch fires: fixed texts at once, booking blocked, staff alerted, forms closed."""

from dataclasses import dataclass, replace
from datetime import timedelta

from clinic.language.watch import WatchResult
from clinic.services import audit
from clinic.services.dialogue import Reply
from clinic.services.handoff import Handoffs
from clinic.services.ports import Clock, Ids, UnitOfWork
from clinic.services.ports.conversations import Conversation, Incident, Message, SeenRedFlag

OVERRIDING = (
    "L1",
    "L4",
)  # after these nothing but help is said until staff lift the alert (clinical.md 4.3, 4)
BLOCKING = ("L1", "L2", "L4")
ADVERSE_EVENTS = ("RF-07", "RF-08", "RF-09", "RF-10")  # each opens an incident (clinical.md H38)
CLUSTER_DAYS = 30  # two incidents within this time raise an alarm (clinical.md H38)
HANDOFF_LEVEL = {"L1": "emergency", "L2": "urgent", "L3": "non_urgent", "L4": "crisis"}
SEVERITY = {None: 0, "L3": 1, "L2": 2, "L4": 3, "L1": 4}


@dataclass(frozen=True)
class Safety:
    clock: Clock
    ids: Ids
    handoffs: Handoffs

    def respond(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, result: WatchResult
    ) -> tuple[Reply, ...]:
        """Record what fired and return the fixed texts, the worst first. Same transaction as the message."""
        self._keep(uow, conversation, message, result)
        again = SEVERITY[conversation.alert_level] >= SEVERITY[result.level] > 0
        self._block(uow, conversation, result)
        self._open_incidents(uow, conversation, message, result)
        self.handoffs.open_within(
            uow,
            replace(conversation, booking_block="red_flag"),
            "red_flag",
            HANDOFF_LEVEL[result.level or "L3"],
        )
        advice = Reply(result.response or "utter_safety_l1")
        if result.level in OVERRIDING and again:
            return (advice, Reply("utter_safety_still_here"))
        return (advice, Reply("utter_safety_person_alerted"))

    def stands(self, conversation: Conversation) -> bool:
        """True while an emergency or crisis has not been lifted by staff."""
        return conversation.alert_level in OVERRIDING

    def _keep(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, result: WatchResult
    ) -> None:
        now = self.clock.now()
        for hit in result.hits:
            uow.watch.add_red_flag(
                SeenRedFlag(
                    self.ids.new_id(),
                    conversation.id,
                    message.id,
                    hit.id,
                    hit.level,
                    hit.words[:500],
                    hit.rule[:120],
                    now,
                )
            )

    def _block(self, uow: UnitOfWork, conversation: Conversation, result: WatchResult) -> None:
        changes: dict[str, object] = {}
        if SEVERITY[result.level] > SEVERITY[conversation.alert_level]:
            changes["alert_level"] = result.level
        if result.level in BLOCKING:
            changes |= {"booking_block": "red_flag", "open_form": None}
        if changes:
            uow.conversations.change(conversation.id, **changes)
        audit.record(
            uow,
            self.clock,
            self.ids,
            actor="system",
            action="raise_alert",
            subject="conversation",
            subject_id=conversation.id,
            level=result.level,
        )

    def _open_incidents(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, result: WatchResult
    ) -> None:
        kinds = sorted({hit.id for hit in result.hits if hit.id in ADVERSE_EVENTS})
        for kind in kinds:
            uow.watch.add_incident(
                Incident(
                    self.ids.new_id(),
                    conversation.id,
                    message.id,
                    kind,
                    result.level or "L3",
                    self.clock.now(),
                )
            )


def is_cluster(uow: UnitOfWork, clock: Clock) -> bool:
    """Two adverse events of different conversations within 30 days: somebody must look at the batch."""
    since = clock.now() - timedelta(days=CLUSTER_DAYS)
    return len({incident.conversation_id for incident in uow.watch.incidents(since=since)}) >= 2
