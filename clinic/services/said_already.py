"""An answer that stands just above is not given again word for word: it is all there is."""

from dataclasses import dataclass
from typing import Final

from clinic.criteria.follow_ups import REPEAT
from clinic.language.follow_ups import read_follow_up
from clinic.services.dialogue import Reply
from clinic.services.follow_ups import SAID_ALREADY, FollowUps
from clinic.services.inbound import Turn
from clinic.services.ports import UnitOfWork

ANSWER: Final = "utter_faq/"
# Safety texts and questions of ours are no such answers: they may be said as often as they are due.
ALSO_ANSWERS: Final = frozenset({"utter_privacy", "utter_consultation"})
LOOKED_UP: Final = "utter_faq/contraindications"  # a list: each condition asked about is looked up in it


@dataclass(frozen=True)
class SaidAlready:
    follow_ups: FollowUps

    def instead(self, uow: UnitOfWork, turn: Turn, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
        """The replies, where an answer stood just above: that it is all there is, and what lies near it.

        Whoever presses a button or asks to hear it again wants the very words.
        """
        answers = {reply.response for reply in replies if _is_answer(reply)}
        if not answers or turn.message.button_id is not None or read_follow_up(turn.message.text) == REPEAT:
            return replies
        again = answers & self.follow_ups.said_just_now(uow, turn.message)
        told: dict[str, Reply] = {}
        for reply in replies:
            said = self._all_there_is(reply.response) if reply.response in again else reply
            told.setdefault(said.response, said)
        return tuple(told.values())

    def _all_there_is(self, response: str) -> Reply:
        return Reply(SAID_ALREADY, choices=self.follow_ups.near(response.removeprefix("utter_")))


def _is_answer(reply: Reply) -> bool:
    if reply.response == LOOKED_UP:
        return False
    return reply.response.startswith(ANSWER) or reply.response in ALSO_ANSWERS
