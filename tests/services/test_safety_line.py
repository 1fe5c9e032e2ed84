"""Danger that is spoken of and not told: first stands what to do if it happens now, then the answer."""

import pytest

from clinic.language import watch
from clinic.services.inbound import LEASE, Inbound
from tests.fakes import answer
from tests.services.talk import said
from tests.services.world import World

LINE = "utter_safety_if_it_happens"


@pytest.mark.parametrize(
    "text",
    [
        "is chest pain a side effect?",
        "Consent form page 2 says necrosis. What does that word mean please",
        "The leaflet has a paragraph on sepsis, who wrote it?",
    ],
)
def test_it_stands_before_the_answer_and_nothing_is_blocked(world: World, text: str) -> None:
    world.engine.reply = answer("utter_faq/side_effects", label="faq/side_effects")

    assert said(world, text) == [LINE, "utter_faq/side_effects"]
    conversation = world.conversation()
    assert (conversation.alert_level, conversation.booking_block) == (None, None)


def test_a_question_without_danger_gets_no_line(world: World) -> None:
    assert said(world, "does it hurt") == ["utter_faq/pain"]


def test_danger_itself_is_no_question(world: World) -> None:
    replies = said(world, "i have chest pain, is that a side effect?")

    assert replies[0] == "utter_safety_heart"
    assert LINE not in replies


def test_where_the_engine_fails_it_stands_all_the_same(world: World) -> None:
    world.engine.failure = "down"

    assert said(world, "is chest pain a side effect?") == [LINE, "utter_engine_down"]


def test_a_question_whose_turn_died_keeps_its_line(world: World) -> None:
    turns = world.services.turns
    message = turns.inbox.receive(world.conversation_id, Inbound("dead", "is chest pain a side effect?"))
    world.clock.move(seconds=LEASE.total_seconds() + 1)

    assert turns.recover(message)
    replies = world.services.conversations.messages(world.conversation_id)[-2:]
    assert [reply.response for reply in replies] == [LINE, "utter_engine_down"]


def test_with_one_detector_what_is_spoken_of_is_an_alarm(world: World) -> None:
    alone = watch.rules_alone()

    assert alone.check("Consent form page 2 says necrosis. What does that word mean please").level == "L2"
