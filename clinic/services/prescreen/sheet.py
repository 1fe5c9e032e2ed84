"""One patient's answers as they stand: the record, the decision on it, and what is open now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from clinic.criteria.health_questions import HealthQuestion, HealthQuestions
from clinic.logic.screening import Answer, Decision, Facts, GivenBy, assess
from clinic.services.ports.conversations import Conversation
from clinic.services.ports.prescreens import Prescreen, PrescreenAnswer
from clinic.services.prescreen.known import Known
from clinic.services.prescreen.pending import Pending


@dataclass(frozen=True)
class Sheet:
    conversation: Conversation
    prescreen: Prescreen
    answers: tuple[PrescreenAnswer, ...]
    content: HealthQuestions

    @cached_property
    def known(self) -> Known:
        return Known.load(self.prescreen.facts)

    @cached_property
    def facts(self) -> Facts:
        return self.known.facts(goes_on=self.prescreen.goes_on)

    @cached_property
    def decision(self) -> Decision:
        return assess(self.content.rules, history_of(self.answers), self.facts)

    @cached_property
    def pending(self) -> Pending | None:
        return Pending.load(self.prescreen.pending)

    @cached_property
    def open_question(self) -> HealthQuestion | None:
        """The question that an answer typed now would answer."""
        asked = (
            self.pending.question if self.pending and self.pending.question else self.decision.next_question
        )
        return self.content.question(asked) if asked else None

    @cached_property
    def has_consent(self) -> bool:
        """True once the first question is answered; nothing about health is stored before."""
        return self.newest_value(self.content.questions[0].id) is not None

    @cached_property
    def is_past_opening(self) -> bool:
        upcoming = self.decision.next_question
        return self.has_consent and (upcoming is None or not self.content.question(upcoming).opening)

    @cached_property
    def has_more_after_stop(self) -> bool:
        """True when there is anything left to ask after the first A."""
        going_on = replace(self.facts, goes_on=True)
        return assess(self.content.rules, history_of(self.answers), going_on).next_question is not None

    def newest_value(self, question_id: str) -> str | None:
        given = [answer.value for answer in self.answers if answer.question_id == question_id]
        return given[-1] if given else None

    @property
    def last_answered(self) -> str | None:
        return self.answers[-1].question_id if self.answers else None


def history_of(answers: Sequence[PrescreenAnswer]) -> tuple[Answer, ...]:
    """The stored answers as the rules read them."""
    return tuple(Answer(a.question_id, a.value, GivenBy(a.given_by), a.sequence) for a in answers)
