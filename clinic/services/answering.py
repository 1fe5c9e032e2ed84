"""The part of a turn that asks the engine: replies, what was understood, what happens when it fails."""

import logging
from dataclasses import dataclass, replace

from clinic.services import standing, worded_questions
from clinic.services.alarms import OVERRIDING
from clinic.services.circumstances import Circumstances
from clinic.services.classifier_alarms import ClassifierAlarms
from clinic.services.delivery import Delivery
from clinic.services.dialogue import Reply, Understood
from clinic.services.follow_ups import FollowUp, FollowUps
from clinic.services.handoff import Handoffs
from clinic.services.hearing import Heard, hear
from clinic.services.inbound import Turn
from clinic.services.offered_choices import OfferedChoices
from clinic.services.opening_times import OpeningTimes
from clinic.services.person_wishes import PersonWishes
from clinic.services.ports import Engine, EngineFailed, EngineReply, EngineTurn, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Button, Conversation, Message
from clinic.services.said_already import SaidAlready
from clinic.services.second_question import SecondQuestions

log = logging.getLogger(__name__)

FALLBACK = "nlu_fallback"
SILENT = EngineReply((), Understood("", 0.0))
NOT_ASKED = Understood("", 1.0)  # the answer was known without the engine
KEPT_RANKS = 5
IF_IT_HAPPENS = Reply("utter_safety_if_it_happens")
SAFETY_TEXTS = ("utter_safety_", "utter_crisis_")


