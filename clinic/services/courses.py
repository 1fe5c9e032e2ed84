"""Courses of sessions: read from the record, told to the patient, and carried on when nothing has changed."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from clinic.logic.approval import RulesInForce
from clinic.logic.booking import Answers, Approval
from clinic.logic.course import Asked, Renewal, is_unchanged
from clinic.logic.screening import Outcome
from clinic.logic.when import write_day
from clinic.services import audit
from clinic.services.dialogue import Reply
from clinic.services.ports import Clock, Ids, UnitOfWork
from clinic.services.ports.prescreens import Prescreen
from clinic.services.prescreen.known import Known
from clinic.services.sessions import course_of

NO: Final = "no"


@dataclass(frozen=True)
class Courses:
    clock: Clock
    ids: Ids
    zone: ZoneInfo
    rules: RulesInForce

    def told(self, uow: UnitOfWork, conversation_id: str) -> tuple[Reply, ...]:
        """How many sessions are left, and from when the next may be; nothing where no course lives."""
        course, answers = course_of(uow, conversation_id), uow.cases.newest_answers(conversation_id)
        if course is None or not self._lives(course.approval, answers):
            return ()
        agreed = {"agreed": str(course.approval.sessions)}
        if not course.left:
            return (Reply("utter_course_none_left", agreed),)
        now = self.clock.now()
        earliest = max(course.next_from or now, now)
        from_day = write_day(earliest.astimezone(self.zone).date())
        return (Reply("utter_course_left", {**agreed, "left": str(course.left), "from_day": from_day}),)

    def renew(self, uow: UnitOfWork, conversation_id: str, prescreen_id: str) -> Renewal:
        """Carry the course on to these answers where they are the same as before, and the approval lives.

        In the transaction that completes the questions.
        """
        course = course_of(uow, conversation_id)
        if course is None or course.approval.is_revoked or not course.left:
            return Renewal.NO_COURSE
        approval, screens = course.approval, {one.id: one for one in uow.prescreens.of(conversation_id)}
        before, after = screens.get(approval.answers_id), screens[prescreen_id]
        if before is None or not self._lives(approval, uow.cases.answers(approval.answers_id)):
            return Renewal.TO_DECIDE
        if not is_unchanged(_asked(uow, before), _asked(uow, after)):
            return Renewal.TO_DECIDE
        return self._renewed(uow, approval, prescreen_id)

    def _renewed(self, uow: UnitOfWork, approval: Approval, prescreen_id: str) -> Renewal:
        now = self.clock.now()
        granted_until = approval.granted_until or approval.expires_at
        assert granted_until is not None  # it lives
        ends_at = min(granted_until, self.rules.end_of(now))
        if not uow.cases.renew(approval.id, prescreen_id, now, ends_at):
            return Renewal.TO_DECIDE
        audit.record(
            uow,
            self.clock,
            self.ids,
            actor="system",
            action="renew_approval",
            subject="approval",
            subject_id=approval.id,
            prescreen_id=prescreen_id,
        )
        return Renewal.RENEWED

    def _lives(self, approval: Approval, answers: Answers | None) -> bool:
        now = self.clock.now()
        return (
            answers is not None
            and not self.rules.have_expired(answers.answered_at, answers.rules_version, now)
            and approval.is_live(answers, self.rules, now)
        )


def _asked(uow: UnitOfWork, screen: Prescreen) -> Asked:
    """A plain No needs no words; whatever else was written may say something new."""
    answers, known = uow.prescreens.answers(screen.id), Known.load(screen.facts)
    return Asked(
        outcome=Outcome(screen.outcome or Outcome.INCOMPLETE),
        flags=frozenset(screen.flags),
        earlier=known.earlier,
        values={answer.question_id: answer.value for answer in answers},
        words=frozenset(
            (answer.question_id, " ".join(answer.words.lower().split()))
            for answer in answers
            if answer.given_by != "button" and answer.value != NO and answer.words
        ),
    )
