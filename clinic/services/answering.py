"""The part of a turn that asks the engine: replies, what was understood, what happens when it fails."""

import logging
from dataclasses import dataclass

from clinic.services.delivery import Delivery
from clinic.services.dialogue import Reply, Understood
from clinic.services.disclosure import Disclosures
from clinic.services.handoff import Handoffs
from clinic.services.inbound import Turn
from clinic.services.ports import Engine, EngineFailed, EngineReply, EngineTurn, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.safety import OVERRIDING

log = logging.getLogger(__name__)

FALLBACK = "nlu_fallback"
SILENT = EngineReply((), Understood("", 0.0))
KEPT_RANKS = 5


@dataclass(frozen=True)
class Answering:
    uows: UnitOfWorkFactory
    engine: Engine
    delivery: Delivery
    disclosures: Disclosures
    handoffs: Handoffs

    def from_engine(self, turn: Turn) -> tuple[Message, ...]:
        """Ask once, outside any transaction; store the replies unless a person took over meanwhile."""
        self.delivery.announce_typing(turn.conversation.id)
        answered, problem = self._ask(turn)
        with self.uows() as uow:
            current = uow.conversations.get(turn.conversation.id)
            if current is None:  # erased while the engine was thinking
                return ()
            replies = self._replies(uow, turn, current, answered, problem)
            self._count_misses(uow, current, answered.understood)
            sent = self.finish(uow, turn, replies, answered.understood)
            uow.commit()
        return sent

    def finish(
        self, uow: UnitOfWork, turn: Turn, replies: tuple[Reply, ...], understood: Understood | None = None
    ) -> tuple[Message, ...]:
        """Store the replies, mark the message answered and give the turn back."""
        message = turn.message
        sent = self.send(uow, message, replies)
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

    def _ask(self, turn: Turn) -> tuple[EngineReply, str]:
        button = None
        if turn.message.button_id is not None:
            with self.uows(reads_only=True) as uow:
                button = uow.messages.button_by_id(turn.message.button_id)
        question = EngineTurn(
            conversation_id=turn.conversation.id,
            message_id=turn.message.id,
            text=None if button else turn.message.text,
            intent=button.intent if button else None,
            form=turn.conversation.open_form,
        )
        try:
            return self.engine.turn(question), ""
        except EngineFailed as failure:
            log.warning("the engine is %s", failure.problem, extra={"conversation_id": turn.conversation.id})
            return SILENT, failure.problem

    def _replies(
        self,
        uow: UnitOfWork,
        turn: Turn,
        current: Conversation,
        answered: EngineReply,
        problem: str,
    ) -> tuple[Reply, ...]:
        if current.owner == "staff" or current.alert_level in OVERRIDING:
            log.info("dropped an answer that came too late", extra={"conversation_id": current.id})
            return ()
        if problem or answered.failed_actions or not answered.replies:
            return (*answered.replies, *self.failed(uow, current, problem or "broken"))
        found = self.disclosures.keep(uow, current, turn.message)
        return self.disclosures.around(turn.conversation, found, answered)

    def _count_misses(self, uow: UnitOfWork, conversation: Conversation, understood: Understood) -> None:
        missed = understood.label == FALLBACK and conversation.open_form is None
        misses = conversation.misses + 1 if missed else 0
        if misses != conversation.misses:
            uow.conversations.change(conversation.id, misses=misses)
