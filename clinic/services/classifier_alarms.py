"""An emergency or a crisis that only the classifier saw.

An emergency, and a crisis of a child, raise the alarm that the watch raises. Alone, the classifier cannot
tell a crisis from fear or sadness: it brings help lines and a person at once, and locks nothing
(docs/adr/0010-a-crisis-needs-the-watch.md).
"""

from dataclasses import dataclass, replace
from typing import Final

from clinic.language.watch import RedFlagWatch
from clinic.logic.red_flags import KnownFacts, Level, RedFlag, judge
from clinic.services import standing
from clinic.services.circumstances import DISTRESS
from clinic.services.dialogue import Reply
from clinic.services.distress import HELP_LINES, is_slowed_down
from clinic.services.hearing import Heard
from clinic.services.ports import UnitOfWork
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.safety import Safety

RULE: Final = "classifier"  # shown to staff as what fired
LONGEST_WORDS: Final = 200
CRISIS: Final = "crisis"
FLAGS: Final = {
    "emergency": RedFlag("RF-21", Level.L1, "", RULE, "utter_safety_l1"),
    # Violence stands under this label too: the flag lets nothing reach a phone that somebody else may read.
    CRISIS: RedFlag("RF-17", Level.L4, "", RULE, "utter_crisis_self_harm"),
}


@dataclass(frozen=True)
class ClassifierAlarms:
    safety: Safety
    watch: RedFlagWatch

    def respond(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, label: str, heard: Heard
    ) -> tuple[Reply, ...]:
        """Raise the alarm and return the fixed texts, in the caller's transaction; none for other labels."""
        flag = FLAGS.get(label)
        if flag is None:
            return ()
        if label == CRISIS and heard.signals.distress is not None:
            # The watch read the same words and saw no danger: this text names the crisis line as well.
            return (DISTRESS,)
        known = uow.watch.findings(conversation.id)
        facts = KnownFacts(is_minor=any(seen.concept == "minor_age" for seen in known))
        if label == CRISIS and not facts.is_minor and self.watch.has_both_detectors:
            return self._comfort(uow, conversation)
        verdict = judge((replace(flag, words=message.text[:LONGEST_WORDS]),), facts)
        return self.safety.respond(uow, conversation, message, verdict)

    def _comfort(self, uow: UnitOfWork, conversation: Conversation) -> tuple[Reply, ...]:
        """Help lines first and a person at once, as in a crisis; nothing is taken from the patient."""
        is_again = is_slowed_down(uow, conversation)
        self.safety.alarms.call_for_distress(uow, conversation)
        first = standing.not_alone(uow, conversation) if is_again else Reply(HELP_LINES)
        return (first, Reply("utter_safety_person_alerted"))
