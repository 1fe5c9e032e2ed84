"""A problem after treatment: open the report, take a message, ask, say the outcome. One transaction each.

Advice and a person come before the first question, and nothing is called normal (clinical.md H04).
"""

from dataclasses import dataclass
from typing import Final

from clinic.logic.red_flags import REACTION_FLAGS, Level, Verdict
from clinic.services import audit, standing
from clinic.services.alarms import Alarms
from clinic.services.dialogue import Reply, Step, Taken, Understood
from clinic.services.errors import ConversationUnknown
from clinic.services.ports import Clock, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.ports.reactions import ReactionReport
from clinic.services.prescreen.steps import load_step, stored_step
from clinic.services.reaction.interview import Interview
from clinic.services.reaction.reading import Reader
from clinic.services.reaction.taking import Taking

KIND: Final = "reaction"
PATH_FLAGS: Final = REACTION_FLAGS | {"RF-12"}  # what the watch sees of these is asked about
BEYOND_QUESTIONS: Final = (Level.L1, Level.L2, Level.L4)  # help was named already: nothing is asked
LEFT: Final = Step(Taken.LEFT, (Reply("utter_reaction_left"),))
# How long ago the last session was at least, by the choice that was pressed.
AT_LEAST_DAYS: Final = {"days": 0, "weeks": 3, "quarter": 28, "year": 92, "older": 366}


