"""Our own buttons at the health questions: how they are made, and what a pressed one means."""

from collections.abc import Sequence

from clinic.services.dialogue import Choice, Json, JsonValue
from clinic.services.ports.conversations import Button
from clinic.services.prescreen.moves import (
    Answered,
    AsksAgain,
    Chose,
    Confirmed,
    Detailed,
    Elsewhere,
    Move,
    WantsBooking,
)
from clinic.services.prescreen.pending import WITH_CONFIRMATION, Pending, PendingKind
from clinic.services.prescreen.sheet import Sheet

ABOUT = "prescreen"  # in the data of our buttons
INTENT = "answer_question"
RESUMING = ("start_prescreen", "resume_form")


def answer_choices(sheet: Sheet, question_id: str) -> tuple[Choice, ...]:
    """One button for each choice of a question that is offered."""
    choices = sheet.content.question(question_id).choices
    return tuple(
        _choice(
            sheet, sheet.content.title(question_id, value), act="answer", question=question_id, value=value
        )
        for value, choice in choices.items()
        if choice.is_offered
    )


def confirmation_choices(sheet: Sheet, pending: Pending) -> tuple[Choice, ...]:
    return _two(sheet, pending, "confirm", ("confirm", "deny"))


def offer_choices(sheet: Sheet, pending: Pending) -> tuple[Choice, ...]:
    return _two(sheet, pending, "choose", ("accept", "decline"))


def skip_choices(sheet: Sheet) -> tuple[Choice, ...]:
    return (_choice(sheet, sheet.content.titles["skip"], act="skip"),)


def back_choices(sheet: Sheet) -> tuple[Choice, ...]:
    """The way back in, and the way to a person."""
    return (Choice(sheet.content.titles["go_on"], "start_prescreen"), person_choice(sheet))


def person_choice(sheet: Sheet) -> Choice:
    return Choice(sheet.content.titles["person"], "talk_to_human")


def _two(sheet: Sheet, pending: Pending, act: str, titles: tuple[str, str]) -> tuple[Choice, ...]:
    about = {"kind": pending.kind.value, "question": pending.question, "value": pending.value}
    return tuple(
        _choice(sheet, sheet.content.titles[title], act=act, yes=yes, **about)
        for title, yes in zip(titles, (True, False), strict=True)
    )


def _choice(sheet: Sheet, title: str, **data: JsonValue) -> Choice:
    return Choice(title, INTENT, {"about": ABOUT, "prescreen": sheet.prescreen.id, **data})


def read_button(sheet: Sheet, button: Button) -> Move:
    """One of our buttons by its data; what was forged, or belongs to older questions, asks again."""
    data = button.data
    if button.intent != INTENT:
        return _pressed_intent(sheet, button.intent)
    if data.get("about") != ABOUT:
        return Elsewhere()
    if data.get("prescreen") != sheet.prescreen.id:
        return AsksAgain()
    match data.get("act"):
        case "answer":
            return _pressed_answer(sheet, data.get("question"), data.get("value"))
        case "confirm":
            return _pressed_offer(sheet, data, WITH_CONFIRMATION)
        case "choose":
            return _pressed_offer(sheet, data, (PendingKind.EXPERT, PendingKind.GO_ON))
        case "skip" if sheet.pending is not None and sheet.pending.kind is PendingKind.DETAIL:
            return Detailed("")
    return AsksAgain()


def _pressed_intent(sheet: Sheet, intent: str) -> Move:
    """A button of another message: it means what it says on it, not a health answer."""
    if intent in RESUMING:
        return AsksAgain()
    if intent == "book_consultation":
        return WantsBooking()
    if intent == "talk_to_human" and sheet.pending is not None and sheet.pending.kind is PendingKind.EXPERT:
        return Chose(True)
    return Elsewhere()


def _pressed_answer(sheet: Sheet, question_id: JsonValue, value: JsonValue) -> Move:
    """Only what was really asked and really offered counts."""
    if not isinstance(question_id, str) or not isinstance(value, str) or not sheet.content.knows(question_id):
        return AsksAgain()
    choice = sheet.content.question(question_id).choices.get(value)
    is_open = sheet.open_question is not None and sheet.open_question.id == question_id
    if choice is None or not choice.is_offered or not (is_open or sheet.newest_value(question_id)):
        return AsksAgain()
    return Answered(question_id, value)


def _pressed_offer(sheet: Sheet, data: Json, kinds: Sequence[PendingKind]) -> Move:
    pending = sheet.pending
    is_this = (
        pending is not None
        and pending.kind in kinds
        and (pending.kind.value, pending.question, pending.value)
        == (data.get("kind"), data.get("question"), data.get("value"))
    )
    yes = data.get("yes")
    if not is_this or not isinstance(yes, bool):
        return AsksAgain()
    return Confirmed(yes) if kinds is WITH_CONFIRMATION else Chose(yes)
