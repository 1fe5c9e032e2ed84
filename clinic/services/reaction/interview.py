"""One report within one transaction: answers are kept, graded together, and the next question is put."""

from collections.abc import Iterable
from dataclasses import replace

from clinic.criteria.reaction_questions import ReactionQuestions
from clinic.logic.reaction import NEVER_HERE, Asked, Grade, grade, is_urgent, next_question
from clinic.logic.red_flags import Alert, Level, RedFlag, Verdict
from clinic.services.alarms import OVERRIDING, Alarms
from clinic.services.dialogue import Choice, Reply, Step, Taken
from clinic.services.ports import Clock, Ids, UnitOfWork
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.ports.reactions import ReactionAnswer, ReactionReport

FORM = "reaction_form"
INTENT = "answer_question"
ABOUT = "reaction"
KEPT_WORDS = 500  # characters of one answer
SURE = ("present", "uncertain")


class Interview:
    """`report` and `answers` are always what stands in the database after the last call."""

    def __init__(
        self,
        uow: UnitOfWork,
        clock: Clock,
        ids: Ids,
        alarms: Alarms,
        content: ReactionQuestions,
        conversation: Conversation,
        report: ReactionReport,
    ) -> None:
        self.uow = uow
        self.report = report
        self.answers = uow.reactions.answers(report.id)
        self._clock, self._ids, self._alarms = clock, ids, alarms
        self._content, self._conversation = content, conversation

    def keep(self, pairs: Iterable[tuple[Asked, str]], message: Message, given_by: str) -> None:
        """Store answers beside all earlier ones; the same one again is not news."""
        for question, value in pairs:
            if (question.value, value) in self._given():
                continue
            answer = ReactionAnswer(
                id=self._ids.new_id(),
                reaction_report_id=self.report.id,
                sequence=len(self.answers) + 1,
                question=question.value,
                value=value,
                words=message.text[:KEPT_WORDS],
                given_by=given_by,
                message_id=message.id,
                answered_at=self._clock.now(),
            )
            self.uow.reactions.add_answer(answer)
            self.answers = (*self.answers, answer)

    def go_on(self, message: Message, concepts: Iterable[str] = ()) -> Step:
        """Weigh all that was said: help at once where it is urgent, else what is to be known next."""
        found = grade(self._given(), {*concepts, *self._known_concepts()})
        if is_urgent(found):
            return Step(Taken.LEFT, self._alarm(found, message))
        if next_question(self._answered()) is None:
            self.end("completed")
            return Step(Taken.FINISHED)
        return Step(Taken.KEPT)

    def help_if_graver(self, message: Message) -> tuple[Reply, ...]:
        """The alarm where all that was said is urgent, and graver than the report was; else nothing."""
        found = grade(self._given(), self._known_concepts())
        is_graver = is_urgent(found) and found.level.rank > Level(self.report.level).rank
        return self._alarm(found, message) if is_graver else ()

    def ask(self) -> tuple[Reply, ...]:
        """The next question with its buttons; the form is open from now on."""
        question = next_question(self._answered()) or Asked.WHAT
        if question.value != self.report.open_question:
            self.change(open_question=question.value, bad_answers=0)
        self.uow.conversations.change(self._conversation.id, open_form=FORM)
        return (Reply(self._content.questions[question].response, choices=self._choices(question)),)

    def closing(self) -> tuple[Reply, ...]:
        """What is said once all is told; who was never treated here gets general advice."""
        if (Asked.LAST_SESSION.value, NEVER_HERE) in self._given():
            return (Reply("utter_reaction_not_treated_here"),)
        return (Reply(grade(self._given()).response), Reply("utter_reaction_done"))

    def end(self, status: str, level: Level | None = None) -> None:
        """No further question. What was said stays with the incident, which stays open."""
        self.raise_to(level)
        self.change(status=status, ended_at=self._clock.now(), open_question=None)
        self.uow.conversations.change(self._conversation.id, open_form=None)

    def raise_to(self, level: Level | None) -> None:
        """The worst grade stands."""
        if level is not None and level is not Level.L4 and level.rank > Level(self.report.level).rank:
            self.change(level=level.value)
            self.uow.watch.raise_incident(self.report.incident_id, level.value)

    def change(self, **values: object) -> None:
        self.uow.reactions.change(self.report.id, **values)
        self.report = replace(self.report, **values)  # type: ignore[arg-type]  # names checked by replace

    def _alarm(self, found: Grade, message: Message) -> tuple[Reply, ...]:
        flag = RedFlag(found.flag, found.level, message.text[:KEPT_WORDS], found.rule, found.response)
        verdict = Verdict(
            level=found.level,
            flags=(flag,),
            response=found.response,
            blocks_booking=True,
            stops_everything=found.level in OVERRIDING,
            alerts=(Alert.ON_CALL,),
        )
        self._alarms.raise_within(self.uow, self._conversation, message, verdict)
        self.end("alarm", found.level)
        return (Reply(found.response), Reply("utter_safety_person_alerted"))

    def _choices(self, question: Asked) -> tuple[Choice, ...]:
        about = {"about": ABOUT, "report": self.report.id, "question": question.value}
        choices = self._content.questions[question].choices
        return tuple(
            Choice(choice.title, INTENT, {**about, "value": value}) for value, choice in choices.items()
        )

    def _given(self) -> frozenset[tuple[str, str]]:
        return frozenset((answer.question, answer.value) for answer in self.answers)

    def _answered(self) -> frozenset[str]:
        return frozenset(answer.question for answer in self.answers)

    def _known_concepts(self) -> frozenset[str]:
        found = self.uow.watch.findings(self._conversation.id)
        return frozenset(finding.concept for finding in found if finding.assertion in SURE)
