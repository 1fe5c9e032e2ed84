"""What the questions come to: the fixed text of the outcome, and a case where a clinician must look."""

from clinic.logic.screening import Ending, Outcome
from clinic.services.cases import FINAL
from clinic.services.dialogue import Reply
from clinic.services.ports import Clock
from clinic.services.ports.prescreens import CaseOpener
from clinic.services.prescreen.asking import ask
from clinic.services.prescreen.closing import close
from clinic.services.prescreen.sitting import Sitting
from clinic.services.prescreen.steps import load_replies, stored_replies

FINISHED = (Ending.DONE, Ending.STOPPED)


def submit(sitting: Sitting, clock: Clock, cases: CaseOpener) -> tuple[Reply, ...]:
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
    replies = _outcome(sitting, cases)
    submitted = {**sitting.sheet.prescreen.last_step, "submitted": stored_replies(replies)}
    sitting.change(last_step=submitted)
    return replies


def _outcome(sitting: Sitting, cases: CaseOpener) -> tuple[Reply, ...]:
    outcome, sheet = sitting.sheet.decision.for_booking, sitting.sheet
    if outcome is Outcome.C:
        return (Reply("utter_outcome_clear"),)
    if outcome is Outcome.A and not sheet.known.wants_expert:
        return (Reply("utter_outcome_stopped_left"),)
    name = "utter_outcome_stopped_expert" if outcome is Outcome.A else "utter_outcome_review"
    return (Reply(name), *bring_to_clinician(sitting, cases))


def bring_to_clinician(sitting: Sitting, cases: CaseOpener) -> tuple[Reply, ...]:
    """Open the case with its flags, and what can be promised to the patient."""
    decision, sheet = sitting.sheet.decision, sitting.sheet
    flags = [flag.value for flag in decision.flags] + ([FINAL] if decision.is_final else [])
    case = cases.open_within(
        sitting.uow, sheet.conversation.id, sheet.prescreen.id, decision.outcome.value, flags
    )
    promise = cases.promised(case)
    return () if promise is None else (promise,)
