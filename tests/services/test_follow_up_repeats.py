"""Say that again: the same texts, the same buttons, or the open question of a form."""

from pathlib import Path

import pytest

from clinic.services.dialogue import Reply
from clinic.services.inbound import Inbound
from clinic.services.ports import EngineReply, EngineTurn
from tests.fakes import answer, understood
from tests.services.booking_world import small_clinic
from tests.services.talk import asked_engine, said, takes, talked_about, titles
from tests.services.world import World


@pytest.mark.parametrize("text", ["say that again", "Come again?", "i didnt get that", "what do you mean"])
def test_the_same_texts_are_said_again(world: World, text: str) -> None:
    talked_about(world, "faq/procedure", "utter_faq/procedure", "utter_faq/pain")
    first = world.services.conversations.messages(world.conversation_id)[-2:]
    asked = len(world.engine.turns)

    again = takes(world, text)

    assert [message.text for message in again] == [message.text for message in first]
    assert titles(again) == titles(tuple(first))
    assert again[0].sources == first[0].sources
    assert len(world.engine.turns) == asked
    assert world.patient_messages()[-1].label == "faq/procedure"


def test_buttons_that_were_offered_are_offered_again_and_work(world: World) -> None:
    world.engine.reply = answer("utter_faq/pain")
    first = takes(world, "im diabetic, does it hurt")

    again = takes(world, "pardon?")

    assert [message.response for message in again] == [message.response for message in first]
    assert [(b.title, b.intent, b.data) for b in again[-1].buttons] == [
        (b.title, b.intent, b.data) for b in first[-1].buttons
    ]
    assert again[-1].buttons[0].token != first[-1].buttons[0].token


def test_a_text_of_its_moment_is_quoted_once(world: World) -> None:
    found = Reply("utter_booking_found", {"clinician": "Dr A", "when": "Tuesday at 10am"})
    world.engine.reply = EngineReply((found,), understood("check_booking"))
    first = takes(world, "when is my appointment")[0]

    takes(world, "say that again")
    again = takes(world, "say that again")[0]

    assert again.response == "utter_follow_up_again"
    assert again.text.endswith(f"\n{first.text}")
    assert again.text.count("Dr A") == first.text.count("Dr A")
    assert again.text.count("\n") == first.text.count("\n") + 1


def test_the_greeting_can_be_said_again(world: World) -> None:
    assert said(world, "what do you mean") == ["utter_greet"]


def test_nothing_is_said_again_after_an_hour(world: World) -> None:
    talked_about(world, "faq/procedure")
    world.clock.move(minutes=61)

    said(world, "say that again")

    assert asked_engine(world).text == "say that again"


def test_a_failure_is_not_said_again(world: World) -> None:
    world.engine.failure = "down"
    said(world, "does it hurt")
    world.engine.failure = None

    said(world, "say that again")

    assert asked_engine(world).text == "say that again"


def test_words_of_a_person_are_not_said_again(world: World) -> None:
    talked_about(world, "faq/procedure")
    handoff = world.open_a_handoff()
    world.services.handoff.take_over(handoff.id, world.receptionist)
    world.services.handoff.write(world.conversation_id, world.receptionist, "We have room on Tuesday.")
    world.services.handoff.hand_back(handoff.id, world.receptionist)

    said(world, "say that again")

    assert asked_engine(world).text == "say that again"


def test_urgent_advice_is_said_again(world: World) -> None:
    advice = takes(world, "theres pus where they injected and its spreading")

    again = takes(world, "sorry, say that again?")

    assert [(m.response, m.text, m.level) for m in again] == [(m.response, m.text, m.level) for m in advice]
    assert not {b.intent for m in again for b in m.buttons} & {"book_consultation", "start_prescreen"}


def open_questions(world: World) -> None:
    def begin(turn: EngineTurn) -> None:
        world.services.prescreen.start(turn.conversation_id, turn.message_id)
        asked = world.services.prescreen.ask(turn.conversation_id)
        world.engine.reply = EngineReply(asked, understood("start_prescreen"))

    world.engine.during = begin
    takes(world, "ask me your questions")
    world.engine.during = None


def test_an_open_health_question_is_asked_again(world: World) -> None:
    open_questions(world)
    asked = len(world.engine.turns)

    messages = takes(world, "can you repeat that")

    assert [message.response for message in messages] == ["utter_health_question_again"]
    assert messages[0].buttons
    assert len(world.engine.turns) == asked
    assert world.conversation().open_form == "prescreen_form"


@pytest.mark.parametrize("text", ["more", "how long does that take", "what about women", "is that normal"])
def test_inside_a_form_the_form_decides_about_the_rest(world: World, text: str) -> None:
    open_questions(world)

    said(world, text)

    assert (asked_engine(world).text, asked_engine(world).form) == (text, "prescreen_form")


def test_an_open_booking_question_is_asked_again(tmp_path: Path) -> None:
    clinic = small_clinic(tmp_path)
    conversation_id, turns = clinic.patient().conversation_id, clinic.services.turns
    engine = turns.answering.engine

    def begin(turn: EngineTurn) -> None:
        clinic.services.booking.begin(turn.conversation_id, turn.message_id)
        asked = clinic.services.booking.ask(turn.conversation_id)
        engine.reply = EngineReply(asked, understood("book_consultation"))

    engine.during = begin
    first = turns.take(conversation_id, Inbound("c1", "i want to book")).messages
    again = turns.take(conversation_id, Inbound("c2", "sorry, say that again")).messages

    assert [message.response for message in first] == ["utter_booking_pick_day"]
    assert [message.response for message in again] == ["utter_booking_ask_again"]
    assert titles(again) == titles(first)
    assert len(engine.turns) == 1


def test_emergency_advice_is_said_again_and_nothing_else(world: World) -> None:
    first = said(world, "I can't breathe")

    assert said(world, "say that again") == first
    assert said(world, "tell me more") == ["utter_safety_still_here"]
    assert world.engine.turns == []
