"""The same answer twice in a row: not word for word again, but honestly that it is all, and a person."""

import pytest

from clinic.services.inbound import Inbound
from tests.fakes import answer
from tests.services.talk import said, takes, talked_about, titles
from tests.services.world import World

ALL_THERE_IS = "utter_follow_up_said_already"


def test_the_same_answer_is_not_given_twice_in_a_row(world: World) -> None:
    talked_about(world, "faq/cost")

    messages = takes(world, "do you take insurance")

    assert [message.response for message in messages] == [ALL_THERE_IS]
    assert titles(messages) == ["How many sessions", "How often sessions are", "Talk to a person"]


def test_nor_any_time_after_it(world: World) -> None:
    talked_about(world, "faq/cost")

    assert [said(world, text) for text in ("insurance?", "monthly payments?", "any discount?")] == [
        [ALL_THERE_IS],
        [ALL_THERE_IS],
        [ALL_THERE_IS],
    ]


def test_thanks_between_change_nothing(world: World) -> None:
    talked_about(world, "faq/cost")
    talked_about(world, "thanks", "utter_thanks")
    world.engine.reply = answer("utter_faq/cost", label="faq/cost")

    assert said(world, "do you take insurance") == [ALL_THERE_IS]


def test_after_another_topic_the_answer_is_given_in_full(world: World) -> None:
    talked_about(world, "faq/cost")
    talked_about(world, "faq/pain")
    world.engine.reply = answer("utter_faq/cost", label="faq/cost")

    assert said(world, "do you take insurance") == ["utter_faq/cost"]


def test_a_text_with_nothing_near_it_offers_a_person(world: World) -> None:
    talked_about(world, "privacy", "utter_privacy")

    messages = takes(world, "will you tell my GP")

    assert [message.response for message in messages] == [ALL_THERE_IS]
    assert titles(messages) == ["Talk to a person"]


def test_how_long_they_last_does_not_bring_the_side_effects_again(world: World) -> None:
    talked_about(world, "faq/side_effects")

    assert said(world, "how long do they last") == [ALL_THERE_IS]


@pytest.mark.parametrize("name", ["utter_medical_question_other", "utter_faq/contraindications"])
def test_safety_texts_and_the_list_are_given_as_often_as_asked(world: World, name: str) -> None:
    talked_about(world, "medical_question_other", name)

    assert said(world, "and another thing entirely") == [name]


def test_a_pressed_button_and_say_that_again_bring_the_very_words(world: World) -> None:
    talked_about(world, "faq/session_count")
    takes(world, "say that again")
    talked_about(world, "faq/permanence")
    button = next(
        b
        for m in world.services.conversations.messages(world.conversation_id)
        for b in m.buttons
        if b.title == "What does it cost?"
    )
    talked_about(world, "faq/cost")

    pressed = world.services.turns.take(world.conversation_id, Inbound("b", button_token=button.token))

    assert [message.response for message in pressed.messages] == ["utter_faq/cost"]
    assert said(world, "say that again") == ["utter_faq/cost"]


def test_beside_a_new_answer_only_the_old_one_is_left_out(world: World) -> None:
    talked_about(world, "faq/cost")
    world.engine.reply = answer("utter_faq/cost", "utter_faq/pain", label="faq/cost")

    assert said(world, "insurance? and does it hurt") == [ALL_THERE_IS, "utter_faq/pain"]
