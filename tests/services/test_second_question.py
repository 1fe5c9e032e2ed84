"""Two questions in one message: both are answered, safety first, and nothing that was asked is lost."""

import pytest

from clinic.services.dialogue import Also, Reply, Understood
from clinic.services.ports import EngineReply
from tests.services.talk import said, takes, titles
from tests.services.world import World


def asks(
    world: World, text: str, label: str, also: str, *responses: str, is_first: bool = False
) -> list[str | None]:
    replies = tuple(Reply(name) for name in responses)
    world.engine.reply = EngineReply(replies, Understood(label, 0.9, also=(Also(also, is_first),)))
    return said(world, text)


def test_two_topics_are_answered_in_the_order_asked(world: World) -> None:
    assert asks(world, "hurts? and the price", "faq/pain", "faq/cost", "utter_faq/pain") == [
        "utter_faq/pain",
        "utter_faq/cost",
    ]


def test_a_second_topic_that_was_asked_first_is_answered_first(world: World) -> None:
    answers = asks(world, "price? and hurts", "faq/pain", "faq/cost", "utter_faq/pain", is_first=True)

    assert answers == ["utter_faq/cost", "utter_faq/pain"]


def test_inside_a_form_the_open_question_comes_last(world: World) -> None:
    replies = ("utter_faq/pain", "utter_nothing_pending")

    assert asks(world, "hurts? and the price", "faq/pain", "faq/cost", *replies) == [
        "utter_faq/pain",
        "utter_faq/cost",
        "utter_nothing_pending",
    ]


def test_a_topic_beside_a_wish_is_answered_before_the_wish_is_followed(world: World) -> None:
    assert asks(
        world, "book me, how much is it", "book_consultation", "faq/cost", "utter_nothing_pending"
    ) == [
        "utter_faq/cost",
        "utter_nothing_pending",
    ]


def test_a_second_wish_is_offered_as_a_button(world: World) -> None:
    world.engine.reply = EngineReply(
        (Reply("utter_nothing_pending"),), Understood("book_consultation", 0.9, also=(Also("talk_to_human"),))
    )

    messages = takes(world, "book me and get me a person")

    assert [message.response for message in messages] == ["utter_also_asked", "utter_nothing_pending"]
    assert titles(messages)[0] == "Talk to a person"
    assert messages[0].buttons[0].intent == "talk_to_human"


def test_a_health_point_is_answered_first_and_offered_to_be_noted_last(world: World) -> None:
    offer = "utter_disclosure_note_offer"

    assert asks(
        world, "im diabetic, how many sessions", "disclose_condition", "faq/session_count", offer
    ) == [
        "utter_disclosure_not_booked",
        "utter_faq/session_count",
        offer,
    ]


def test_a_reported_reaction_is_spoken_about_before_a_topic(world: World) -> None:
    assert asks(world, "odd bump, price?", "report_reaction", "faq/cost", "utter_reaction_report") == [
        "utter_reaction_report",
        "utter_faq/cost",
    ]


@pytest.mark.parametrize(
    ("label", "response"), [("emergency", "utter_safety_l1"), ("crisis", "utter_distress")]
)
def test_beside_danger_nothing_else_is_answered(world: World, label: str, response: str) -> None:
    assert asks(world, "something", label, "faq/cost", "utter_safety_l1") == [
        response,
        "utter_safety_person_alerted",
    ]
