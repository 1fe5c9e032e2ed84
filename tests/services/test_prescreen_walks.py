"""Random patients: whatever they press, type, take back or wait for, no path with a worry reaches a booking.

A few of them here; a thousand in `tests/soak/test_walks.py`.
"""

import random

import pytest

from clinic.logic.screening import Outcome
from clinic.services.dialogue import Taken
from clinic.services.prescreen import Replay
from tests.services.prescreen_world import CONTENT, SPOKEN, at_questions
from tests.services.world import CATALOGUE

WALKS = 8
MOVES = 45
TEXTS = [
    *SPOKEN, "yes", "no", "not sure", "rather not say", "qwertz", "skip", "stop", "later", "go back",
    "actually yes", "i meant no", "change my answer to the diabetes question", "just mark no",
    "will you take me if i say no", "delete my answers", "it is for my wife", "roaccutane", "vitamin d",
    "how long does it take", "", "3", "/deny",
]  # fmt: skip
LABELS = [
    "nlu_fallback",
    "affirm",
    "deny",
    "unsure",
    "faq/pain",
    "disclose_condition",
    "greet",
    "book_consultation",
]


@pytest.mark.parametrize("seed", range(WALKS))
def test_no_random_patient_books_with_a_worry(tmp_path, seed):
    walk(at_questions(tmp_path), seed)


def walk(patient, seed):
    """One patient from the start; True when a consultation might be booked at some moment of it."""
    chance, may_book = random.Random(seed), False
    # Half of them mean well, so that class C is really reached.
    careful, seen, offered = seed % 2 == 0, {}, []
    patient.starts()
    for _ in range(MOVES):
        offered += [choice for reply in patient.replies for choice in reply.choices]
        move(patient, chance, offered, careful)

        assert patient.replies, "silence is the one forbidden outcome"
        check_words(patient)
        assert patient.step.taken is not Taken.LEFT or patient.conversation().open_form is None
        check_class_never_falls(patient, seen)
        if patient.refusal() is None:
            may_book = True
            check_nothing_worries(patient)
        assert patient.refusal("treatment") is not None
    return may_book


def move(patient, chance, offered, careful):
    if patient.conversation().open_form is None:
        patient.clock.move(minutes=chance.choice([1, 30, 90]))
        patient.starts()
    elif careful and chance.random() < 0.98 and patient.asked():
        patient.answers_one()
    elif chance.random() < 0.5 and offered:
        patient.presses_choice(chance.choice(offered[-12:]))
    else:
        patient.says(chance.choice(TEXTS), chance.choice(LABELS))


def check_words(patient):
    """Every reply has its text, with all its values; buttons fit their column."""
    for reply in patient.replies:
        rendered = CATALOGUE.text(reply.response, reply.values, on=patient.clock.now().date(), key="")
        assert "[[" not in rendered.text
        assert all(len(choice.title) <= 120 for choice in reply.choices)


def check_class_never_falls(patient, seen):
    """Within one prescreen, while its answers stand."""
    prescreen = patient.prescreen()
    if prescreen.status == "withdrawn" or prescreen.outcome is None:
        return
    severity = Outcome(prescreen.outcome).severity
    if prescreen.outcome != Outcome.INCOMPLETE:
        assert severity >= seen.get(prescreen.id, 0)
        seen[prescreen.id] = severity
    if prescreen.status in ("asking", "completed"):
        assert patient.service.records(patient.conversation_id)[-1].replay is Replay.AGREES


def check_nothing_worries(patient):
    """An independent reading of the record: every answer ever given in thirty days leads to C."""
    with patient.uows(reads_only=True) as uow:
        prescreens = uow.prescreens.of(patient.conversation_id)
        answers = [answer for prescreen in prescreens for answer in uow.prescreens.answers(prescreen.id)]
    outcomes = {CONTENT.question(a.question_id).choices[a.value].outcome for a in answers}
    newest = {a.question_id for a in answers if a.prescreen_id == prescreens[-1].id}
    skippable = {"Q2"} if "does_not_apply" in patient.given("Q1") else set()
    assert outcomes == {"C"}
    assert newest | skippable >= {question.id for question in CONTENT.questions}
    assert (prescreens[-1].status, prescreens[-1].outcome) == ("completed", "C")
