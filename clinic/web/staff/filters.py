"""How the console's templates write states and times: in words a person at the desk would use."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from jinja2 import pass_context
from jinja2.runtime import Context

from clinic.logic.when import write_day, write_short_day, write_soon
from clinic.services.ports.cases import GivenAnswer
from clinic.web.pages import TEMPLATES, by_question, words
from clinic.web.parts import Parts

PLAIN: Final[Mapping[str, Mapping[str, str]]] = {
    "owner": {
        "assistant": "the assistant answers",
        "waiting": "waits for a person",
        "staff": "with a person",
        "closed": "closed",
    },
    "level": {"none": "routine", "non_urgent": "not urgent"},
    "alert": {"L1": "L1 emergency", "L2": "L2 today", "L3": "L3 within a day", "L4": "L4 crisis"},
    "block": {
        "red_flag": "a red flag",
        "reaction": "a problem after treatment",
        "minor": "the patient may be under 18 (nobody can lift this here)",
    },
    "reason": {
        "asked": "Asked for a person",
        "distress": "Distress, perhaps a crisis",
        "engine_failed": "The assistant failed",
        "reaction": "Problem after treatment",
        "red_flag": "Red flag in a message",
        "staff_joined": "A colleague joined",
    },
    "case flag": {
        "answer_changed": "an answer was changed",
        "contradiction": "answers contradict each other",
        "final": "cannot be approved here",
        "hold": "may change with time",
        "pressure": "pressed for a booking",
        "repeat_screen": "asked before, with another result",
        "restarted": "the questions were started again",
        "unconfirmed": "words that nobody has cleared up",
        "unreadable": "an answer that cannot be read",
    },
    "class": {
        "A": "A: stopped",
        "B": "B: a clinician looks first",
        "C": "C: nothing found",
        "E": "E: emergency",
    },
    "booking": {"held": "held, not confirmed", "attended": "came", "no_show": "did not come"},
    "booking step": {
        "confirm_booking": "booked",
        "move_booking": "moved",
        "cancel_booking": "cancelled",
        "attend_booking": "marked: came",
        "miss_booking": "marked: did not come",
        "take_back_booking": "the mark was taken back",
        "count_session": "the session counts as used",
        "discount_session": "the session does not count",
    },
    "concern": {  # why a booking that stands would not be made any more
        "blocked": "booking is blocked",
        "unavailable": "the health questions cannot be read",
        "questions_first": "health questions to be asked again",
        "new_finding": "something new was said",
        "under_review": "a clinician looks first",
        "not_offered": "not offered after the answers",
        "declined": "declined since",
        "approval_expired": "the approval has ended",
        "treatment_needs_approval": "no approval",
    },
}


def plain(value: object, kind: str) -> str:
    """A state in plain words; one that has no entry here is written as it is, without underscores."""
    return PLAIN[kind].get(str(value), words(value))


@pass_context
def reason(context: Context, name: str) -> str:
    """Why a person was asked for; mostly the label of the patient's message."""
    here: Parts = context["here"]
    return PLAIN["reason"].get(name) or here.wording.labels.get(name) or words(name).capitalize()


@pass_context
def choice(context: Context, value: str, question: str) -> str:
    """An answer as the button says it."""
    here: Parts = context["here"]
    return here.wording.choices.get((question, value), words(value))


@pass_context
def weight(context: Context, value: str, question: str) -> str | None:
    """The class of an answer that stands in the way; None for others, and for questions no longer asked."""
    here: Parts = context["here"]
    return here.wording.weights.get((question, value))


@pass_context
def weighing(context: Context, answers: Iterable[GivenAnswer]) -> list[tuple[str, list[GivenAnswer]]]:
    """The questions of which any answer ever given stands in the way, with all their answers."""
    here: Parts = context["here"]
    return [
        (question, given)
        for question, given in by_question(answers)
        if any((question, answer.value) in here.wording.weights for answer in given)
    ]


@pass_context
def soon(context: Context, moment: datetime) -> str:
    """A promised time: "4:15pm today"."""
    here: Parts = context["here"]
    return write_soon(moment, here.now(), here.zone)


@pass_context
def waited(context: Context, since: datetime) -> str:
    """How long it has been: "under a minute", "12 min", "2 h 5 min", "3 days"."""
    here: Parts = context["here"]
    return write_wait(here.now() - since)


@pass_context
def day(context: Context, moment: datetime) -> str:
    """The day alone: "Tuesday 24 November"."""
    here: Parts = context["here"]
    return write_day(moment.astimezone(here.zone).date())


def write_wait(time: timedelta) -> str:
    minutes = int(time.total_seconds()) // 60
    if minutes < 1:
        return "under a minute"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes // (24 * 60)} days"


TEMPLATES.env.filters |= {
    "plain": plain,
    "reason": reason,
    "choice": choice,
    "day": day,
    "short_day": write_short_day,
    "soon": soon,
    "waited": waited,
    "weighing": weighing,
    "weight": weight,
}
