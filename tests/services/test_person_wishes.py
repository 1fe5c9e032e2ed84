"""A person asked for in a word, and called off again."""

import pytest

from clinic.services.clarification import Clarifications
from clinic.services.dialogue import Understood
from tests.fakes import answer
from tests.services.talk import asked_engine, said, takes, talked_about, titles
from tests.services.world import World


def waiting(world: World) -> None:
    world.services.handoff.open(world.conversation_id, "talk_to_human")


@pytest.mark.parametrize("text", ["HUMAN!!!", "human", "real person please", "agent", "get me a human"])
def test_one_word_for_a_person_asks_for_one(world: World, text: str) -> None:
    said(world, text)

    assert asked_engine(world).intent == "talk_to_human"


@pytest.mark.parametrize("text", ["human?", "are you a real person?", "a person did my hair"])
def test_a_question_or_a_story_about_one_does_not(world: World, text: str) -> None:
    said(world, text)

    assert asked_engine(world).text == text


@pytest.mark.parametrize("label", ["book_consultation", "talk_to_human"])
def test_a_person_is_offered_once(world: World, label: str) -> None:
    clarifications: Clarifications = world.services.clarification
    ranking = ((label, 0.6), ("talk_to_human", 0.2), ("faq/cost", 0.1), ("faq/pain", 0.1))
    guessed = Understood("nlu_fallback", 0.6, ranking)

    [asked] = clarifications.ask(world.conversation_id, "m", guessed)

    assert [choice.intent for choice in asked.choices].count("talk_to_human") == 1


@pytest.mark.parametrize(
    "text",
    ["cancel that i dont need a person", "never mind, I don't need anyone", "no need for a human anymore"],
)
def test_whoever_asked_for_a_person_can_take_it_back(world: World, text: str) -> None:
    waiting(world)

    messages = takes(world, text)

    assert [message.response for message in messages] == ["utter_handoff_taken_back"]
    assert titles(messages) == ["Talk to a person"]
    assert world.conversation().owner == "assistant"
    with world.uow(reads_only=True) as uow:
        assert uow.handoffs.open_for(world.conversation_id) is None
    assert world.engine.turns == []


def test_never_mind_means_the_person_only_where_it_was_just_told(world: World) -> None:
    talked_about(world, "talk_to_human", "utter_handoff_nobody_free")
    waiting(world)
    assert said(world, "never mind") == ["utter_handoff_taken_back"]

    talked_about(world, "faq/cost")
    world.engine.reply = answer("utter_nothing_pending", label="deny")
    said(world, "cancel that")

    assert asked_engine(world).text == "cancel that"


@pytest.mark.parametrize(
    ("reason", "level"), [("red_flag", "urgent"), ("engine_failed", "non_urgent"), ("health_review", "none")]
)
def test_what_others_called_a_person_for_stays(world: World, reason: str, level: str) -> None:
    world.services.handoff.open(world.conversation_id, reason, level)

    assert said(world, "i dont need a person") == ["utter_handoff_stays"]
    assert world.conversation().owner == "waiting"


def test_with_nobody_waited_for_there_is_nothing_to_take_back(world: World) -> None:
    assert said(world, "no i dont need a person") == ["utter_not_now"]
