"""What happens when the watch fires: fixed texts at once, the alarm, and the questions of a reaction."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from clinic.language.watch import WatchResult
from clinic.logic.red_flags import KnownFacts, Level, Verdict
from clinic.services.alarms import OVERRIDING, Alarms
from clinic.services.dialogue import Reply
from clinic.services.ports import Clock, UnitOfWork
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.reaction import Reactions

CLUSTER_DAYS: Final = 30  # two incidents within this time raise an alarm (clinical.md H38)
SURE: Final = ("present", "uncertain")
FINE_NOW: Final = {  # what is said to "I am fine now" while an alert stands; the alert stays
    Level.L1: "utter_safety_ok_now",
    Level.L2: "utter_safety_ok_now",
    Level.L4: "utter_crisis_ok_now",
}


@dataclass(frozen=True)
class Safety:
    alarms: Alarms
    reactions: Reactions

    def weigh(self, uow: UnitOfWork, conversation: Conversation, watched: WatchResult) -> Verdict:
        """The findings of one message together with what the conversation has told us."""
        known = uow.watch.findings(conversation.id)
        concepts = frozenset(finding.concept for finding in known if finding.assertion in SURE)
        days = self.reactions.days_since_session(uow, conversation.id)
        return watched.verdict(
            KnownFacts(days_since_last_session=days, findings=concepts, is_minor="minor_age" in concepts)
        )

    def respond(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, verdict: Verdict
    ) -> tuple[Reply, ...]:
        """Record what fired and return the fixed texts. Same transaction as the message."""
        repeated = self.stands(conversation) and verdict.level in OVERRIDING
        is_told = self.reactions.has_advised(uow, conversation.id, verdict)
        self.alarms.raise_within(uow, conversation, message, verdict)
        going_on = self.reactions.after_alarm(uow, conversation, message, verdict)
        advice = Reply(verdict.response or "utter_safety_l1")
        if repeated:
            return (advice, Reply("utter_safety_still_here"))
        if is_told and going_on:
            return going_on
        return (advice, *(going_on or (Reply("utter_safety_person_alerted"),)))

    def stands(self, conversation: Conversation) -> bool:
        """True while an emergency or crisis has not been lifted by staff."""
        return conversation.alert_level in OVERRIDING

    def to_fine_now(self, conversation: Conversation, message: Message) -> tuple[Reply, ...]:
        """What is still advised to somebody who had an alarm and says that it is over; nothing otherwise."""
        response = FINE_NOW.get(Level(conversation.alert_level or "none"))
        if response is None or message.button_id is not None:
            return ()
        return (Reply(response),) if self.reactions.reader.says_fine_now(message.text) else ()


def is_cluster(uow: UnitOfWork, clock: Clock) -> bool:
    """Adverse events in two conversations within 30 days: somebody must look at the batch."""
    since = clock.now() - timedelta(days=CLUSTER_DAYS)
    return len({incident.conversation_id for incident in uow.watch.incidents(since=since)}) >= 2
