"""One turn, for every channel: watch, store, wait, see who owns it, ask the engine, answer or fail closed.

The order is the promise (design.md section 5): the watch speaks before anything can fail, no path is silent.
"""

import logging
from dataclasses import dataclass, replace

from clinic.language.watch import RedFlagWatch, WatchResult
from clinic.logic.red_flags import Level
from clinic.services import review_address, standing
from clinic.services.answering import Answering
from clinic.services.cases import Cases
from clinic.services.delivery import Delivery
from clinic.services.dialogue import Reply
from clinic.services.errors import StorageFailed, TurnCrowded
from clinic.services.inbound import Inbound, Inbox, Turn, is_stale
from clinic.services.ports import UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.safety import Safety
from clinic.services.wordless import says_nothing, storable

log = logging.getLogger(__name__)

MAX_CHARACTERS = 2000  # of one text (design.md section 9)


@dataclass(frozen=True)
class TurnResult:
    """The replies to one message. `sequence` is the conversation's newest; 0 when nothing could be stored."""

    owner: str
    sequence: int
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Turns:
    uows: UnitOfWorkFactory
    inbox: Inbox
    watch: RedFlagWatch
    safety: Safety
    cases: Cases
    answering: Answering
    delivery: Delivery
    country: str  # of a phone number without a country code

    def take(self, conversation_id: str, inbound: Inbound) -> TurnResult:
        """Answer one message. The same `client_id` again returns what the first returned.

        Raises ConversationUnknown and ButtonUnknown; everything else ends in words for the patient.
        """
        watched = self.watch.check(inbound.text)
        kept = replace(inbound, text=storable(inbound.text)[:MAX_CHARACTERS])
        try:
            is_urgent = watched.level is not Level.NONE
            message = self.inbox.receive(conversation_id, kept, is_urgent=is_urgent)
            if message.state == "received" and is_urgent:
                self._help(message, watched)
            elif message.state == "received":
                self._wait_and_answer(message, watched, is_too_long=len(inbound.text) > MAX_CHARACTERS)
            return self._result(message)
        except TurnCrowded:
            return self._unstored(conversation_id, watched, "utter_queue_full")
        except StorageFailed:
            log.exception("a turn could not be stored", extra={"conversation_id": conversation_id})
            return self._unstored(conversation_id, watched, "utter_storing_failed")

    def recover(self, message: Message) -> bool:
        """Answer a message whose turn died with its process; the worker calls this. False: not needed."""
        if not is_stale(message, self.delivery.clock.now()):
            return False
        turn = self.inbox.wait_for_turn(message)
        if turn is None:
            return False
        watched = self.watch.check(message.text)
        turn = replace(turn, speaks_of_danger=watched.speaks_of_danger)
        with self.uows() as uow:
            replies = self._first_aid(uow, turn, watched)
            replies = replies or self.answering.failed(uow, turn.conversation, "down")
            sent = self.answering.finish(uow, turn, replies)
            uow.commit()
        self.delivery.announce(message.conversation_id, message, *sent)
        return True

    def _help(self, message: Message, watched: WatchResult) -> None:
        """Answer danger at once: it waits for no earlier turn, and a slow engine cannot hold it up."""
        with self.uows() as uow:
            conversation = uow.conversations.get(message.conversation_id)
            if conversation is None or not uow.messages.claim(message.id):
                return
            self.answering.keep_told(uow, message)  # first: "diabetic, and pus" weighs more than either
            verdict = self.safety.weigh(uow, conversation, message, watched)
            replies = self.safety.respond(uow, conversation, message, verdict)
            sent = self.answering.send(uow, message, replies)
            uow.commit()
        self.delivery.announce(message.conversation_id, message, *sent)
        self._announce_owner(conversation)

    def _wait_and_answer(self, message: Message, watched: WatchResult, *, is_too_long: bool) -> None:
        turn = self.inbox.wait_for_turn(message)
        if turn is not None:
            turn = replace(turn, speaks_of_danger=watched.speaks_of_danger)
            self._answer(turn, watched, is_too_long=is_too_long)

    def _answer(self, turn: Turn, watched: WatchResult, *, is_too_long: bool) -> None:
        with self.uows() as uow:
            replies = self._first_aid(uow, turn, watched)
            if replies is None:
                replies = self._without_engine(uow, turn, is_too_long)
            sent = None if replies is None else self.answering.finish(uow, turn, replies)
            uow.commit()
        if sent is None:
            sent = self.answering.from_engine(turn)
        self.delivery.announce(turn.conversation.id, turn.message, *sent)
        self._announce_owner(turn.conversation)

    def _first_aid(self, uow: UnitOfWork, turn: Turn, watched: WatchResult) -> tuple[Reply, ...] | None:
        verdict = self.safety.weigh(uow, turn.conversation, turn.message, watched)
        if verdict.level is Level.NONE:
            return None
        return self.safety.respond(uow, turn.conversation, turn.message, verdict)

    def _without_engine(self, uow: UnitOfWork, turn: Turn, is_too_long: bool) -> tuple[Reply, ...] | None:
        """The replies that need no understanding; None when the engine must be asked."""
        if turn.conversation.owner == "staff":
            self._answer_to_clinician(uow, turn)  # silently: a person is talking here
            return ()
        if turn.conversation.owner == "closed":
            uow.conversations.swap_owner(turn.conversation.id, expected=("closed",), to="assistant")
        advised = self._advised(uow, turn)
        if standing.stands(turn.conversation):
            again = advised or self.answering.follow_ups.repeated(uow, turn.message)
            return again or (standing.still_here(uow, turn.conversation),)
        if advised:
            return (*advised, *(self._answer_to_clinician(uow, turn) or ()))
        if is_too_long:
            return (Reply("utter_message_too_long"),)
        if turn.message.button_id is None and says_nothing(turn.message.text):
            return (Reply("utter_say_it_in_words"),)
        return self._answer_to_clinician(uow, turn) or self._address_for_answer(uow, turn)

    def _advised(self, uow: UnitOfWork, turn: Turn) -> tuple[Reply, ...]:
        """The answer to words about an alarm that stands: it is over, it got worse, what now."""
        fine_now = self.safety.to_fine_now(uow, turn.conversation, turn.message)
        return fine_now or standing.answer(uow, turn.conversation, turn.message)

    def _address_for_answer(self, uow: UnitOfWork, turn: Turn) -> tuple[Reply, ...] | None:
        """A clinician is to answer: the patient may say where they want to hear of it."""
        clock, ids = self.delivery.clock, self.delivery.ids
        return review_address.take(uow, clock, ids, turn.conversation, turn.message, self.country) or None

    def _answer_to_clinician(self, uow: UnitOfWork, turn: Turn) -> tuple[Reply, ...] | None:
        """A clinician asked something: the patient's next words go to the case."""
        if turn.message.button_id is not None or says_nothing(turn.message.text):
            return None
        return self.cases.take_answer(uow, turn.message) or None

    def _announce_owner(self, before: Conversation) -> None:
        with self.uows(reads_only=True) as uow:
            now = uow.conversations.get(before.id)
        if now is not None and now.owner != before.owner:
            self.delivery.announce_owner(before.id, now.owner)

    def _result(self, message: Message) -> TurnResult:
        with self.uows(reads_only=True) as uow:
            conversation = uow.conversations.get(message.conversation_id)
            replies = uow.messages.replies_to(message.id)
        if conversation is None:
            return TurnResult("closed", 0, replies)
        return TurnResult(conversation.owner, conversation.sequence, replies)

    def _unstored(self, conversation_id: str, watched: WatchResult, response: str) -> TurnResult:
        """Words for the patient although nothing can be stored: emergency advice first."""
        names = [watched.response, response] if watched.response else [response]
        messages = tuple(self.delivery.unstored(conversation_id, Reply(name)) for name in names)
        return TurnResult("assistant", 0, messages)
