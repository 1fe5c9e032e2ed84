"""Whoever asks for the emergency number, or for somebody at once, gets it: in every state, without engine."""

import pytest

from tests.services.talk import said, takes
from tests.services.world import CATALOGUE, World

NUMBERS = "utter_safety_which_number"


@pytest.mark.parametrize(
    "text",
    [
        "whats the emergency number",
        "whats the emrgency nubmer",
        "i live abroad what emergency number",
        "im in spain what number do i call if i have a reaction",
        "who can i call if something goes wrong",
        "do you have an emergency line?",
    ],
)
@pytest.mark.parametrize("engine", ["up", "down"])
def test_the_number_is_said_whatever_is_understood(world: World, text: str, engine: str) -> None:
    world.engine.failure = None if engine == "up" else "down"

    (message,) = takes(world, text)

    assert message.response == NUMBERS
    assert "999 now, or the emergency number where you are" in message.text
    assert world.engine.turns == []
    assert world.conversation().alert_level is None


@pytest.mark.parametrize("text", ["need help asap plz", "its urgent!!"])
def test_who_needs_somebody_now_gets_the_number_and_a_person(world: World, text: str) -> None:
    heard = said(world, text)

    assert heard[0] == NUMBERS
    assert heard[1:] == ["utter_handoff_waiting"]
    assert (world.open_handoff().reason, world.open_handoff().level) == ("talk_to_human", "urgent")


def test_the_number_comes_first_whether_or_not_the_watch_fires(world: World) -> None:
    first = takes(world, "i need someone NOW its urgent")[0]

    assert "999 now, or the emergency number where you are" in " ".join(first.text.split())
    assert world.conversation().owner == "waiting"


@pytest.mark.parametrize(
    "text",
    [
        "what number do i call to book an appointment",
        "its urgent i need to move my appointment",
        "i need an urgent refund its urgent",
        "whats your phone number",
    ],
)
def test_a_number_for_something_else_is_left_to_the_engine(world: World, text: str) -> None:
    assert said(world, text) == ["utter_faq/pain"]


@pytest.mark.parametrize("form", ["prescreen_form", "booking_form", "reaction_form"])
def test_inside_a_form_the_number_comes_first_and_the_question_again(world: World, form: str) -> None:
    with world.uow() as uow:
        uow.conversations.change(world.conversation_id, open_form=form)
        uow.commit()

    heard = said(world, "whats the emergency number")

    assert heard[0] == NUMBERS
    assert len(heard) > 1


@pytest.mark.parametrize(
    ("danger", "after"),
    [
        ("pus and fever 2 days after my mesotherapy", []),
        ("my throat is closing and i cant breathe", ["utter_safety_still_here"]),
        ("my husband hit me", ["utter_crisis_still_here_violence"]),
    ],
)
@pytest.mark.parametrize("text", ["which number", "who do i call", "i need someone now"])
def test_after_an_alarm_any_number_asked_for_is_that_one(
    world: World, danger: str, after: list[str], text: str
) -> None:
    said(world, danger)

    assert said(world, text) == [NUMBERS, *after]


def test_every_urgent_advice_counts_abroad_too() -> None:
    for name, (variant,) in CATALOGUE.responses.items():
        if name.startswith("utter_safety_l2_"):
            assert "the emergency number where you are" in " ".join(variant.text.split()), name


def test_a_mild_alarm_says_again_what_to_do(world: World) -> None:
    said(world, "i have a hard lump on my scalp 6 weeks after the session")

    assert said(world, "what do i do")[0] == "utter_safety_l3"
