"""Which questions apply, which one comes next, and how far the patient is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinic.logic.screening.history import Answer, Facts, Reading
from clinic.logic.screening.questions import AnswerIs, Outcome, Question, worst


@dataclass(frozen=True)
class Progress:
    """ "Question `number` of about `total`"."""

    number: int
    total: int


def newest(history: Sequence[Answer]) -> Mapping[str, str]:
    """The newest value of each question: it decides what is asked, never what counts."""
    return {answer.question: answer.value for answer in sorted(history, key=lambda answer: answer.sequence)}


def applies(question: Question, values: Mapping[str, str], facts: Facts) -> bool:
    """False when a skip holds. Words that point at a skipped question bring it back, as nobody else asks."""
    pointed_at = any(outweighs_c(question, reading) for reading in of_question(facts.readings, question.id))
    for skip in question.skip_when:
        if isinstance(skip, AnswerIs):
            if values.get(skip.question) == skip.value and not pointed_at:
                return False
        elif facts.settings.get(skip.setting) is skip.value:
            return False
    return True


def applying(questions: Sequence[Question], history: Sequence[Answer], facts: Facts) -> tuple[Question, ...]:
    values = newest(history)
    return tuple(question for question in questions if applies(question, values, facts))


def first_open(questions: Sequence[Question], history: Sequence[Answer], facts: Facts) -> Question | None:
    """The first question that applies and has no answer that its choices know."""
    values = newest(history)
    for question in questions:
        if applies(question, values, facts) and question.choice(values.get(question.id, "")) is None:
            return question
    return None


def progress(questions: Sequence[Question], history: Sequence[Answer], facts: Facts) -> Progress:
    asked = applying(questions, history, facts)
    values = newest(history)
    done = sum(question.weight for question in asked if question.id in values)
    total = sum(question.weight for question in asked)
    return Progress(min(done + 1, total), total)


def of_question(readings: Sequence[Reading], question_id: str) -> tuple[Reading, ...]:
    return tuple(reading for reading in readings if reading.question == question_id)


def outweighs_c(question: Question, reading: Reading) -> bool:
    return reading_outcome(question, reading).severity > Outcome.C.severity


def reading_outcome(question: Question, reading: Reading) -> Outcome:
    """What the words would lead to if they were confirmed; a value nobody defined weighs as B."""
    choice = question.choice(reading.value)
    return Outcome.B if choice is None else choice.outcome


def given_outcome(question: Question, history: Sequence[Answer]) -> Outcome | None:
    """The worst that was ever answered to this question (R-06); None without an answer."""
    choices = [question.choice(answer.value) for answer in history if answer.question == question.id]
    outcomes = [Outcome.B if choice is None else choice.outcome for choice in choices]
    return worst(*outcomes) if outcomes else None
