"""What happens when the watch fires: fixed texts at once, the alarm, and the questions of a reaction."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from clinic.language.signals import signals
from clinic.language.watch import WatchResult
from clinic.logic.red_flags import (
    CHILD_FLAG,
    CHILD_IN_CRISIS,
    OF_A_PERSON,
    KnownFacts,
    Level,
    RedFlag,
    Verdict,
    judge,
)
from clinic.services import standing
from clinic.services.alarms import OVERRIDING, Alarms
from clinic.services.dialogue import Reply
from clinic.services.ports import Clock, UnitOfWork
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.reaction import Reactions

CLUSTER_DAYS: Final = 30  # two incidents within this time raise an alarm (clinical.md H38)
SURE: Final = ("present", "uncertain")
MESSAGES_BACK: Final = 60  # within which it was said whose child it is about
FINE_NOW: Final = {  # what is said to "I am fine now" while an alert stands; the alert stays
    Level.L1: "utter_safety_ok_now",
    Level.L2: "utter_safety_ok_now",
}
JOKING: Final = Reply("utter_safety_joking")


@dataclass(frozen=True)
class Safety:
    alarms: Alarms
    reactions: Reactions

    def weigh(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, watched: WatchResult
    ) -> Verdict:
        """The findings of one message together with what the conversation has told us."""
        known = uow.watch.findings(conversation.id)
        concepts = frozenset(finding.concept for finding in known if finding.assertion in SURE)
        facts = KnownFacts(
            days_since_last_session=self.reactions.days_since_session(uow, conversation.id),
            findings=concepts,
            is_minor="minor_age" in concepts or signals(message.text).minor is not None,
        )
        if facts.is_minor:
            facts = replace(facts, is_about_child=_is_about_child(uow, message))
        told = watched.verdict(facts)
        return told if told.level is not Level.NONE else _of_a_child(uow, conversation, facts)

    def respond(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, verdict: Verdict
    ) -> tuple[Reply, ...]:
        """Record what fired and return the fixed texts. Same transaction as the message."""
        is_told = self.reactions.has_advised(uow, conversation.id, verdict)
        self.alarms.raise_within(uow, conversation, message, verdict)
        going_on = self.reactions.after_alarm(uow, conversation, message, verdict)
        fixed = Reply(verdict.response or "utter_safety_l1")
        if standing.level_of(conversation).rank >= Level.L2.rank:
            again = self._beside_standing(uow, conversation, message, verdict, fixed)
            if again:
                return again
        if is_told and going_on:
            return going_on
        return (fixed, *(going_on or (Reply("utter_safety_person_alerted"),)))

    def _beside_standing(
        self,
        uow: UnitOfWork,
        conversation: Conversation,
        message: Message,
        verdict: Verdict,
        fixed: Reply,
    ) -> tuple[Reply, ...]:
        """What is said of a danger while an urgent one stands: never a milder text than that one's.

        None where the new danger is graver, or as urgent: then its own text speaks as ever.
        """
        if not standing.stands(conversation):
            if verdict.level.rank >= Level.L2.rank:
                return ()
            is_worse = signals(message.text).gets_worse is not None
            return standing.advice(uow, conversation, is_worse=is_worse)
        if verdict.level in OVERRIDING:
            return (fixed, standing.still_here(uow, conversation))
        if standing.level_of(conversation) is Level.L1:
            return standing.advice(uow, conversation)
        return (standing.still_here(uow, conversation), fixed)  # a crisis line does not look at a wound

    def to_fine_now(self, uow: UnitOfWork, conversation: Conversation, message: Message) -> tuple[Reply, ...]:
        """What is still advised to somebody who had an alarm and says that it is over, or was a joke."""
        level, reader = standing.level_of(conversation), self.reactions.reader
        is_joke = reader.says_joking(message.text)
        if message.button_id is not None or not (is_joke or reader.says_fine_now(message.text)):
            return ()
        if level is Level.L4:
            line = standing.still_here(uow, conversation)
            return (line if line.response != standing.STILL_HERE else Reply("utter_crisis_ok_now"),)
        if level not in FINE_NOW:
            return ()
        return (JOKING if is_joke else Reply(FINE_NOW[level]),)


def _of_a_child(uow: UnitOfWork, conversation: Conversation, facts: KnownFacts) -> Verdict:
    """The age came after the crisis: "my daughter wants to die", then "she is 14" (RF-19)."""
    if not facts.is_minor or standing.level_of(conversation) is not Level.L4:
        return Verdict()
    seen = uow.watch.red_flags(conversation.id)
    if any(flag.flag == CHILD_FLAG for flag in seen):
        return Verdict()
    crises = [flag for flag in seen if flag.flag in OF_A_PERSON]
    return judge(
        (
            RedFlag(flag.flag, Level(flag.level), flag.words, flag.rule, CHILD_IN_CRISIS)
            for flag in crises[-1:]
        ),
        facts,
    )


def _is_about_child(uow: UnitOfWork, message: Message) -> bool:
    """Whether the patient has spoken of a child of theirs, now or a little before."""
    recent = uow.messages.after(message.conversation_id, message.sequence - MESSAGES_BACK)
    said = [earlier.text for earlier in recent if earlier.sender == "patient"]
    return any(signals(text).own_child is not None for text in (message.text, *said))


def is_cluster(uow: UnitOfWork, clock: Clock) -> bool:
    """Adverse events in two conversations within 30 days: somebody must look at the batch."""
    since = clock.now() - timedelta(days=CLUSTER_DAYS)
    return len({incident.conversation_id for incident in uow.watch.incidents(since=since)}) >= 2
