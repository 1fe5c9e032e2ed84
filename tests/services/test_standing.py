"""While an alarm stands, or distress was just told, nothing said later is milder or forgets it."""

import pytest

from clinic.services.inbound import Inbound
from tests.fakes import answer
from tests.services.booking_world import Clinic
from tests.services.reaction_talk import Reporter
from tests.services.talk import said, takes
from tests.services.world import World

INFECTION = "pus and fever 2 days after my mesotherapy"
CANNOT_BREATHE = "my throat is closing and i cant breathe"
RASH = "itchy rash all over my body since the injections"
HEAVY = "i feel ugly and alone"
TODAY = ["utter_safety_l2_again"], ["utter_safety_l2_still"]


@pytest.fixture
def urgent(world: World) -> World:
    said(world, INFECTION)
    assert world.conversation().alert_level == "L2"
    return world


def texts(world: World, text: str) -> str:
    return "\n".join(message.text for message in takes(world, text))


@pytest.mark.parametrize(
    "text", ["it got worse", "its worse now", "its geting worse", "it hurts more and its still spreading"]
)
def test_worse_after_urgent_advice_is_at_least_as_urgent(urgent: World, text: str) -> None:
    heard = takes(urgent, text)

    assert heard[0].level == "urgent"
    assert "999 now, or the emergency number where you are" in heard[0].text.replace("\n", " ")
    assert "Hair loss" not in heard[0].text
    assert urgent.conversation().alert_level == "L2"


def test_a_new_milder_sign_gets_the_advice_that_stands(urgent: World) -> None:
    assert said(urgent, "i also have a hard lump on my scalp 6 weeks after the session") in TODAY


@pytest.mark.parametrize(
    "text", ["what do i do", "what shuld i do nw", "is it serious", "should i see a doctor"]
)
def test_what_to_do_is_said_again(urgent: World, text: str) -> None:
    asked = len(urgent.engine.turns)

    assert said(urgent, text) in TODAY
    assert len(urgent.engine.turns) == asked


@pytest.mark.parametrize(
    "text",
    [
        "its saturday ill wait til monday",
        "ok ill wait till monday",
        "its not that bad",
        "i cant go today",
        "its probably nothing",
    ],
)
def test_who_puts_it_off_is_told_again(urgent: World, text: str) -> None:
    heard = takes(urgent, text)

    assert [message.response for message in heard] in TODAY
    assert [button.intent for button in heard[0].buttons] == ["talk_to_human"]


@pytest.mark.parametrize(
    ("responses", "label"),
    [
        (("utter_nothing_pending",), "deny"),
        (("utter_clarify",), "nlu_fallback"),
        (("utter_clarify_person",), "nlu_fallback"),
        (("utter_out_of_scope",), "out_of_scope"),
    ],
)
def test_what_is_not_understood_gets_the_advice(
    urgent: World, responses: tuple[str, ...], label: str
) -> None:
    urgent.engine.reply = answer(*responses, label=label)

    heard = [said(urgent, "can i put a hot towel on it") for _ in range(3)]

    assert heard == [TODAY[0], TODAY[1], TODAY[0]]  # never twice the same in a row


@pytest.mark.parametrize("name", ["thanks", "goodbye", "greet", "bot_challenge"])
def test_small_talk_is_answered_and_the_advice_stays_in_sight(urgent: World, name: str) -> None:
    urgent.engine.reply = answer(f"utter_{name}", label=name)

    assert said(urgent, "ok then") == [f"utter_{name}", *TODAY[0]]


def test_questions_are_answered_after_urgent_advice(urgent: World) -> None:
    assert said(urgent, "does it hurt?") == ["utter_faq/pain"]


def test_distress_after_urgent_advice_is_heard_beside_it(urgent: World) -> None:
    urgent.engine.reply = answer("utter_out_of_scope", label="out_of_scope")

    assert said(urgent, HEAVY) == ["utter_distress_heard", *TODAY[0]]


@pytest.mark.parametrize(
    "text", ["theres pus where they injected and its spreading", "i have a hard lump on my scalp"]
)
def test_a_milder_danger_after_an_emergency_gets_the_emergency_number(world: World, text: str) -> None:
    said(world, CANNOT_BREATHE)

    assert said(world, text) == ["utter_safety_anaphylaxis", "utter_safety_still_here"]


