"""The health questions before booking: begin, take a message, ask, say the outcome. One transaction each.

Nothing is preset: silence, a failure or a text that cannot be read is never a No (clinical.md 3.1).
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from clinic.criteria.health_phrases import HealthPhrases
from clinic.criteria.health_questions import HealthQuestions
from clinic.criteria.loading import CriteriaInvalid
from clinic.logic.screening import Ending
from clinic.services.dialogue import Reply, Step, Taken, Understood
from clinic.services.errors import ConversationUnknown
from clinic.services.ports import Clock, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.ports.prescreens import (
    CaseOpener,
    CourseKeeper,
    PersonCaller,
    Prescreen,
    ReactionReports,
    TextReader,
)
from clinic.services.prescreen.asking import ask
from clinic.services.prescreen.closing import close, withdraw
from clinic.services.prescreen.explaining import explain
from clinic.services.prescreen.moves import Move
from clinic.services.prescreen.permission import Permission, Permissions, earlier_of_contact, worse
from clinic.services.prescreen.pressing import read_button
from clinic.services.prescreen.reading import MessageReader, pointed_at
from clinic.services.prescreen.record import PrescreenRecord, record_of
from clinic.services.prescreen.sitting import OWN, Sitting
from clinic.services.prescreen.starting import Starting
from clinic.services.prescreen.steps import load_step, stored_step
from clinic.services.prescreen.submitting import Clinicians, submit
from clinic.services.prescreen.taking import Taking

log = logging.getLogger(__name__)

LEFT = Step(Taken.LEFT, (Reply("utter_prescreen_left"),))
UNAVAILABLE = (Reply("utter_prescreen_unavailable"),)


@dataclass(frozen=True)
class Prescreens:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    content: Callable[[], HealthQuestions]  # raises CriteriaInvalid: then nothing is asked or booked
    phrases: HealthPhrases
    reader: TextReader
    settings: Mapping[str, bool | None]  # what the clinic knows of its mix; None where it does not
    cases: CaseOpener
    people: PersonCaller
    reactions: ReactionReports
    courses: CourseKeeper

    def start(self, conversation_id: str, message_id: str) -> Step:
        """Open the form: anew, or where it stopped within the hour. Raises ConversationUnknown."""
        with self.uows() as uow:
            conversation = _conversation(uow, conversation_id)
            newest = uow.prescreens.newest(conversation_id)
            if newest is not None and newest.last_message_id == message_id and newest.last_step:
                return load_step(newest.last_step)
            starting = self._starting(uow)
            if starting is None:
                return self._unavailable(uow, conversation)
            step = starting.start(conversation)
            if step.taken is Taken.KEPT:
                self._remember(uow, conversation_id, message_id, step)
            uow.commit()
        return step

    def take_message(self, conversation_id: str, message_id: str, understood: Understood) -> Step:
        """What the message is to the questions. The same message again gets the same step, stored once.

        Raises ConversationUnknown.
        """
        with self.uows() as uow:
            conversation = _conversation(uow, conversation_id)
            message = _message(uow, conversation_id, message_id)
            newest = uow.prescreens.newest(conversation_id)
            if newest is not None and newest.last_message_id == message_id and newest.last_step:
                step = load_step(newest.last_step)
            else:
                step = self._taken(uow, conversation, newest, message, understood)
            is_reaction = _ended_in_reaction(uow.prescreens.newest(conversation_id), message_id, step)
            uow.commit()
        if is_reaction:
            return replace(step, replies=(*step.replies, *self.reactions.report(conversation_id, message_id)))
        return step

    def ask(self, conversation_id: str) -> tuple[Reply, ...]:
        """The question that is open now; worded differently when it was asked before."""
        with self.uows() as uow:
            sitting = self._sitting(uow, conversation_id)
            if sitting is None:
                return UNAVAILABLE
            if sitting.sheet.prescreen.status != "asking":
                return LEFT.replies
            replies = ask(sitting)
            uow.commit()
        return replies

    def explain(self, conversation_id: str, text: str) -> tuple[Reply, ...]:
        """Why the open question is asked and what it means; nothing where the text asks something else."""
        with self.uows() as uow:
            sitting = self._sitting(uow, conversation_id)
            if sitting is None or sitting.sheet.prescreen.status != "asking":
                return ()
            replies = explain(sitting, self.phrases, text)
            uow.commit()
        return replies

    def submit(self, conversation_id: str) -> tuple[Reply, ...]:
        """The outcome in its fixed words, once; a case for a clinician where one must look."""
        with self.uows() as uow:
            sitting = self._sitting(uow, conversation_id)
            if sitting is None:
                return UNAVAILABLE
            is_told = sitting.sheet.prescreen.status == "completed"
            replies = submit(sitting, self.clock, self._clinicians)
            if not is_told:  # what was heard since then is no part of the decision that stands
                uow.commit()
        return replies

    def withdraw(self, conversation_id: str) -> tuple[Reply, ...]:
        """Consent is taken back outside the form: unsent answers are deleted (R-17)."""
        with self.uows() as uow:
            sitting = self._sitting(uow, conversation_id)
            if sitting is None:
                return (Reply("utter_prescreen_withdrawn"),)
            replies = withdraw(sitting, self.clock, self.cases)
            uow.commit()
        return replies

    def end(self, conversation_id: str, ending: Ending) -> tuple[Reply, ...]:
        """End the questions for what was said outside them; what a clinician has goes with the answers."""
        with self.uows() as uow:
            sitting = self._sitting(uow, conversation_id)
            if sitting is None:
                return ()
            if uow.prescreens.has_case(sitting.sheet.prescreen.id):
                self.cases.expire_within(uow, conversation_id, "withdrawn")
            replies = close(sitting, self.clock, ending)
            uow.commit()
        return replies

    def note_pressure(self, uow: UnitOfWork, conversation_id: str) -> None:
        """Words outside the form that press, or take an answer back, weigh as they do inside it (R-16)."""
        sitting = self._sitting(uow, conversation_id)
        if sitting is None or not sitting.sheet.answers:
            return
        sitting.know(replace(sitting.sheet.known, pressure=True))
        sitting.note_decision()
        sitting.audit("note_pressure")

    def permission(
        self,
        uow: UnitOfWork,
        conversation_id: str,
        appointment_type: str,
        *,
        patient_id: str | None = None,
    ) -> Permission:
        """Whether this may be booked on the answers; ask inside the transaction that books."""
        permissions = Permissions(self.clock, self.content)
        return permissions.permission(uow, conversation_id, appointment_type, patient_id=patient_id)

    def link_patient(self, uow: UnitOfWork, conversation_id: str, patient_id: str) -> tuple[Reply, ...]:
        """Contact details are known now: an earlier result of the same contact counts (R-09).

        The replies say that a clinician must look; none when nothing changes. In the caller's transaction.
        """
        sitting = self._sitting(uow, conversation_id)
        if sitting is None or sitting.sheet.prescreen.status != "completed":
            return ()
        sitting.change(patient_id=patient_id)
        earlier = earlier_of_contact(uow, self.clock, sitting.sheet, patient_id)
        before, known = sitting.sheet.decision.outcome, sitting.sheet.known
        sitting.know(replace(known, earlier=worse(known.earlier, earlier)))
        sitting.note_decision()
        if sitting.sheet.decision.outcome.severity <= before.severity:
            return ()
        return (Reply("utter_outcome_review"), *self._clinicians.bring(sitting))

    def records(self, conversation_id: str) -> tuple[PrescreenRecord, ...]:
        """Everything asked and answered in a conversation, oldest first, each decision replayed."""
        with self.uows(reads_only=True) as uow:
            return tuple(record_of(uow, prescreen) for prescreen in uow.prescreens.of(conversation_id))

    @property
    def _clinicians(self) -> Clinicians:
        return Clinicians(self.cases, self.people, self.courses)

    def _taken(
        self,
        uow: UnitOfWork,
        conversation: Conversation,
        newest: Prescreen | None,
        message: Message,
        understood: Understood,
    ) -> Step:
        starting = self._starting(uow)
        if starting is None or newest is None or newest.status != "asking":
            uow.conversations.change(conversation.id, open_form=None)
            return Step(Taken.LEFT, UNAVAILABLE) if starting is None else LEFT
        if starting.can_resume(newest):
            step = self._step(uow, starting.sitting(conversation, newest), message, understood)
        else:
            step = Step(Taken.KEPT, starting.begin(conversation, newest))
        self._remember(uow, conversation.id, message.id, step)
        return step

    def _step(self, uow: UnitOfWork, sitting: Sitting, message: Message, understood: Understood) -> Step:
        if sitting.sheet.known.red_flag:
            return Step(Taken.LEFT, close(sitting, self.clock, Ending.EMERGENCY))
        found = tuple(self.reader.findings(message.text)) if message.button_id is None else ()
        own = [item for item in found if item.assertion in OWN]
        concepts = frozenset(item.concept for item in own)
        taking = Taking(
            sitting, self.clock, self.cases, message, concepts, pointed_at(sitting.sheet, own, OWN)
        )
        return taking.take(self._move(uow, sitting, message, understood))

    def _move(self, uow: UnitOfWork, sitting: Sitting, message: Message, understood: Understood) -> Move:
        button = uow.messages.button_by_id(message.button_id) if message.button_id else None
        if button is not None:
            return read_button(sitting.sheet, button)
        return MessageReader(self.phrases, self.reader).read(sitting.sheet, message.text, understood)

    def _remember(self, uow: UnitOfWork, conversation_id: str, message_id: str, step: Step) -> None:
        newest = uow.prescreens.newest(conversation_id)
        if newest is not None:
            uow.prescreens.change(
                newest.id,
                last_message_id=message_id,
                last_step=stored_step(step),
                last_activity_at=self.clock.now(),
            )

    def _sitting(self, uow: UnitOfWork, conversation_id: str) -> Sitting | None:
        """The newest prescreen as it stands; None when there is none or the questions cannot be read."""
        conversation, newest = _conversation(uow, conversation_id), uow.prescreens.newest(conversation_id)
        starting = self._starting(uow)
        return starting.sitting(conversation, newest) if starting and newest else None

    def _starting(self, uow: UnitOfWork) -> Starting | None:
        try:
            return Starting(uow, self.clock, self.ids, self.content(), self.settings)
        except CriteriaInvalid:
            log.exception("the health questions cannot be read: nothing is asked and nothing is booked")
            return None

    def _unavailable(self, uow: UnitOfWork, conversation: Conversation) -> Step:
        uow.conversations.change(conversation.id, open_form=None)
        uow.commit()
        return Step(Taken.LEFT, UNAVAILABLE)


def _conversation(uow: UnitOfWork, conversation_id: str) -> Conversation:
    conversation = uow.conversations.get(conversation_id)
    if conversation is None:
        raise ConversationUnknown
    return conversation


def _message(uow: UnitOfWork, conversation_id: str, message_id: str) -> Message:
    message = uow.messages.get(message_id)
    if message is None or message.conversation_id != conversation_id:
        raise ConversationUnknown
    return message


def _ended_in_reaction(prescreen: Prescreen | None, message_id: str, step: Step) -> bool:
    """Completed by this very message without an outcome text: the reaction report answers it."""
    return (
        prescreen is not None
        and step.taken is Taken.LEFT
        and (prescreen.status, prescreen.last_message_id) == ("completed", message_id)
    )
