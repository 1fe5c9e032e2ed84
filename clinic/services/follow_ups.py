"""Follow-ups: short messages answered from what was talked about last, by readable rules, or asked back.

What cannot be told for sure is left to the engine. Nothing here writes, but the open form asking again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from clinic.criteria.follow_ups import MORE, NO_PERSON, PERSON, REPEAT, UNDO, WHY, FollowUpRules
from clinic.criteria.responses import ResponseCatalogue, ShownSource
from clinic.language.follow_ups import read_follow_up
from clinic.logic.when import write_day
from clinic.services.clarification import Clarifications
from clinic.services.dialogue import Choice, Reply
from clinic.services.disclosure import FALLBACK, speaks_of_own_health
from clinic.services.inbound import Turn
from clinic.services.ports import Clock, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Message

REMEMBERED = timedelta(hours=1)
TURNS_BACK = 3  # how far small talk may lie between a topic and what follows it
MESSAGES_BACK = 24  # these turns with their replies
SMALL_TALK = frozenset({"greet", "thanks", "affirm", "deny", "unsure", "bot_challenge"})
ASKED_BACK = frozenset({"utter_clarify", "utter_clarify_person", "utter_english_only"})
# Nor does our question whether to note what was told, and the answer to it.
PASSED_OVER = ASKED_BACK | {
    "utter_clarify_other_words",
    "utter_disclosure_noted",
    "utter_disclosure_not_noted",
}
OF_PERSONS = frozenset({PERSON, NO_PERSON, UNDO})  # clinic.services.person_wishes takes them
OTHER_MATTER = "other_matter"  # something was talked about that no rule may build on
GREETING = "utter_greet"
# What was said about a failure is no longer true when it is said again.
NEVER_AGAIN = frozenset({"utter_engine_down", "utter_engine_slow"})
SAID_ALREADY = "utter_follow_up_said_already"
QUOTING = "utter_follow_up_again"


@dataclass(frozen=True)
class FollowUp:
    """The label that the message is about, and its replies; none: the engine answers that label."""

    label: str
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True)
class Past:
    """What stands before a message. `label` is None when nothing was talked about."""

    label: str | None
    is_alarming: bool = False


@dataclass(frozen=True)
class FollowUps:
    uows: UnitOfWorkFactory
    clock: Clock
    rules: FollowUpRules
    catalogue: ResponseCatalogue
    clarifications: Clarifications
    forms: Mapping[str, Callable[[str], tuple[Reply, ...]]]  # form → asks its open question again

    def resolve(self, turn: Turn) -> FollowUp | None:
        """What a typed message is to what was said before; None: it stands by itself."""
        kind = read_follow_up(turn.message.text)
        if kind is None or kind in OF_PERSONS or speaks_of_own_health(turn.message.text):
            return None
        if kind == REPEAT:
            return self._repeat(turn)
        if turn.conversation.open_form is not None:
            return None
        with self.uows(reads_only=True) as uow:
            past = self._past(uow, turn.message, over_misses=self.rules.reaches_over_misses(kind))
        if past.is_alarming:
            return None
        if kind in (MORE, WHY) and past.label == FALLBACK:  # of what was not understood there is no more
            person = Choice(self.clarifications.titles["talk_to_human"], "talk_to_human")
            return FollowUp("", (Reply("utter_clarify_other_words", choices=(person,)),))
        if kind == MORE:
            return self._more(turn.message, past.label)
        return self._decided(kind, past.label)

    def repeated(self, uow: UnitOfWork, message: Message) -> tuple[Reply, ...]:
        """What was said last, when the message asks to hear it again; nothing otherwise."""
        return self.said_before(uow, message) if read_follow_up(message.text) == REPEAT else ()

    def said_before(self, uow: UnitOfWork, message: Message) -> tuple[Reply, ...]:
        """The last thing said before a message, rendered anew; nothing when a person said it, or long ago."""
        before = self._before(uow, message)
        asked = max((earlier.sequence for earlier in before if earlier.sender == "patient"), default=0)
        said = [earlier for earlier in before if earlier.sequence > asked]
        together = [earlier for earlier in said if earlier.reply_to_id == said[-1].reply_to_id]
        if not all(self._can_be_said_again(earlier) for earlier in together):
            return ()
        return tuple(self._again(earlier) for earlier in together)

    def _repeat(self, turn: Turn) -> FollowUp | None:
        with self.uows(reads_only=True) as uow:
            replies, past = self.said_before(uow, turn.message), self._past(uow, turn.message)
        form = turn.conversation.open_form
        if replies and form is not None:
            replies, past = self.forms[form](turn.conversation.id), Past(None)
        topic = past.label if past.label in self.rules.related else None
        return FollowUp(topic or "", replies) if replies else None

    def _more(self, message: Message, label: str | None) -> FollowUp | None:
        """Where the answer comes from, and what lies near it."""
        if label not in self.rules.related:
            return FollowUp("", (Reply("utter_nothing_pending"),))
        answer = self.catalogue.text(f"utter_{label}", {}, self.clock.now().date(), message.id)
        if not answer.sources:  # withheld: the engine says so again
            return FollowUp(label)
        reply = Reply("utter_follow_up_more", _named(answer.sources), self.near(label))
        return FollowUp(label, (reply,))

    def _decided(self, kind: str, label: str | None) -> FollowUp | None:
        decision = self.rules.decide(kind, label)
        if decision.answer is not None:
            return FollowUp(decision.answer)
        if decision.ask:
            return FollowUp("", self.clarifications.between(decision.ask))
        return self._no_reason(label) if kind == WHY else None

    def _no_reason(self, label: str | None) -> FollowUp | None:
        if label is None:
            return None
        if label not in self.rules.related:
            return FollowUp("", (Reply("utter_follow_up_no_reason"),))
        return FollowUp(label, (Reply("utter_follow_up_no_reason", choices=self.near(label)),))

    def near(self, label: str) -> tuple[Choice, ...]:
        """What lies near a topic, and a person; a person alone where nothing does."""
        labels = (*self.rules.related.get(label, ()), "talk_to_human")
        return tuple(Choice(self.clarifications.titles[near], near) for near in labels)

    def _can_be_said_again(self, message: Message) -> bool:
        """Staff write without a name; a text may have been renamed since."""
        return message.response in self.catalogue.responses and message.response not in NEVER_AGAIN

    def _again(self, message: Message) -> Reply:
        """A text that held values of its moment is quoted: they are not kept apart from it."""
        name = message.response or ""
        choices = tuple(Choice(button.title, button.intent, button.data) for button in message.buttons)
        if not self.catalogue.responses[name][0].metadata.values:
            return Reply(name, choices=choices)
        opening = self.catalogue.responses[QUOTING][0].text.partition("[[")[0]  # quoted once, however often
        return Reply(QUOTING, {"words": message.text.removeprefix(opening)}, choices)

    def said_just_now(self, uow: UnitOfWork, message: Message) -> frozenset[str]:
        """What the newest answer said; small talk, and having said that it is all, lie within it."""
        before, said = self._before(uow, message), set[str]()
        for earlier in reversed([earlier for earlier in before if earlier.sender == "patient"]):
            names = {reply.response or "" for reply in before if reply.reply_to_id == earlier.id}
            said |= names
            if earlier.label not in SMALL_TALK and SAID_ALREADY not in names:
                break
        return frozenset(said)

    def _past(self, uow: UnitOfWork, message: Message, *, over_misses: bool = False) -> Past:
        """The last label that counts, looking back over small talk, and over what was not understood."""
        before, turns = self._before(uow, message), 0
        for earlier in reversed(before):
            if earlier.sender == "patient":
                replies = [reply for reply in before if reply.reply_to_id == earlier.id]
                if any(reply.level != "none" for reply in replies):
                    return Past(OTHER_MATTER, is_alarming=True)
                is_miss = earlier.label == FALLBACK and over_misses
                if not (is_miss or _is_passed_over(earlier, replies)):
                    return Past(earlier.label or OTHER_MATTER)
                turns += 1
            elif earlier.reply_to_id is None and earlier.response != GREETING:
                return Past(OTHER_MATTER)  # staff wrote, or something was told unasked
            if turns == TURNS_BACK:
                break
        return Past(None)

    def _before(self, uow: UnitOfWork, message: Message) -> tuple[Message, ...]:
        """What was said within the hour, without what the patient wrote since and we have not come to."""
        since = self.clock.now() - REMEMBERED
        return tuple(
            other
            for other in uow.messages.after(message.conversation_id, message.sequence - MESSAGES_BACK)
            if other.created_at >= since and (other.sender != "patient" or other.sequence < message.sequence)
        )


def _is_passed_over(message: Message, replies: Iterable[Message]) -> bool:
    """Small talk, or what we asked back about: the topic before it still stands."""
    if message.label is not None:
        return message.label in SMALL_TALK
    names = {reply.response for reply in replies}
    return bool(names) and names <= PASSED_OVER


def _named(sources: Iterable[ShownSource]) -> dict[str, str]:
    listed = tuple(sources)
    checked = min(source.checked_on for source in listed)
    titles = "; ".join(source.title for source in listed)
    return {"sources": titles, "checked_on": f"{write_day(checked)} {checked.year}"}
