"""Somebody whose heart is heavy is heard, not sold to (clinical.md 3.5, H36)."""

import pytest

from clinic.services.delivery import SALES
from clinic.services.distress import CALM_TURNS
from clinic.services.ports.conversations import Message
from tests.fakes import answer
from tests.services.talk import said, takes
from tests.services.world import World

HEAVY = "i hate how i look, i cant go out"


def offered(messages: tuple[Message, ...]) -> set[str]:
    return {button.intent for message in messages for button in message.buttons}


def test_nothing_is_sold_for_some_turns_and_then_again(world: World) -> None:
    world.engine.reply = answer("utter_out_of_scope", label="out_of_scope")
    heard = [takes(world, HEAVY), *(takes(world, f"blue elephants {n}") for n in range(CALM_TURNS))]

    assert [offered(messages).isdisjoint(SALES) for messages in heard] == [True] * (CALM_TURNS + 1)
    assert not offered(takes(world, "green elephants")).isdisjoint(SALES)


def test_without_distress_the_way_to_a_booking_stays_open(world: World) -> None:
    world.engine.reply = answer("utter_out_of_scope", label="out_of_scope")

    assert not offered(takes(world, "blue elephants")).isdisjoint(SALES)


def test_it_is_heard_although_the_engine_fails(world: World) -> None:
    world.engine.failure = "down"

    assert said(world, HEAVY) == ["utter_distress_heard", "utter_engine_down"]


def test_it_is_heard_inside_a_form_before_the_question(world: World) -> None:
    with world.uow() as uow:
        uow.conversations.change(world.conversation_id, open_form="prescreen_form")
        uow.commit()
    world.engine.reply = answer("utter_nothing_pending", label="nlu_fallback")

    assert said(world, HEAVY) == ["utter_distress_heard", "utter_nothing_pending"]


@pytest.mark.parametrize(
    "text", ["i hate how i look and want to die", "no point living with this hair", "i want to end it all"]
)
def test_words_of_self_harm_stay_a_crisis(world: World, text: str) -> None:
    said(world, text)

    assert world.conversation().alert_level == "L4"


def test_the_clinician_sees_what_was_told_and_nothing_else(world: World) -> None:
    world.engine.reply = answer("utter_out_of_scope", label="out_of_scope")
    for text in ("blue elephants", HEAVY, "green elephants"):
        said(world, text)

    record = world.services.records.of(world.conversation_id)

    assert [message.text for message in record.distress] == [HEAVY]
