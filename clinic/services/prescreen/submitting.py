"""What the questions come to: the fixed text of the outcome, and a case where a clinician must look."""

from dataclasses import dataclass

from clinic.logic.course import Renewal
from clinic.logic.screening import Ending, Outcome
from clinic.services.cases import FINAL
from clinic.services.dialogue import Reply
from clinic.services.ports import Clock
from clinic.services.ports.prescreens import CaseOpener, CourseKeeper, PersonCaller
from clinic.services.prescreen.asking import ask
from clinic.services.prescreen.closing import close
from clinic.services.prescreen.sitting import Sitting
from clinic.services.prescreen.steps import load_replies, stored_replies

HANDOFF_REASON = "review"
FINISHED = (Ending.DONE, Ending.STOPPED)


@dataclass(frozen=True)
class Clinicians:
    """The way to those who decide: a case with the answers, and a person who sees the conversation."""

    cases: CaseOpener
    people: PersonCaller
    courses: CourseKeeper

    def bring(self, sitting: Sitting) -> tuple[Reply, ...]:
        """Open the case with its flags and ask for a person; what can be promised to the patient."""
        decision, sheet = sitting.sheet.decision, sitting.sheet
        flags = [flag.value for flag in decision.flags] + ([FINAL] if decision.is_final else [])
        case = self.cases.open_within(
            sitting.uow, sheet.conversation.id, sheet.prescreen.id, decision.outcome.value, flags
        )
        self.people.open_within(sitting.uow, sheet.conversation, HANDOFF_REASON)
        return self.cases.promised(sitting.uow, case)


def submit(sitting: Sitting, clock: Clock, clinicians: Clinicians) -> tuple[Reply, ...]:
    """Complete once; again, say the same. What is not finished is asked on, and books nothing."""
    prescreen, ending = sitting.sheet.prescreen, sitting.sheet.decision.ending
    if prescreen.status == "completed":
        return load_replies(prescreen.last_step.get("submitted", []))
    if prescreen.status == "asking" and ending is Ending.EMERGENCY:
        return close(sitting, clock, Ending.EMERGENCY)
    if prescreen.status != "asking":
        return (Reply("utter_prescreen_left"),)
    if ending not in FINISHED or sitting.sheet.pending is not None:
        return ask(sitting)
    sitting.note_decision()
    sitting.change(status="completed", completed_at=clock.now())
    sitting.change_conversation(open_form=None)
    sitting.audit("complete_health_questions")
    replies = _outcome(sitting, clinicians)
    submitted = {**sitting.sheet.prescreen.last_step, "submitted": stored_replies(replies)}
    sitting.change(last_step=submitted)
    return replies


def _outcome(sitting: Sitting, clinicians: Clinicians) -> tuple[Reply, ...]:
    outcome, sheet = sitting.sheet.decision.for_booking, sitting.sheet
    renewal = clinicians.courses.renew(sitting.uow, sheet.conversation.id, sheet.prescreen.id)
    if renewal is Renewal.RENEWED:
        return (Reply("utter_course_renewed"),)
    if outcome is Outcome.C and renewal is Renewal.NO_COURSE:
        return (Reply("utter_outcome_clear"),)
    if outcome is Outcome.A and not sheet.known.wants_expert:
        return (Reply("utter_outcome_stopped_left"),)
    name = "utter_outcome_stopped_expert" if outcome is Outcome.A else "utter_outcome_review"
    return (Reply(name), *clinicians.bring(sitting))