@dataclass(frozen=True)
class Answering:
    uows: UnitOfWorkFactory
    engine: Engine
    delivery: Delivery
    circumstances: Circumstances
    handoffs: Handoffs
    follow_ups: FollowUps
    offered_choices: OfferedChoices
    opening_times: OpeningTimes
    person_wishes: PersonWishes
    said_already: SaidAlready
    second_questions: SecondQuestions
    alarms: ClassifierAlarms

    def from_engine(self, turn: Turn) -> tuple[Message, ...]:
        """Ask once, outside any transaction; store the replies unless a person took over meanwhile."""
        self.delivery.announce_typing(turn.conversation.id)
        heard = hear(turn.message)
        turn = self.circumstances.settle(_with_danger(turn, heard), heard)
        told = self.circumstances.before(turn, heard)
        answered, problem = (EngineReply(told, NOT_ASKED), "") if told else self._ask(turn, heard)
        with self.uows() as uow:
            current = uow.conversations.get(turn.conversation.id)
            if current is None:  # erased while the engine was thinking
                return ()
            # Before the alarm, which weighs it; whatever becomes of the answer, nothing told is lost.
            self.keep_told(uow, turn.message, heard, answered.understood.label)
            replies = self._replies(uow, turn, heard, current, answered, problem)
            replies = self.said_already.instead(uow, turn, replies)
            self._count_misses(uow, current, answered.understood)
            sent = self._finish(uow, turn, replies, answered.understood)
            uow.commit()
        return sent

    def finish(
        self, uow: UnitOfWork, turn: Turn, replies: tuple[Reply, ...], understood: Understood | None = None
    ) -> tuple[Message, ...]:
        """End a turn with these replies; what the message tells of the patient's health is kept."""
        self.keep_told(uow, turn.message)
        return self._finish(uow, turn, replies, understood)

    def keep_told(
        self, uow: UnitOfWork, message: Message, heard: Heard | None = None, label: str = ""
    ) -> None:
        """Keep what a message tells of the patient's own health, whoever answers it."""
        heard = hear(message) if heard is None else heard
        self.circumstances.disclosures.keep(uow, message, heard, label)

    def _finish(
        self, uow: UnitOfWork, turn: Turn, replies: tuple[Reply, ...], understood: Understood | None = None
    ) -> tuple[Message, ...]:
        """Store the replies, mark the message answered and give the turn back."""
        message = turn.message
        sent = self.send(uow, message, _with_safety_line(turn, replies))
        changes: dict[str, object] = {"state": "answered"}
        if understood is not None and understood.label:
            ranking = understood.ranking[:KEPT_RANKS]
            changes |= {"label": understood.label, "confidence": understood.confidence, "ranking": ranking}
        uow.messages.change(message.id, **changes)
        uow.conversations.release_turn(message.conversation_id, turn.holder)
        return sent

    def send(self, uow: UnitOfWork, message: Message, replies: tuple[Reply, ...]) -> tuple[Message, ...]:
        """Store the replies to a message."""
        return tuple(
            self.delivery.reply(uow, message.conversation_id, reply, reply_to_id=message.id)
            for reply in replies
        )

    def failed(self, uow: UnitOfWork, conversation: Conversation, problem: str) -> tuple[Reply, ...]:
        """What happened, the phone, a person; and staff see it (design.md section 5, step 7)."""
        self.handoffs.open_within(uow, conversation, "engine_failed", "non_urgent")
        return (Reply("utter_engine_slow" if problem == "slow" else "utter_engine_down"),)

    def _ask(self, turn: Turn, heard: Heard) -> tuple[EngineReply, str]:
        button = None
        if turn.message.button_id is not None:
            with self.uows(reads_only=True) as uow:
                button = uow.messages.button_by_id(turn.message.button_id)
        follow_up = self._known(turn, heard, button)
        if follow_up is not None and follow_up.replies:
            return EngineReply(follow_up.replies, Understood(follow_up.label, 1.0)), ""
        intent = follow_up.label if follow_up else button.intent if button else None
        question = EngineTurn(
            conversation_id=turn.conversation.id,
            message_id=turn.message.id,
            text=None if intent else turn.message.text,
            intent=intent,
            form=turn.conversation.open_form,
        )
        try:
            return worded_questions.answered(turn, heard, self.engine.turn(question)), ""
        except EngineFailed as failure:
            log.warning("the engine is %s", failure.problem, extra={"conversation_id": turn.conversation.id})
            return SILENT, failure.problem

    def _known(self, turn: Turn, heard: Heard, button: Button | None) -> FollowUp | None:
        """What the message means by our own rules; None where the engine must read it."""
        chosen = self.offered_choices.resolve(turn, button)
        if chosen is not None or button is not None:
            return chosen
        return (
            self.person_wishes.resolve(turn)
            or self.opening_times.resolve(turn)
            or self.circumstances.matters.goes_on(turn)
            or self.follow_ups.resolve(turn)
            or worded_questions.known_beforehand(turn, heard)
        )

    def _replies(
        self,
        uow: UnitOfWork,
        turn: Turn,
        heard: Heard,
        current: Conversation,
        answered: EngineReply,
        problem: str,
    ) -> tuple[Reply, ...]:
        if current.alert_level in OVERRIDING and _raised_alarm(uow, turn.message):
            return answered.replies or self.failed(uow, current, problem or "broken")
        if current.owner == "staff" or current.alert_level in OVERRIDING:
            log.info("dropped an answer that came too late", extra={"conversation_id": current.id})
            return ()
        if answered.understood is NOT_ASKED:
            return answered.replies
        alarm = self.alarms.respond(uow, current, turn.message, answered.understood.label, heard)
        if alarm:
            return alarm
        if problem or answered.failed_actions or not answered.replies:
            known = self.circumstances.despite_failure(turn, heard, answered)
            return (*known, *self.failed(uow, current, problem or "broken"))
        replies = self.second_questions.beside(answered.understood, answered.replies, turn.message.text)
        replies = self.opening_times.beside(turn.message, replies)
        said = self.circumstances.around(uow, turn, heard, replace(answered, replies=replies))
        return standing.keep_in_sight(uow, current, said)

    def _count_misses(self, uow: UnitOfWork, conversation: Conversation, understood: Understood) -> None:
        missed = understood.label == FALLBACK and conversation.open_form is None
        misses = conversation.misses + 1 if missed else 0
        if misses != conversation.misses:
            uow.conversations.change(conversation.id, misses=misses)


def _with_danger(turn: Turn, heard: Heard) -> Turn:
    """Danger is spoken of too where it is asked whether the treatment brings it."""
    is_asked = heard.signals.asks_of_danger is not None
    return replace(turn, speaks_of_danger=turn.speaks_of_danger or is_asked)


def _with_safety_line(turn: Turn, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Whoever speaks of danger hears first what to do if it happens now, unless more than that is said."""
    is_said = any(reply.response.startswith(SAFETY_TEXTS) for reply in replies)
    return (IF_IT_HAPPENS, *replies) if turn.speaks_of_danger and replies and not is_said else replies


def _raised_alarm(uow: UnitOfWork, message: Message) -> bool:
    """True when an answer in this very message raised it: then what the engine brings is the help itself."""
    return any(flag.message_id == message.id for flag in uow.watch.red_flags(message.conversation_id))
