"""Cases for a clinician: opened by the health questions, queued, read, and ended with the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from clinic.logic.approval import UNDECIDED, CaseMove, CaseStatus, RulesInForce
from clinic.logic.course import Session
from clinic.logic.permissions import Permission
from clinic.logic.screening import Outcome
from clinic.services import audit, review_address
from clinic.services.clinic_hours import ClinicHours
from clinic.services.dialogue import Reply
from clinic.services.distress import told_in_distress
from clinic.services.errors import Refused
from clinic.services.letters import LetterKind, Letters
from clinic.services.ports import Clock, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.cases import Case, Decision, GivenAnswer
from clinic.services.ports.conversations import Conversation, Message, SeenFinding, SeenRedFlag
from clinic.services.ports.staff import AccessLogEntry, StaffUser
from clinic.services.sessions import sessions_of
from clinic.services.staff import require

FINAL: Final = "final"  # the flag of an answer that no software lowers


class CaseUnknown(Refused):
    """There is no such case."""


class NoAnswers(Refused):
    """There are no complete health answers to decide on."""


@dataclass(frozen=True)
class CaseItem:
    """One line of the clinicians' queue."""

    case: Case
    conversation: Conversation
    is_overdue: bool


@dataclass(frozen=True)
class CaseFile:
    """All that a clinician needs to decide: flags first, every answer with the patient's words."""

    case: Case
    conversation: Conversation
    answers: tuple[GivenAnswer, ...]
    red_flags: tuple[SeenRedFlag, ...]
    findings: tuple[SeenFinding, ...]
    distress: tuple[Message, ...]  # what the patient told of it
    earlier: tuple[Decision, ...]
    sessions: tuple[Session, ...]  # of treatment, booked, done or missed
    answers_end_at: datetime | None
    may_be_approved: bool


