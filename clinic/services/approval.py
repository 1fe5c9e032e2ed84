"""What a clinician does with a case: approve, decline, ask back. Named, with a reason, told in the chat."""

from dataclasses import dataclass, replace
from typing import Final

from clinic.logic.approval import (
    CASE_MOVES,
    CONSULTATION,
    TREATMENT,
    CaseMove,
    CaseStatus,
    DecisionRefusal,
    Grant,
    Review,
    RulesInForce,
    approval_end,
    approval_refusal,
    decision_refusal,
)
from clinic.logic.permissions import Permission, Role
from clinic.logic.screening import Outcome
from clinic.services import audit
from clinic.services.cases import FINAL, known_case
from clinic.services.delivery import Delivery
from clinic.services.dialogue import Reply
from clinic.services.errors import Refused
from clinic.services.handoff import Handoffs
from clinic.services.letters import LetterKind, Letters
from clinic.services.ports import Clock, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.cases import Case, Decision
from clinic.services.ports.conversations import Message
from clinic.services.ports.staff import StaffUser
from clinic.services.staff import require

TEXTS: Final = {CONSULTATION: "utter_approval_approved", TREATMENT: "utter_approval_sessions"}
LONGEST_WORDS: Final = 1_000  # of a reason or a question


class DecisionRefused(Refused):
    """The decision was not taken; `refusal` says why."""

    def __init__(self, refusal: DecisionRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True)
class Approvals:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    delivery: Delivery
    rules: RulesInForce
    handoffs: Handoffs
    letters: Letters

    def approve(self, case_id: str, staff: StaffUser, grant: Grant, reason: str) -> Decision:
        """Approve what `grant` says, no longer than the answers hold.

        Raises NotPermitted, CaseUnknown, DecisionRefused.
        """
        require(staff, Permission.DECIDE_CASES)
        words = _words(reason)
        with self.uows() as uow:
            case = known_case(uow, case_id)
            review = self._review(uow, case)
            refusal = approval_refusal(
                review,
                grant,
                is_clinician=_is_clinician(staff),
                reason=words,
                rules=self.rules,
                now=self.clock.now(),
            )
            decision = self._approved(case, staff, grant, review, words)
            self._move(uow, case, CaseMove.APPROVE, staff, refusal, decided_at=decision.decided_at)
            uow.cases.add_decision(decision)
            if review.outcome is not Outcome.C:
                uow.cases.lower(case.prescreen_id, staff.id, decision.decided_at, words)
            self.handoffs.end_review_within(uow, case.conversation_id, staff)
            told = self._tell(uow, case, TEXTS[grant.treatment_type], clinician=staff.name)
            self._mail(uow, case, LetterKind.APPROVED, decision.id)
            uow.commit()
        self.delivery.announce(case.conversation_id, told)
        return decision

    def decline(self, case_id: str, staff: StaffUser, reason: str) -> Decision:
        """Decline; the patient reads the reason. Raises as `approve`."""
        require(staff, Permission.DECIDE_CASES)
        words = _words(reason)
        with self.uows() as uow:
            case = known_case(uow, case_id)
            refusal = self._refusal(case, CaseMove.DECLINE, staff, words)
            decision = self._decision(case, staff, CaseStatus.DECLINED, words)
            self._move(uow, case, CaseMove.DECLINE, staff, refusal, decided_at=decision.decided_at)
            uow.cases.add_decision(decision)
            self.handoffs.end_review_within(uow, case.conversation_id, staff)
            told = self._tell(uow, case, "utter_approval_declined", clinician=staff.name, reason=words)
            self._mail(uow, case, LetterKind.DECLINED, decision.id)
            uow.commit()
        self.delivery.announce(case.conversation_id, told)
        return decision

    def ask_back(self, case_id: str, staff: StaffUser, question: str) -> None:
        """Ask the patient in the chat; the answer comes back to the case. Raises as `approve`."""
        require(staff, Permission.DECIDE_CASES)
        words = _words(question)
        with self.uows() as uow:
            case = known_case(uow, case_id)
            refusal = self._refusal(case, CaseMove.ASK_BACK, staff, words)
            self._move(uow, case, CaseMove.ASK_BACK, staff, refusal, question=words, answer=None)
            told = self._tell(uow, case, "utter_approval_asked_back", clinician=staff.name, question=words)
            self._mail(uow, case, LetterKind.QUESTION, told.id)
            uow.commit()
        self.delivery.announce(case.conversation_id, told)

    def _review(self, uow: UnitOfWork, case: Case) -> Review:
        answers = uow.cases.answers(case.prescreen_id)
        conversation = uow.conversations.get(case.conversation_id)
        newest = uow.cases.newest_answers(case.conversation_id)
        if answers is None or conversation is None or newest is None or newest.id != answers.id:
            raise DecisionRefused(DecisionRefusal.ANSWERS_EXPIRED)
        return Review(
            status=CaseStatus(case.status),
            outcome=answers.outcome,
            is_final=FINAL in case.flags,
            is_blocked=conversation.booking_block is not None,
            answered_at=answers.answered_at,
            rules_version=answers.rules_version,
        )

    def _approved(self, case: Case, staff: StaffUser, grant: Grant, review: Review, words: str) -> Decision:
        return replace(
            self._decision(case, staff, CaseStatus.APPROVED, words),
            treatment_type=grant.treatment_type,
            sessions=grant.sessions,
            spacing_days=grant.spacing_days,
            expires_at=approval_end(grant, review, self.rules),
            granted_until=grant.expires_at,
        )

    def _decision(self, case: Case, staff: StaffUser, decision: str, reason: str) -> Decision:
        return Decision(
            id=self.ids.new_id(),
            case_id=case.id,
            conversation_id=case.conversation_id,
            decision=decision,
            reason=reason,
            decided_by_id=staff.id,
            rules_version=self.rules.version,
            decided_at=self.clock.now(),
        )

    def _refusal(self, case: Case, move: CaseMove, staff: StaffUser, words: str) -> DecisionRefusal | None:
        status = CaseStatus(case.status)
        return decision_refusal(status, move, is_clinician=_is_clinician(staff), reason=words)

    def _move(
        self,
        uow: UnitOfWork,
        case: Case,
        move: CaseMove,
        staff: StaffUser,
        refusal: DecisionRefusal | None,
        **values: object,
    ) -> None:
        if refusal is not None:
            raise DecisionRefused(refusal)
        to = CASE_MOVES[CaseStatus(case.status), move]
        if not uow.cases.swap_status(case.id, expected=case.status, to=to, **values):
            raise DecisionRefused(DecisionRefusal.DECIDED_ALREADY)  # a colleague was quicker
        audit.record(
            uow,
            self.clock,
            self.ids,
            actor=staff.id,
            action=f"{move}_case",
            subject="case",
            subject_id=case.id,
        )

    def _tell(self, uow: UnitOfWork, case: Case, response: str, **values: str) -> Message:
        return self.delivery.reply(uow, case.conversation_id, Reply(response, values), sender="system")

    def _mail(self, uow: UnitOfWork, case: Case, kind: LetterKind, occasion: str) -> None:
        """Say that something waits in the chat, never what."""
        self.letters.queue(uow, kind, None, f"{case.conversation_id}:{occasion}", {})


def _words(text: str) -> str:
    return text.strip()[:LONGEST_WORDS]


def _is_clinician(staff: StaffUser) -> bool:
    return staff.role == Role.CLINICIAN and bool(staff.name.strip())