@dataclass(frozen=True)
class Reactions:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    alarms: Alarms
    reader: Reader

    def report(self, conversation_id: str, message_id: str) -> tuple[Reply, ...]:
        """Open the incident once per message, block booking, alert staff, begin to ask.

        Raises ConversationUnknown.
        """
        with self.uows() as uow:
            uow.bookings.lock(conversation_id)  # two that report at once come one after the other
            conversation, message = _conversation(uow, conversation_id), _message(uow, message_id)
            newest = uow.reactions.newest(conversation_id)
            if newest is not None and newest.last_message_id == message_id:
                return load_step(newest.last_step).replies
            replies = self._reported(uow, conversation, message, newest)
            self._remember(uow, conversation_id, message_id, Step(Taken.KEPT, replies))
            uow.commit()
        return replies

    def take_message(self, conversation_id: str, message_id: str, understood: Understood) -> Step:
        """What the message is to the questions. The same message again gets the same step, stored once.

        Raises ConversationUnknown.
        """
        with self.uows() as uow:
            conversation, message = _conversation(uow, conversation_id), _message(uow, message_id)
            newest = uow.reactions.newest(conversation_id)
            if newest is not None and newest.last_message_id == message_id:
                return load_step(newest.last_step)
            if newest is None or newest.status != "asking":
                uow.conversations.change(conversation_id, open_form=None)
                step = LEFT
            else:
                button = uow.messages.button_by_id(message.button_id) if message.button_id else None
                taking = self._taking(self._interview(uow, conversation, newest), message)
                step = taking.take(button, understood.label)
                self._remember(uow, conversation_id, message_id, step)
            uow.commit()
        return step

    def take_late(self, conversation_id: str, message_id: str) -> tuple[Reply, ...]:
        """A choice of questions that have ended: kept and graded all the same, and advised upon.

        Raises ConversationUnknown.
        """
        with self.uows() as uow:
            conversation, message = _conversation(uow, conversation_id), _message(uow, message_id)
            button = uow.messages.button_by_id(message.button_id) if message.button_id else None
            reports = uow.reactions.of(conversation_id)
            asked = [report for report in reports if button and report.id == button.data.get("report")]
            if button is None or not asked:
                return LEFT.replies
            taking = self._taking(self._interview(uow, conversation, asked[-1]), message)
            replies = taking.take_late(button) or standing.advice(uow, conversation) or LEFT.replies
            uow.commit()
        return replies

    def ask(self, conversation_id: str) -> tuple[Reply, ...]:
        """The question that is open now."""
        with self.uows() as uow:
            conversation, newest = _conversation(uow, conversation_id), uow.reactions.newest(conversation_id)
            if newest is None or newest.status != "asking":
                return LEFT.replies
            replies = self._interview(uow, conversation, newest).ask()
            uow.commit()
        return replies

    def submit(self, conversation_id: str) -> tuple[Reply, ...]:
        """The advice that fits all that was said."""
        with self.uows(reads_only=True) as uow:
            conversation, reports = _conversation(uow, conversation_id), uow.reactions.of(conversation_id)
            if not reports:
                return LEFT.replies
            return self._interview(uow, conversation, reports[-1]).closing()

    def after_alarm(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, verdict: Verdict
    ) -> tuple[Reply, ...]:
        """What follows the watch's advice: the next question after L3, an end to the questions after worse.

        None when nothing is asked. In the caller's transaction.
        """
        newest = uow.reactions.newest(conversation.id)
        if newest is not None and newest.status == "asking":
            interview = self._interview(uow, conversation, newest)
            interview.raise_to(verdict.level)
            if verdict.level in BEYOND_QUESTIONS or conversation.owner == "staff":
                interview.end("alarm", verdict.level)
                return ()
            step = self._taking(interview, message).told_to_the_watch()
            return self._next(interview, step)
        if self._begins(conversation, verdict):
            return self._begun(uow, conversation, message, verdict.flags[0].id)
        if verdict.opens_incident:
            self.alarms.open_incident(uow, conversation, message, verdict.flags[0].id, verdict.level)
        return ()

    def has_advised(self, uow: UnitOfWork, conversation_id: str, verdict: Verdict) -> bool:
        """True when an L3 was answered before in this report: then only the questions go on."""
        newest = uow.reactions.newest(conversation_id)
        if verdict.level is not Level.L3 or newest is None or newest.status != "asking":
            return False
        seen = {flag.flag for flag in uow.watch.red_flags(conversation_id)}
        return all(flag.id in seen for flag in verdict.flags)

    def days_since_session(self, uow: UnitOfWork, conversation_id: str) -> int | None:
        """What a report says about the last session, at the shortest; None when nothing does."""
        told = [
            AT_LEAST_DAYS[answer.value]
            for report in uow.reactions.of(conversation_id)
            for answer in uow.reactions.answers(report.id)
            if answer.question == "last_session" and answer.value in AT_LEAST_DAYS
        ]
        return min(told, default=None)

    def _reported(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, newest: ReactionReport | None
    ) -> tuple[Reply, ...]:
        net = Reply("utter_reaction_report")
        if newest is not None and newest.status == "asking":
            return (net, *self._interview(uow, conversation, newest).ask())
        self.alarms.block(uow, conversation, KIND, Level.L3)
        self.alarms.handoffs.open_within(uow, conversation, KIND, "urgent")
        if conversation.alert_level in BEYOND_QUESTIONS:  # the net is milder than what stands
            self.alarms.open_incident(uow, conversation, message, KIND, Level.L3)
            return (*standing.advice(uow, conversation), Reply("utter_safety_person_alerted"))
        begun = self._begun(uow, conversation, message, KIND)
        return begun if begun[0].response.startswith("utter_safety_") else (net, *begun)

    def _begun(
        self, uow: UnitOfWork, conversation: Conversation, message: Message, kind: str
    ) -> tuple[Reply, ...]:
        """Open the report with what the message says already, and put the first question."""
        interview = self._opened(uow, conversation, message, kind)
        if message.button_id is not None:
            return (Reply("utter_reaction_begin"), *interview.ask())
        if self.reader.is_about_someone_else(message.text):
            interview.end("left")
            return (Reply("utter_reaction_someone_else"), Reply("utter_safety_person_alerted"))
        interview.keep(self.reader.in_passing(message.text, self.clock.now().date()), message, "text")
        step = interview.go_on(message)
        opening = () if step.taken is Taken.LEFT else (Reply("utter_reaction_begin"),)
        return (*opening, *self._next(interview, step))

    def _opened(self, uow: UnitOfWork, conversation: Conversation, message: Message, kind: str) -> Interview:
        now = self.clock.now()
        incident = self.alarms.open_incident(uow, conversation, message, kind, Level.L3)
        report = ReactionReport(
            self.ids.new_id(), conversation.id, incident.id, "asking", Level.L3.value, now, now
        )
        uow.reactions.add(report)
        audit.record(
            uow,
            self.clock,
            self.ids,
            actor="patient",
            action="report_reaction",
            subject="incident",
            subject_id=incident.id,
        )
        return self._interview(uow, conversation, report)

    def _begins(self, conversation: Conversation, verdict: Verdict) -> bool:
        is_asked_about = any(flag.id in PATH_FLAGS for flag in verdict.flags)
        is_calm = verdict.level is Level.L3 and conversation.alert_level not in BEYOND_QUESTIONS
        return is_asked_about and is_calm and conversation.owner != "staff"

    def _next(self, interview: Interview, step: Step) -> tuple[Reply, ...]:
        if step.taken is Taken.LEFT:
            return step.replies
        return interview.closing() if step.taken is Taken.FINISHED else (*step.replies, *interview.ask())

    def _remember(self, uow: UnitOfWork, conversation_id: str, message_id: str, step: Step) -> None:
        newest = uow.reactions.newest(conversation_id)
        if newest is not None:
            uow.reactions.change(
                newest.id,
                last_message_id=message_id,
                last_step=stored_step(step),
                last_activity_at=self.clock.now(),
            )

    def _interview(self, uow: UnitOfWork, conversation: Conversation, report: ReactionReport) -> Interview:
        content = self.reader.questions
        return Interview(uow, self.clock, self.ids, self.alarms, content, conversation, report)

    def _taking(self, interview: Interview, message: Message) -> Taking:
        return Taking(interview, self.reader.questions, self.reader, message, self.clock.now())


def _conversation(uow: UnitOfWork, conversation_id: str) -> Conversation:
    conversation = uow.conversations.get(conversation_id)
    if conversation is None:
        raise ConversationUnknown
    return conversation


def _message(uow: UnitOfWork, message_id: str) -> Message:
    message = uow.messages.get(message_id)
    if message is None:
        raise ConversationUnknown
    return message