@dataclass(frozen=True)
class Cases:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    hours: ClinicHours
    rules: RulesInForce
    letters: Letters

    def open_within(
        self, uow: UnitOfWork, conversation_id: str, prescreen_id: str, outcome: str, flags: Sequence[str]
    ) -> Case:
        """Bring answers before a clinician, in the caller's transaction. New answers end older decisions."""
        standing = uow.cases.for_prescreen(prescreen_id)
        is_same = standing is not None and (standing.outcome, standing.flags) == (outcome, tuple(flags))
        if standing is not None and is_same and standing.status != CaseStatus.EXPIRED:
            return standing
        self.expire_within(uow, conversation_id, "new_answers")
        case = self._open(uow, conversation_id, prescreen_id, outcome, flags, actor="system")
        self.letters.queue(uow, LetterKind.REQUEST_NOTED, None, f"{conversation_id}:{case.id}", {})
        return case

    def open_for(self, conversation_id: str, staff: StaffUser) -> Case:
        """Open a case on the newest answers, whatever their outcome: before a treatment is approved.

        Raises NotPermitted, NoAnswers.
        """
        require(staff, Permission.DECIDE_CASES)
        with self.uows() as uow:
            answers = uow.cases.newest_answers(conversation_id)
            if answers is None or not answers.is_complete:
                raise NoAnswers
            standing = uow.cases.for_prescreen(answers.id)
            if standing is not None and standing.status in UNDECIDED:
                return standing
            flags = standing.flags if standing else ()
            case = self._open(uow, conversation_id, answers.id, answers.outcome, flags, actor=staff.id)
            uow.commit()
        return case

    def expire_within(self, uow: UnitOfWork, conversation_id: str, reason: str) -> None:
        """End every case of the conversation, and what was decided on it: the answers no longer stand."""
        for case in uow.cases.of(conversation_id):
            if case.status != CaseStatus.EXPIRED and uow.cases.swap_status(
                case.id, expected=case.status, to=CaseStatus.EXPIRED
            ):
                uow.cases.revoke(case.id, self.clock.now(), reason)
                self._audit(uow, "system", CaseMove.EXPIRE, case.id, reason=reason)

    def promised(self, uow: UnitOfWork, case: Case) -> tuple[Reply, ...]:
        """By when the patient hears from a clinician, where that can be promised, and how."""
        now, how = self.clock.now(), review_address.offer(uow, case.conversation_id)
        if case.promised_at is None or case.promised_at <= now:
            return how
        values = {"promised_time": self.hours.spoken(case.promised_at, now)}
        return (Reply("utter_approval_waiting", values), *how)

    def where_it_stands(self, uow: UnitOfWork, case: Case) -> tuple[Reply, ...]:
        """For a patient who asks: the promise while it holds, else that nobody has decided yet."""
        told = self.promised(uow, case)
        is_promised = any(reply.response == "utter_approval_waiting" for reply in told)
        return told if is_promised else (Reply("utter_approval_still_waiting"), *told)

    def take_answer(self, uow: UnitOfWork, message: Message) -> tuple[Reply, ...]:
        """Pass a patient's words on to the case that asked; nothing when none did."""
        case = next(iter(uow.cases.of(message.conversation_id)), None)
        promise = self.hours.review_promise(self.clock.now())
        renewed = {"promised_at": promise.by if promise else None, "escalated_at": None}
        if case is None or not uow.cases.swap_status(
            case.id, expected=CaseStatus.ASKED_BACK, to=CaseStatus.OPEN, answer=message.text, **renewed
        ):
            return ()
        self._audit(uow, "patient", CaseMove.ANSWER, case.id)
        return (Reply("utter_approval_answer_passed_on"),)

    def queue(self, staff: StaffUser) -> tuple[CaseItem, ...]:
        """The undecided cases: flagged ones first, then by promised time. Raises NotPermitted."""
        require(staff, Permission.VIEW_HEALTH_ANSWERS)
        with self.uows(reads_only=True) as uow:
            items = [self._item(uow, case) for case in uow.cases.with_status(UNDECIDED)]
        return tuple(sorted(items, key=_urgency))

    def case(self, case_id: str, staff: StaffUser) -> CaseFile:
        """Open a case to read; that it was read is recorded. Raises NotPermitted, CaseUnknown."""
        require(staff, Permission.VIEW_HEALTH_ANSWERS)
        with self.uows() as uow:
            case = known_case(uow, case_id)
            entry = AccessLogEntry(
                self.ids.new_id(), self.clock.now(), staff.id, case.conversation_id, "case"
            )
            uow.audit.add_access(entry)
            file = self._file(uow, case)
            uow.commit()
        return file

    def _open(
        self,
        uow: UnitOfWork,
        conversation_id: str,
        prescreen_id: str,
        outcome: str,
        flags: Sequence[str],
        *,
        actor: str,
    ) -> Case:
        now = self.clock.now()
        promise = self.hours.review_promise(now)
        case = Case(
            id=self.ids.new_id(),
            conversation_id=conversation_id,
            prescreen_id=prescreen_id,
            outcome=outcome,
            status=CaseStatus.OPEN,
            flags=tuple(flags),
            opened_at=now,
            promised_at=promise.by if promise else None,
        )
        uow.cases.add(case)
        self._audit(uow, actor, "open", case.id)
        return case

    def _item(self, uow: UnitOfWork, case: Case) -> CaseItem:
        is_ours = case.status == CaseStatus.OPEN  # asked back, it waits for the patient
        is_overdue = is_ours and case.promised_at is not None and case.promised_at < self.clock.now()
        return CaseItem(case, _conversation(uow, case), is_overdue)

    def _file(self, uow: UnitOfWork, case: Case) -> CaseFile:
        answers = uow.cases.answers(case.prescreen_id)
        return CaseFile(
            case=case,
            conversation=_conversation(uow, case),
            answers=uow.cases.given(case.prescreen_id),
            red_flags=uow.watch.red_flags(case.conversation_id),
            findings=uow.watch.findings(case.conversation_id),
            distress=told_in_distress(uow.messages.after(case.conversation_id, 0)),
            earlier=uow.cases.decisions(case.conversation_id),
            sessions=sessions_of(uow, case.conversation_id),
            answers_end_at=self.rules.end_of(answers.answered_at) if answers else None,
            may_be_approved=FINAL not in case.flags and case.outcome != Outcome.E,
        )

    def _audit(self, uow: UnitOfWork, actor: str, action: str, case_id: str, **detail: str) -> None:
        audit.record(
            uow,
            self.clock,
            self.ids,
            actor=actor,
            action=f"{action}_case",
            subject="case",
            subject_id=case_id,
            **detail,
        )


def known_case(uow: UnitOfWork, case_id: str) -> Case:
    """Raises CaseUnknown."""
    case = uow.cases.get(case_id)
    if case is None:
        raise CaseUnknown
    return case


def _conversation(uow: UnitOfWork, case: Case) -> Conversation:
    conversation = uow.conversations.get(case.conversation_id)
    if conversation is None:  # erased between two statements
        raise CaseUnknown
    return conversation


def _urgency(item: CaseItem) -> tuple[bool, datetime]:
    return (not item.case.flags, item.case.promised_at or item.case.opened_at)
