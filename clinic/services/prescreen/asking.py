"""Says what is asked now, in words that change when it is asked again."""

from clinic.services.dialogue import Reply, Taken
from clinic.services.prescreen.pending import Pending, PendingKind
from clinic.services.prescreen.pressing import (
    answer_choices,
    confirmation_choices,
    offer_choices,
    person_choice,
    skip_choices,
)
from clinic.services.prescreen.sheet import Sheet
from clinic.services.prescreen.sitting import Sitting

FIRST_HELP = 2  # bad answers in a row after which the question is explained
PERSON = 3  # and after which a person is offered


def ask(sitting: Sitting) -> tuple[Reply, ...]:
    """The reply that asks, and a note in the record that it was asked."""
    reply = _reply(sitting)
    if reply is None:
        return ()
    pending, question = sitting.sheet.pending, sitting.sheet.open_question
    if pending is not None:
        sitting.wait_for(pending.asked())
    elif question is not None:
        sitting.change(current_question=question.id)
    return (reply,)


def _reply(sitting: Sitting) -> Reply | None:
    sheet, pending = sitting.sheet, sitting.sheet.pending
    # After a detour the question comes back as it was asked; that it could not be read is old news.
    was_detour = sheet.prescreen.last_step.get("taken") == Taken.NOT_AN_ANSWER
    if sheet.prescreen.bad_answers and sheet.open_question is not None and not was_detour:
        return _after_bad_answer(sheet, sheet.open_question.id)
    if pending is not None and pending.kind is not PendingKind.CHANGE:
        return _pending(sitting, pending)
    question = sheet.open_question
    if question is None:
        return None
    choices = answer_choices(sheet, question.id)
    if pending is not None or sheet.prescreen.current_question == question.id:
        return Reply("utter_health_question_again", {"question": question.text}, choices)
    if not sheet.has_consent:
        return Reply("utter_health_consent", {"question": question.text}, choices)
    return Reply("utter_health_question", {**_progress(sheet), "question": question.text}, choices)


def _progress(sheet: Sheet) -> dict[str, str]:
    number, total = sheet.decision.progress.number, sheet.decision.progress.total
    line = sheet.content.progress_line(number, total)
    return {"number": str(number), "total": str(total), "progress": line}


def _after_bad_answer(sheet: Sheet, question_id: str) -> Reply:
    """Never the same words twice: first again, then why and an example, then a person."""
    question, misses = sheet.content.question(question_id), sheet.prescreen.bad_answers
    choices = answer_choices(sheet, question_id)
    if misses >= PERSON:
        return Reply(
            "utter_health_question_person", {"question": question.text}, (person_choice(sheet), *choices)
        )
    if misses == FIRST_HELP:
        return explanation(sheet, question_id)
    return Reply("utter_health_question_retry", {"question": question.text}, choices)


def explanation(sheet: Sheet, question_id: str, *, with_choices: bool = True) -> Reply:
    """Why the question is asked, the same in other words, and the way to a person."""
    question = sheet.content.question(question_id)
    choices = (*answer_choices(sheet, question_id), person_choice(sheet)) if with_choices else ()
    return Reply("utter_health_question_help", {"why": question.why, "question": question.help}, choices)


def _pending(sitting: Sitting, pending: Pending) -> Reply:
    sheet = sitting.sheet
    match pending.kind:
        case PendingKind.EXPERT:
            name = "utter_outcome_expert_again" if pending.is_asked else "utter_outcome_stopped"
            return Reply(name, choices=offer_choices(sheet, pending))
        case PendingKind.GO_ON:
            return Reply("utter_outcome_go_on_offer", choices=offer_choices(sheet, pending))
        case PendingKind.DETAIL:
            return Reply("utter_health_detail", choices=skip_choices(sheet))
    question = sheet.content.question(pending.question)
    values = {
        "words": sitting.quote(pending.message_id),
        "answer": sheet.content.title(pending.question, pending.value),
        "question": question.text,
    }
    match pending.kind:
        case PendingKind.CONTRADICTION:
            return Reply(
                "utter_contradiction", _as_chosen(sheet, pending, values), answer_choices(sheet, question.id)
            )
        case PendingKind.FINDING:
            return Reply("utter_read_back_earlier", values, confirmation_choices(sheet, pending))
    name = "utter_read_back_again" if pending.is_asked else "utter_read_back"
    return Reply(name, values, confirmation_choices(sheet, pending))


def _as_chosen(sheet: Sheet, pending: Pending, values: dict[str, str]) -> dict[str, str]:
    """A contradiction names the answer that was given, and the question it was given to."""
    given = sheet.newest_value(pending.question) or pending.value
    return {**values, "answer": sheet.content.title(pending.question, given)}
