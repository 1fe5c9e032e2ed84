"""What patients ask about their own matter here: a question they do not see, answers to delete, a case that
waits, what is left after a no. Known from the record, so the engine is not asked.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from clinic.criteria.health_phrases import HealthPhrases, plain
from clinic.logic.approval import UNDECIDED
from clinic.services import review_address
from clinic.services.cases import Cases
from clinic.services.dialogue import Reply
from clinic.services.disclosure import AFTER_A_POINT
from clinic.services.follow_ups import FollowUp
from clinic.services.handoff import Handoffs
from clinic.services.hearing import Heard
from clinic.services.inbound import Turn
from clinic.services.ports import UnitOfWork
from clinic.services.ports.cases import Case
from clinic.services.ports.conversations import Message
from clinic.services.prescreen import Prescreens
from clinic.services.prescreen.reading import takes_consent_back
from clinic.services.typed_answers import newest_of_ours

QUESTIONS_FORM: Final = "prescreen_form"
UNDER_18: Final = ("utter_disclosure_under_18", "utter_prescreen_under_18", "utter_under_18_why")
LEFT_QUESTIONS: Final = ("utter_prescreen_paused", "utter_prescreen_left")
# After these a bare "how long" asks about the case.
ABOUT_CASE: Final = frozenset(
    {
        "utter_outcome_review",
        "utter_outcome_stopped_expert",
        "utter_booking_under_review",
        "utter_approval_waiting",
        "utter_approval_still_waiting",
        "utter_approval_leave_address",
        "utter_approval_address_noted",
        "utter_approval_phone_noted",
        "utter_approval_answer_passed_on",
    }
)
AFTER_A_STOP: Final = AFTER_A_POINT | {
    "utter_outcome_stopped_left",
    "utter_booking_not_offered",
    "utter_disclosure_what_now",
}
# "Delete my data" may mean more than the answers.
WIDER_THAN_ANSWERS: Final = frozenset({"everything", "data", "info", "information"})
_ADULT: Final = re.compile(r"\b(?:i ?a?m|my age is|turned) (?:now |already |actually )?(?:1[89]|[2-9]\d)\b")


@dataclass(frozen=True)
class OwnMatters:
    prescreens: Prescreens
    cases: Cases
    handoffs: Handoffs
    phrases: HealthPhrases
    country: str  # of a phone number without a country code

    def answer(self, turn: Turn, heard: Heard) -> tuple[Reply, ...]:
        """The answer; none where the message asks something else."""
        if turn.conversation.open_form is not None:
            is_asked = turn.conversation.open_form == QUESTIONS_FORM and not heard.own
            return self.prescreens.explain(turn.conversation.id, turn.message.text) if is_asked else ()
        answers: tuple[Callable[[], tuple[Reply, ...]], ...] = (
            lambda: self._deletes(turn),
            lambda: self._under_18(turn),
            lambda: () if heard.own else self._waits(turn),
            lambda: self._can_be_called(turn),
            lambda: () if heard.own else self._what_now(turn),
        )
        return next((told for answer in answers if (told := answer())), ())

    def goes_on(self, turn: Turn) -> FollowUp | None:
        """Back to the health questions that were left: "where were we"."""
        text = turn.message.text
        if turn.conversation.open_form is not None:
            return None
        is_meant = self.phrases.stands_in("resume", text)
        if not is_meant and not (
            self.phrases.is_whole("resume", text) and self._last(turn) in LEFT_QUESTIONS
        ):
            return None
        with self.prescreens.uows(reads_only=True) as uow:
            newest = uow.prescreens.newest(turn.conversation.id)
        return FollowUp("start_prescreen") if newest and newest.status in ("asking", "left") else None

    def _last(self, turn: Turn) -> str:
        """The name of what was said last; empty when that is long ago. Read only for words that need it."""
        with self.prescreens.uows(reads_only=True) as uow:
            last = newest_of_ours(uow, turn.message, self.prescreens.clock.now())
        return (last.response or "") if last else ""

    def _deletes(self, turn: Turn) -> tuple[Reply, ...]:
        """R-17 outside the questions: delete what no clinician has yet, or say what can be done."""
        text, conversation_id = turn.message.text, turn.conversation.id
        deletes = takes_consent_back(self.phrases, text)
        if not deletes and not self.phrases.match("asks_if_deleted", text):
            return ()
        with self.prescreens.uows(reads_only=True) as uow:
            newest = uow.prescreens.newest(conversation_id)
            has_answers = newest is not None and bool(uow.prescreens.answers(newest.id))
            is_sent = newest is not None and uow.prescreens.has_case(newest.id)
        if newest is not None and newest.status == "withdrawn":
            return (Reply("utter_prescreen_withdrawn_sent" if is_sent else "utter_prescreen_withdrawn"),)
        if not deletes or not has_answers:
            return ()
        told = self.prescreens.withdraw(conversation_id)
        is_wider = not WIDER_THAN_ANSWERS.isdisjoint(plain(text).split())
        return (*told, Reply("utter_privacy")) if is_wider else told

    def _under_18(self, turn: Turn) -> tuple[Reply, ...]:
        """Why not, and "I am 18": no software lifts it (R-19), a person can look."""
        text = turn.message.text
        if turn.conversation.booking_block != "minor":
            return ()
        is_slip = self.phrases.match("change", text) or self.phrases.match("of_age", text)
        if is_slip or _ADULT.search(plain(text)):
            return (Reply("utter_prescreen_bypass"),)
        is_why = self.phrases.match("explain", text) or plain(text).startswith("why ")
        return (Reply("utter_under_18_why"),) if is_why and self._last(turn) in UNDER_18 else ()

    def _waits(self, turn: Turn) -> tuple[Reply, ...]:
        """Where the case stands and by when it is answered."""
        text = turn.message.text
        is_why = self.phrases.is_whole("explain", text) and self._last(turn) in ABOUT_CASE
        is_about = self.phrases.stands_in("waiting", text) or (
            self.phrases.is_whole("waiting", text) and self._last(turn) in ABOUT_CASE
        )
        if not is_why and not is_about:
            return ()
        with self.prescreens.uows(reads_only=True) as uow:
            case = self._open_case(uow, turn)
            if case is None:
                return ()
            why = (Reply("utter_outcome_review"),) if is_why and case.outcome != "A" else ()
            return (*why, *self.cases.where_it_stands(uow, case))

    def _open_case(self, uow: UnitOfWork, turn: Turn) -> Case | None:
        case = next(iter(uow.cases.of(turn.conversation.id)), None)
        return case if case is not None and case.status in UNDECIDED else None

    def _can_be_called(self, turn: Turn) -> tuple[Reply, ...]:
        """A phone number with the wish to be called is kept, and a person is asked for."""
        if not self._wants_call(turn.message) or turn.conversation.booking_block == "minor":
            return ()
        clock, ids = self.prescreens.clock, self.prescreens.ids
        with self.prescreens.uows() as uow:
            noted = review_address.note_phone(uow, clock, ids, turn.conversation, turn.message, self.country)
            uow.commit()
        return (*noted, *self.handoffs.open(turn.conversation.id, "talk_to_human")) if noted else ()

    def _wants_call(self, message: Message) -> bool:
        return "?" not in message.text and self.phrases.match("call_me", message.text)

    def _what_now(self, turn: Turn) -> tuple[Reply, ...]:
        """What is left after a health point that is not booked here."""
        is_asked = self.phrases.match("what_now", turn.message.text) and self._last(turn) in AFTER_A_STOP
        return (Reply("utter_disclosure_what_now"),) if is_asked else ()
