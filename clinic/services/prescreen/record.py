"""The record for those who decide: answers with history, words, flags, and the replay.

A decision can be replayed from what is stored: the questions of its rules version, the answers and the facts.
"""

from dataclasses import dataclass
from datetime import datetime

from clinic.criteria.health_questions import HealthQuestions, parse_health_questions
from clinic.logic.screening import Decision, assess
from clinic.services.ports import UnitOfWork
from clinic.services.ports.prescreens import Prescreen
from clinic.services.prescreen.known import Known
from clinic.services.prescreen.sheet import history_of


@dataclass(frozen=True)
class RecordedAnswer:
    question_id: str
    question: str  # as it was worded then
    value: str
    title: str
    words: str
    given_by: str
    message_id: str | None
    answered_at: datetime
    is_current: bool  # the newest to its question; an older one was changed


@dataclass(frozen=True)
class UnconfirmedWords:
    """What the patient wrote about a question and did not confirm as an answer."""

    question_id: str
    question: str
    title: str
    words: str
    was_read_back: bool


@dataclass(frozen=True)
class PrescreenRecord:
    prescreen: Prescreen
    answers: tuple[RecordedAnswer, ...]
    unconfirmed: tuple[UnconfirmedWords, ...]
    replayed: Decision | None  # None when the questions of that version are not stored

    @property
    def replays(self) -> bool:
        """True when the stored outcome and flags follow from the stored record."""
        if self.replayed is None or self.prescreen.outcome is None:
            return False
        flags = tuple(flag.value for flag in self.replayed.flags)
        return (self.replayed.outcome.value, flags) == (self.prescreen.outcome, self.prescreen.flags)


def record_of(uow: UnitOfWork, prescreen: Prescreen) -> PrescreenRecord:
    """One prescreen as it was asked and answered."""
    stored = uow.prescreens.questions(prescreen.rules_version)
    answers = uow.prescreens.answers(prescreen.id)
    if stored is None:
        return PrescreenRecord(prescreen, (), (), None)
    content, known = parse_health_questions(stored), Known.load(prescreen.facts)
    facts = known.facts(goes_on=prescreen.goes_on)
    newest = {answer.question_id: answer.id for answer in answers}
    return PrescreenRecord(
        prescreen,
        tuple(
            RecordedAnswer(
                answer.question_id,
                content.question(answer.question_id).text,
                answer.value,
                content.title(answer.question_id, answer.value),
                answer.words,
                answer.given_by,
                answer.message_id,
                answer.answered_at,
                is_current=newest[answer.question_id] == answer.id,
            )
            for answer in answers
        ),
        _unconfirmed(uow, content, known),
        assess(content.rules, history_of(answers), facts),
    )


def _unconfirmed(uow: UnitOfWork, content: HealthQuestions, known: Known) -> tuple[UnconfirmedWords, ...]:
    found = []
    for heard in known.heard:
        message = uow.messages.get(heard.message_id)
        question = content.question(heard.question)
        words = message.text if message and question.keeps_words else ""
        title = content.title(heard.question, heard.value)
        found.append(UnconfirmedWords(heard.question, question.text, title, words, heard.clarified))
    return tuple(found)
