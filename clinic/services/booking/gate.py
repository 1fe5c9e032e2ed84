"""The gate before every booking: may this patient book this, now? Asked in each transaction that books."""

from dataclasses import dataclass, replace
from typing import Protocol

from clinic.logic.approval import CONSULTATION, TREATMENT, RulesInForce
from clinic.logic.booking import Approval, Permit, Standing, permit
from clinic.logic.course import last_session_at
from clinic.logic.screening import Outcome, Refusal, worst
from clinic.services.cases import Cases
from clinic.services.courses import Courses
from clinic.services.dialogue import Reply, Step
from clinic.services.ports import Clock, UnitOfWork
from clinic.services.sessions import course_of, sessions_of

TEXTS = {
    Permit.BLOCKED: "utter_booking_blocked",
    Permit.UNAVAILABLE: "utter_prescreen_unavailable",
    Permit.QUESTIONS_FIRST: "utter_booking_needs_questions",
    Permit.NEW_FINDING: "utter_booking_new_health_point",
    Permit.UNDER_REVIEW: "utter_booking_under_review",
    Permit.NOT_OFFERED: "utter_booking_not_offered",
    Permit.DECLINED: "utter_booking_declined",
    Permit.APPROVAL_EXPIRED: "utter_approval_expired",
    Permit.TREATMENT_NEEDS_APPROVAL: "utter_booking_treatment_needs_approval",
}


class HealthVerdict(Protocol):
    """What the health answers alone say."""

    @property
    def refusal(self) -> Refusal | None: ...

    @property
    def prescreen_id(self) -> str | None: ...

    @property
    def outcome(self) -> Outcome | None: ...


class HealthQuestions(Protocol):
    """The health questions, as far as booking needs them."""

    def start(self, conversation_id: str, message_id: str) -> Step: ...

    def permission(
        self,
        uow: UnitOfWork,
        conversation_id: str,
        appointment_type: str,
        *,
        patient_id: str | None = None,
    ) -> HealthVerdict: ...

    def link_patient(self, uow: UnitOfWork, conversation_id: str, patient_id: str) -> tuple[Reply, ...]: ...


@dataclass(frozen=True)
class Pass:
    """The gate's answer for one kind of appointment."""

    permit: Permit
    kind: str
    standing: Standing

    @property
    def is_granted(self) -> bool:
        return self.permit is Permit.GRANTED

    @property
    def approval(self) -> Approval | None:
        """The decision that a booking rests on; none where class C is enough."""
        answers, approval = self.standing.answers, self.standing.approval
        return approval if answers and approval and approval.answers_id == answers.id else None


@dataclass(frozen=True)
class Gate:
    clock: Clock
    rules: RulesInForce
    questions: HealthQuestions
    cases: Cases
    courses: Courses

    def ask(self, uow: UnitOfWork, conversation_id: str, kind: str) -> Pass:
        """The conversation's row is held until the transaction ends: no block slips in behind the answer."""
        uow.bookings.lock(conversation_id)
        standing = self._standing(uow, conversation_id, kind)
        return Pass(permit(standing, kind, self.rules, self.clock.now()), kind, standing)

    def look(self, uow: UnitOfWork, conversation_id: str, kind: str) -> Permit:
        """The same answer for a page: nothing is held, and nothing may be booked on it."""
        return permit(self._standing(uow, conversation_id, kind), kind, self.rules, self.clock.now())

    def ask_elsewhere(self, uow: UnitOfWork, owner_id: str, conversation_id: str, kind: str) -> Pass:
        """The answers of the conversation that booked count; what is said in this one can only forbid."""
        for locked in sorted((owner_id, conversation_id)):  # one order for all: nobody deadlocks
            uow.bookings.lock(locked)
        here = uow.bookings.standing(conversation_id)
        if here.is_blocked:
            return Pass(Permit.BLOCKED, kind, here)
        if here.last_finding_at is not None:
            return Pass(Permit.NEW_FINDING, kind, here)
        return self.ask(uow, owner_id, kind)

    def best(self, uow: UnitOfWork, conversation_id: str) -> Pass:
        """A treatment session where approved ones are left, else a consultation."""
        treatment = self.ask(uow, conversation_id, TREATMENT)
        goes_on = treatment.permit in (Permit.GRANTED, Permit.QUESTIONS_FIRST) and treatment.approval
        course = course_of(uow, conversation_id)
        if goes_on and course is not None and course.left:
            return treatment
        return self.ask(uow, conversation_id, CONSULTATION)

    def refused(self, uow: UnitOfWork, conversation_id: str, asked: Pass) -> tuple[Reply, ...]:
        """Why not, in reviewed words. Whoever waits for a clinician really is in the clinicians' queue."""
        conversation = uow.conversations.get(conversation_id)
        if asked.permit is Permit.BLOCKED and conversation and conversation.booking_block == "minor":
            return (Reply("utter_disclosure_under_18"),)  # nobody was asked to look at it
        told = Reply(TEXTS[asked.permit])
        if asked.permit is not Permit.UNDER_REVIEW or asked.standing.answers is None:
            return (told,)
        answers = asked.standing.answers
        standing = uow.cases.for_prescreen(answers.id)
        flags = standing.flags if standing else ()
        case = self.cases.open_within(uow, conversation_id, answers.id, answers.outcome, flags)
        return (told, *self.cases.promised(uow, case))

    def _standing(self, uow: UnitOfWork, conversation_id: str, kind: str) -> Standing:
        standing, patient = uow.bookings.standing(conversation_id), uow.bookings.patient(conversation_id)
        verdict = self.questions.permission(
            uow, conversation_id, kind, patient_id=patient.id if patient else None
        )
        answers = standing.answers
        if answers is not None:
            answers = replace(answers, outcome=worst(answers.outcome, verdict.outcome or Outcome.INCOMPLETE))
        last = last_session_at(sessions_of(uow, conversation_id), self.clock.now())
        return replace(standing, answers=answers, refusal=verdict.refusal, last_session_at=last)
