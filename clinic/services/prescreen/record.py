"""The record for those who decide: answers with history, words, flags, and the replay.

A decision can be replayed from what is stored: the questions of its rules version, the answers and the facts.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinic.criteria.health_questions import HealthQuestions, parse_health_questions
from clinic.criteria.loading import CriteriaInvalid
from clinic.logic.screening import Decision, assess
from clinic.services.ports import UnitOfWork
from clinic.services.ports.prescreens import Prescreen, PrescreenAnswer
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


class Replay(StrEnum):
    """Whether the recorded decision follows from the record."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNDECIDED = "undecided"  # nothing was recorded yet
    DELETED = "deleted"  # consent was taken back, and the answers went with it
    OTHER_RULES = "other_rules"  # the rules have another edition by now: what they say today proves nothing
    UNKNOWN_VERSION = "unknown_version"  # the questions of that version are not stored, or cannot be read


@dataclass(frozen=True)
class PrescreenRecord:
    prescreen: Prescreen
    answers: tuple[RecordedAnswer, ...]
    unconfirmed: tuple[UnconfirmedWords, ...]
    replayed: Decision | None  # None when the questions of that version are not known
    is_same_edition: bool  # the rules that decided then are those that decide now

    @property
    def replay(self) -> Replay:
        """What can honestly be said of the recorded decision."""
        if self.replayed is None:
            return Replay.UNKNOWN_VERSION
        if self.prescreen.status == "withdrawn" and not self.answers:
            return Replay.DELETED
        if self.prescreen.outcome is None:
            return Replay.UNDECIDED
        if not self.is_same_edition:
            return Replay.OTHER_RULES
        flags = tuple(flag.value for flag in self.replayed.flags)
        is_same = (self.replayed.outcome.value, flags) == (self.prescreen.outcome, self.prescreen.flags)
        return Replay.AGREES if is_same else Replay.DISAGREES


def record_of(uow: UnitOfWork, prescreen: Prescreen) -> PrescreenRecord:
    """One prescreen as it was asked and answered; its answers are shown whatever became of the questions."""
    content, answers = _questions(uow, prescreen), uow.prescreens.answers(prescreen.id)
    newest = {answer.question_id: answer.id for answer in answers}
    recorded = tuple(
        _recorded(content, answer, is_current=newest[answer.question_id] == answer.id) for answer in answers
    )
    if content is None:
        return PrescreenRecord(prescreen, recorded, (), None, is_same_edition=False)
    known = Known.load(prescreen.facts)
    decision = assess(content.rules, history_of(answers), known.facts(goes_on=prescreen.goes_on))
    is_same_edition = content.rules_version == prescreen.rules_version
    return PrescreenRecord(
        prescreen, recorded, _unconfirmed(uow, content, known), decision, is_same_edition=is_same_edition
    )


def _questions(uow: UnitOfWork, prescreen: Prescreen) -> HealthQuestions | None:
    """The questions as they were; None when they are not stored, or not in a form that we still read."""
    stored = uow.prescreens.questions(prescreen.rules_version)
    if stored is None:
        return None
    try:
        return parse_health_questions(stored)
    except CriteriaInvalid:
        return None


def _recorded(
    content: HealthQuestions | None, answer: PrescreenAnswer, *, is_current: bool
) -> RecordedAnswer:
    """Without its questions an answer stands under its id and its value."""
    is_known = content is not None and content.knows(answer.question_id)
    return RecordedAnswer(
        answer.question_id,
        content.question(answer.question_id).text if content and is_known else answer.question_id,
        answer.value,
        content.title(answer.question_id, answer.value) if content and is_known else answer.value,
        answer.words,
        answer.given_by,
        answer.message_id,
        answer.answered_at,
        is_current=is_current,
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
