"""Words that name a button of our last message count like pressing it."""

import pytest

from clinic.services.inbound import Inbound
from tests.fakes import answer
from tests.services.talk import asked_engine, said, talked_about
from tests.services.world import World

OFFER = "utter_outcome_clear"  # "Would you like to pick a time?": Yes, pick a time / Not now


@pytest.mark.parametrize(
    "text", ["yes pick a time", "YES", "ok", "sure, go ahead", "Yes, pick a time", "haan"]
)
def test_a_typed_yes_takes_up_what_was_offered(world: World, text: str) -> None:
    talked_about(world, "affirm", OFFER)

    said(world, text)

    assert (asked_engine(world).text, asked_engine(world).intent) == (None, "book_consultation")


@pytest.mark.parametrize("text", ["not now", "no", "no thanks"])
def test_a_typed_no_turns_it_down(world: World, text: str) -> None:
    talked_about(world, "affirm", OFFER)

    assert said(world, text) == ["utter_not_now"]


def test_a_pressed_no_is_answered_and_not_asked_about(world: World) -> None:
    talked_about(world, "affirm", OFFER)
    button = world.services.conversations.messages(world.conversation_id)[-1].buttons[-1]
    inbound = Inbound("pressed", button.title, button_token=button.token)

    replies = world.services.turns.take(world.conversation_id, inbound).messages

    assert [reply.response for reply in replies] == ["utter_not_now"]


def test_the_words_of_any_button_are_enough(world: World) -> None:
    talked_about(world, "faq/session_count", "utter_faq/session_count")

    said(world, "what does it cost")

    assert asked_engine(world).intent == "faq/cost"


@pytest.mark.parametrize(
    "text",
    [
        "yes but does it hurt?",
        "yes i am diabetic",
        "something else entirely",
        "yes and i also want to know where you are and when you open",
    ],
)
def test_words_that_say_more_are_read_as_they_are(world: World, text: str) -> None:
    talked_about(world, "affirm", OFFER)

    said(world, text)

    assert asked_engine(world).intent is None


def test_a_yes_names_nothing_where_no_button_is_a_yes(world: World) -> None:
    talked_about(world, "faq/pain", "utter_faq/pain")

    said(world, "yes")

    assert (asked_engine(world).text, asked_engine(world).intent) == ("yes", None)


def test_an_hour_later_nothing_is_offered_any_more(world: World) -> None:
    talked_about(world, "affirm", OFFER)
    world.clock.move(minutes=61)
    world.engine.reply = answer("utter_nothing_pending", label="affirm")

    said(world, "yes")

    assert asked_engine(world).text == "yes"


@pytest.mark.parametrize("text", ["👎", "😡 😡", "-"])
def test_what_holds_no_word_is_no_yes(world: World, text: str) -> None:
    talked_about(world, "affirm", OFFER)
    asked_before = len(world.engine.turns)

    said(world, text)

    assert all(turn.intent is None for turn in world.engine.turns[asked_before:])


@pytest.mark.parametrize(
    "text", ["actually ok", "pick a time", "fri 4 dec", "next tuesday at 10", "yes please"]
)
def test_what_was_turned_down_for_now_can_be_taken_up_later(world: World, text: str) -> None:
    talked_about(world, "affirm", OFFER)
    assert said(world, "not now") == ["utter_not_now"]

    said(world, text)

    assert (asked_engine(world).text, asked_engine(world).intent) == (None, "book_consultation")


def test_a_no_after_a_no_turns_nothing_down_again(world: World) -> None:
    talked_about(world, "affirm", OFFER)
    said(world, "not now")

    said(world, "no")

    assert asked_engine(world).text == "no"


def test_a_day_takes_up_only_the_offer_of_a_time(world: World) -> None:
    talked_about(world, "faq/cost", "utter_faq/cost")  # it has a button to book

    said(world, "fri 4 dec")

    assert asked_engine(world).text == "fri 4 dec"