def test_a_wound_after_a_crisis_gets_the_line_and_then_its_own_advice(world: World) -> None:
    said(world, "i want to kill myself")

    heard = said(world, "theres pus where they injected and its spreading")

    assert heard == ["utter_safety_still_here", "utter_safety_l2_infection"]


@pytest.mark.parametrize("text", ["what do i do", "its worse now", "it hurts more"])
def test_after_an_emergency_what_to_do_is_the_emergency_number(world: World, text: str) -> None:
    said(world, CANNOT_BREATHE)

    assert said(world, text) == ["utter_safety_anaphylaxis", "utter_safety_still_here"]


@pytest.mark.parametrize(
    ("text", "response"),
    [(CANNOT_BREATHE, "utter_safety_joking"), (INFECTION, "utter_safety_joking"),
     ("i want to kill myself", "utter_crisis_ok_now")],
)  # fmt: skip
def test_nobody_is_better_for_a_joke(world: World, text: str, response: str) -> None:
    said(world, text)
    level = world.conversation().alert_level

    heard = takes(world, "i was joking")

    assert [message.response for message in heard] == [response]
    assert "feel better" not in heard[0].text
    assert world.conversation().alert_level == level


def test_a_joke_ends_the_questions_about_a_reaction_without_good_news(world: World) -> None:
    patient = Reporter(world)
    patient.says("something feels odd since you treated me")

    assert patient.says("just kidding") == ["utter_reaction_left"]
    assert ("course", "better") not in patient.given()


def test_an_old_button_of_the_questions_keeps_the_symptom_and_the_urgency(world: World) -> None:
    patient = Reporter(world)
    patient.says("something feels odd since you treated me")
    asked = patient.heard
    patient.says(RASH)
    assert world.conversation().alert_level == "L2"
    patient.heard = asked
    world.engine.during = lambda turn: _choice_is_taken(world, turn.message_id)

    assert patient.presses("Pain or burning") in TODAY
    assert ("what", "pain") in patient.given()
    assert world.conversation().alert_level == "L2"


def test_an_old_button_that_makes_it_graver_raises_the_alarm(world: World) -> None:
    patient = Reporter(world)
    patient.says("something feels odd since you treated me")
    asked = patient.heard
    patient.says("just kidding")
    patient.heard = asked
    world.engine.during = lambda turn: _choice_is_taken(world, turn.message_id)

    assert patient.presses("Very bad pain") == ["utter_safety_l2_severe_pain", "utter_safety_person_alerted"]
    assert world.conversation().alert_level == "L2"


def test_what_a_clinician_asked_is_passed_on_beside_the_advice(clinic: Clinic) -> None:
    patient = clinic.patient("B", Q9="yes")
    take = clinic.services.turns.take
    take(patient.conversation_id, Inbound("a1", INFECTION))
    clinic.services.approval.ask_back(patient.case_id(), clinic.staff("clinician"), "Is it better?")

    heard = take(patient.conversation_id, Inbound("a2", "no it got worse")).messages

    assert [message.response for message in heard] == [
        "utter_safety_l2_worse",
        "utter_approval_answer_passed_on",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("nothing helps", "utter_nothing_pending"),
        ("no", "utter_nothing_pending"),
        ("i miss my old self", "utter_out_of_scope"),
    ],
)
def test_after_distress_a_short_word_is_not_the_end_of_it(world: World, text: str, name: str) -> None:
    world.engine.reply = answer("utter_out_of_scope", label="out_of_scope")
    said(world, HEAVY)
    world.engine.reply = answer(name, label="deny")

    heard = [takes(world, text) for _ in range(3)]

    names = [[message.response for message in messages] for messages in heard]
    assert names == [["utter_distress_again"], ["utter_distress_not_alone"], ["utter_distress_again"]]
    assert all([button.intent for button in said[0].buttons] == ["talk_to_human"] for said in heard)
    assert all("116 123" in said[0].text for said in heard)


def test_after_distress_what_was_not_understood_is_still_asked_back(world: World) -> None:
    world.engine.reply = answer("utter_out_of_scope", label="out_of_scope")
    said(world, HEAVY)
    world.engine.reply = answer("utter_clarify", label="nlu_fallback")

    assert said(world, "how offn do i com") == ["utter_distress_again", "utter_clarify"]


def _choice_is_taken(world: World, message_id: str) -> None:
    replies = world.services.choices.take(world.conversation_id, message_id)
    world.engine.reply = answer(*(reply.response for reply in replies), label="answer_question")
