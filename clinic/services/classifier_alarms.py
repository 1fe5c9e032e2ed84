"""An emergency or a crisis that only the classifier saw: the same alarm as the watch raises."""

from dataclasses import dataclass, replace
from typing import Final

from clinic.logic.red_flags import KnownFacts, Level, RedFlag, judge
from clinic.services.circumstances import DISTRESS
from clinic.services.dialogue import Reply
from clinic.services.hearing import Heard
from clinic.services.ports import UnitOfWork
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.safety import Safety

RULE: Final = "classifier"  # shown to staff as what fired
LONGEST_WORDS: Final = 200
FLAGS: Final = {
    "emergency": RedFlag("RF-21", Level.L1, "", RULE, "utter_safety_l1"),
    # Violence stands under this label too: the flag lets nothing reach a phone that somebody else may read.
    "crisis": RedFlag("RF-17", Level.L4, "", RULE, "utter_crisis_self_harm"),
}


@dataclass(frozen=True)
class ClassifierAlarms:
    safety: Safety

    def respond(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, label: str, heard: Heard
    ) -> tuple[Reply, ...]:
        """Raise the alarm and return the fixed texts, in the caller's transaction; none for other labels."""
        flag = FLAGS.get(label)
        if flag is None:
            return ()
        if label == "crisis" and heard.signals.distress is not None:
            # The watch read the same words and saw no danger: this text names the crisis line as well.
            return (DISTRESS,)
        known = uow.watch.findings(conversation.id)
        facts = KnownFacts(is_minor=any(seen.concept == "minor_age" for seen in known))
        verdict = judge((replace(flag, words=message.text[:LONGEST_WORDS]),), facts)
        return self.safety.respond(uow, conversation, message, verdict)
