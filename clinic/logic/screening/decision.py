"""Decides what a patient's answers lead to: rules R-01 to R-20 of the booking policy, pure and total.

The same questions, history and facts always give the same decision; whatever is not understood costs caution.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from clinic.logic.screening.history import Answer, Facts, Reading
from clinic.logic.screening.order import (
    Progress,
    applies,
    first_open,
    given_outcome,
    newest,
    progress,
    reading_outcome,
)
from clinic.logic.screening.questions import Choice, Ending, Outcome, Question, worst

EDITION = "1"  # of the rules in this package; part of the rules version, so that answers expire with a change


class Flag(StrEnum):
    """What a clinician sees first."""

    RED_FLAG = "red_flag"
    REPEAT_SCREEN = "repeat_screen"
    ANSWER_CHANGED = "answer_changed"
    CONTRADICTION = "contradiction"
    UNCONFIRMED = "unconfirmed"  # the patient's words point at something nobody has cleared up
    PRESSURE = "pressure"
    UNREADABLE = "unreadable"  # an answer that the questions do not know
    HOLD = "hold"  # the stop may change with time (R-20: nobody is reminded)
    RESTARTED = "restarted"


TELLING = (Flag.HOLD, Flag.RESTARTED)  # shown, but they change no class


@dataclass(frozen=True)
class Reason:
    """An answer that weighs: the question, the worst value ever given, and what it leads to."""

    question: str
    value: str
    outcome: Outcome


@dataclass(frozen=True)
class Decision:
    outcome: Outcome
    flags: tuple[Flag, ...]
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]  # questions whose answer is passed on to the expert and changes nothing
    unresolved: tuple[Reading, ...]  # to be read back, once each
    next_question: str | None
    ending: Ending | None
    progress: Progress
    is_final: bool  # an answer that no software lowers

    @property
    def for_booking(self) -> Outcome:
        """R-05: what is not complete counts as B."""
        return Outcome.B if self.outcome is Outcome.INCOMPLETE else self.outcome

    @property
    def may_book_consultation(self) -> bool:
        """R-11: class C, and nothing less, may book a consultation."""
        return self.outcome is Outcome.C and self.ending is Ending.DONE


def assess(questions: Sequence[Question], history: Sequence[Answer], facts: Facts) -> Decision:
    """The decision after this history. Adding an answer, a reading or a fact never lowers it (R-06)."""
    return _Record(tuple(questions), tuple(history), facts).decision()


@dataclass(frozen=True)
class _Record:
    """All that is known about one patient's answers, read once."""

    questions: tuple[Question, ...]
    history: tuple[Answer, ...]
    facts: Facts

    def decision(self) -> Decision:
        upcoming = first_open(self.questions, self.history, self.facts)
        ending = self._ending(upcoming)
        weighed = worst(*(reason.outcome for reason in self.reasons), *self._floors())
        is_complete = upcoming is None and ending in (Ending.DONE, Ending.STOPPED)
        return Decision(
            outcome=weighed if is_complete else worst(weighed, Outcome.INCOMPLETE),
            flags=self.flags,
            reasons=self.reasons,
            notes=self._notes(),
            unresolved=self.unresolved,
            next_question=upcoming.id if upcoming is not None and ending is None else None,
            ending=ending,
            progress=progress(self.questions, self.history, self.facts),
            is_final=any(choice.final for choice in self.chosen),
        )

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def newest(self) -> Mapping[str, str]:
        return newest(self.history)

    @cached_property
    def chosen(self) -> tuple[Choice, ...]:
        """Every choice ever made that the questions know."""
        choices = (self._choice(answer.question, answer.value) for answer in self.history)
        return tuple(choice for choice in choices if choice is not None)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """R-02, R-03, R-06: the worst value ever given to each question, where it is worse than C."""
        found: dict[str, Reason] = {}
        for answer in self.history:
            outcome = self._outcome(answer.question, answer.value)
            before = found.get(answer.question)
            if outcome is not Outcome.C and (before is None or outcome.severity > before.outcome.severity):
                found[answer.question] = Reason(answer.question, answer.value, outcome)
        place = {question_id: number for number, question_id in enumerate(self.by_id)}
        order = sorted(
            found.values(), key=lambda r: (-r.outcome.severity, place.get(r.question, 0), r.question)
        )
        return tuple(order)

    @cached_property
    def unresolved(self) -> tuple[Reading, ...]:
        return tuple(
            reading for reading in self.facts.readings if not reading.clarified and self._stands(reading)
        )

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        holds = [choice.hold for choice in self.chosen if choice.outcome is Outcome.A]
        earlier = self.facts.earlier
        raised = {
            Flag.RED_FLAG: self.facts.red_flag,
            Flag.REPEAT_SCREEN: earlier is not None and earlier.severity > Outcome.C.severity,
            Flag.ANSWER_CHANGED: self._was_changed(),
            Flag.CONTRADICTION: any(self._contradicts(reading) for reading in self.facts.readings),
            Flag.UNCONFIRMED: bool(self.unresolved),
            Flag.PRESSURE: self.facts.pressure,
            Flag.UNREADABLE: len(self.chosen) < len(self.history),
            Flag.HOLD: bool(holds) and all(holds),
            Flag.RESTARTED: self.facts.restarted,
        }
        return tuple(flag for flag, is_raised in raised.items() if is_raised)

    def _floors(self) -> tuple[Outcome, ...]:
        """R-01 is E. Any other flag that does not only tell means a clinician first (R-07 to R-09, R-16)."""
        raised = (flag for flag in self.flags if flag not in TELLING)
        return tuple(Outcome.E if flag is Flag.RED_FLAG else Outcome.B for flag in raised)

    def _ending(self, upcoming: Question | None) -> Ending | None:
        if self.facts.red_flag:
            return Ending.EMERGENCY
        for choice in self.chosen:
            if choice.ends is not None:
                return choice.ends
        if not self.facts.goes_on and any(choice.outcome is Outcome.A for choice in self.chosen):
            return Ending.STOPPED
        return Ending.DONE if upcoming is None and self.questions else None

    def _notes(self) -> tuple[str, ...]:
        chosen = (
            (question.id, question.choice(self.newest.get(question.id, ""))) for question in self.questions
        )
        return tuple(question_id for question_id, choice in chosen if choice is not None and choice.note)

    def _was_changed(self) -> bool:
        """R-07: an answer was replaced by a safer one. Both stand in the history; the worse one counts."""
        return any(
            reason.outcome.severity > self._outcome(reason.question, self.newest[reason.question]).severity
            for reason in self.reasons
        )

    def _stands(self, reading: Reading) -> bool:
        """True while words weigh more than anything the patient answered to that question."""
        question = self.by_id.get(reading.question)
        if question is None:
            return True
        if not applies(question, self.newest, self.facts):
            return False
        given = given_outcome(question, self.history)
        return reading_outcome(question, reading).severity > (given or Outcome.C).severity

    def _contradicts(self, reading: Reading) -> bool:
        """R-08: the words said more than the answer beside them, or nobody can ask about them any more."""
        is_vanished = reading.question not in self.by_id
        return (is_vanished or reading.question in self.newest) and self._stands(reading)

    def _outcome(self, question_id: str, value: str) -> Outcome:
        choice = self._choice(question_id, value)
        return Outcome.B if choice is None else choice.outcome

    def _choice(self, question_id: str, value: str) -> Choice | None:
        question = self.by_id.get(question_id)
        return None if question is None else question.choice(value)
