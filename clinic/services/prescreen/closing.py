"""How the questions end before they are done: no consent, somebody else, a minor, a reaction.

Where no data may stay, the answers go; what stays is that a person must look, never why.
"""

from dataclasses import replace

from clinic.logic.screening import Ending, Outcome
from clinic.services.dialogue import Reply
from clinic.services.ports import Clock
from clinic.services.ports.prescreens import CaseOpener
from clinic.services.prescreen.known import Known
from clinic.services.prescreen.sitting import Sitting

RESPONSES = {
    Ending.CONSENT_REFUSED: "utter_prescreen_no_consent",
    Ending.SOMEONE_ELSE: "utter_prescreen_someone_else",
    Ending.MINOR: "utter_prescreen_under_18",
    Ending.PERSON: "utter_prescreen_age_unknown",
    Ending.EMERGENCY: "utter_outcome_emergency",
}
WITHOUT_DATA = (Ending.CONSENT_REFUSED, Ending.SOMEONE_ELSE, Ending.MINOR, Ending.PERSON)


def close(sitting: Sitting, clock: Clock, ending: Ending) -> tuple[Reply, ...]:
    """End the questions and close the form. A reaction is answered by the reaction report, not here."""
    sitting.change_conversation(open_form=None)
    if ending in WITHOUT_DATA:
        wipe(sitting, clock, needs_person=ending is Ending.PERSON)
    elif ending is Ending.REACTION:
        sitting.note_decision()
        sitting.change(status="completed", completed_at=clock.now(), pending={})
        sitting.change_conversation(booking_block="reaction")
    else:
        sitting.note_decision()
        sitting.change(status="left", pending={})
    if ending is Ending.MINOR:
        sitting.change_conversation(booking_block="minor")
    sitting.audit(f"end_questions_{ending.value}")
    return (Reply(RESPONSES[ending]),) if ending in RESPONSES else ()


def withdraw(sitting: Sitting, clock: Clock, cases: CaseOpener) -> tuple[Reply, ...]:
    """R-17: unsent answers are deleted. What a clinician has already is erased with the conversation."""
    uow, sheet = sitting.uow, sitting.sheet
    is_sent = uow.prescreens.has_case(sheet.prescreen.id)
    sitting.change_conversation(open_form=None)
    sitting.audit("withdraw_consent")
    if is_sent:
        cases.expire_within(uow, sheet.conversation.id, "withdrawn")
        uow.prescreens.withdraw_consents(sheet.conversation.id, clock.now())
        sitting.note_decision()  # with what was heard since: the record stays one that can be replayed
        sitting.change(status="withdrawn", pending={})
        return (Reply("utter_prescreen_withdrawn_sent"),)
    wipe(sitting, clock, needs_person=False)
    return (Reply("utter_prescreen_withdrawn"),)


def wipe(sitting: Sitting, clock: Clock, *, needs_person: bool) -> None:
    """Delete answers and words. Deleting must not be a way around R-09: "a person must look" stays."""
    severity = sitting.sheet.decision.outcome
    had_to_be_seen = severity not in (Outcome.C, Outcome.INCOMPLETE) or needs_person
    uow, sheet = sitting.uow, sitting.sheet
    uow.prescreens.drop_answers(sheet.prescreen.id)
    uow.prescreens.withdraw_consents(sheet.conversation.id, clock.now())
    sitting.sheet = replace(sheet, answers=())
    sitting.change(
        status="withdrawn",
        pending={},
        facts=Known(sheet.known.settings, earlier=sheet.known.earlier).stored(),
        outcome=Outcome.B.value if had_to_be_seen else None,
        flags=(),
        current_question=None,
        goes_on=False,
        bad_answers=0,
        last_step={},
    )
