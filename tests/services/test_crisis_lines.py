"""After a crisis the line named is the one for whom it is about, and a private chat can be kept private."""

import pytest

from clinic.config import ROOT
from tests.services.talk import said, takes
from tests.services.world import World

ABUSE = "my husband hit me"
PARENT = "my son is 15 and he says he wants to die"


@pytest.mark.parametrize("age", ["shes 14", "she's only 15", "she is 16 years old", "my daughter is 13"])
def test_the_age_of_the_child_told_afterwards_brings_the_child_line(world: World, age: str) -> None:
    assert said(world, "my daughter wants to kill herself over her hair")[0] == "utter_crisis_self_harm"

    heard = takes(world, age)

    assert [m.response for m in heard] == ["utter_crisis_child_other", "utter_crisis_still_here_child"]
    assert "0800 1111" in heard[0].text
    with world.uow(reads_only=True) as uow:
        assert "RF-19" in {flag.flag for flag in uow.watch.red_flags(world.conversation_id)}


def test_ones_own_age_told_afterwards_brings_the_child_line_to_the_child(world: World) -> None:
    said(world, "i want to kill myself")

    assert said(world, "im 15") == ["utter_crisis_child", "utter_crisis_still_here_child"]


def test_the_age_of_a_grown_up_brings_none(world: World) -> None:
    said(world, "my daughter wants to kill herself over her hair")

    assert said(world, "shes 24") == ["utter_safety_still_here"]


def test_an_age_after_an_emergency_is_no_crisis(world: World) -> None:
    said(world, "my throat is closing and i cant breathe")

    assert said(world, "im 15") == ["utter_safety_still_here"]
    assert world.conversation().alert_level == "L1"


def test_a_parent_is_not_spoken_to_as_the_child(world: World) -> None:
    heard = takes(world, PARENT)

    assert heard[0].response == "utter_crisis_child_other"
    assert "A grown-up" not in heard[0].text
    assert "your fault" not in heard[0].text


@pytest.mark.parametrize("text", ["my dad hits me im 12", "im 15 and i want to die"])
def test_a_child_is_spoken_to_as_one(world: World, text: str) -> None:
    assert said(world, text)[0] == "utter_crisis_child"


def test_a_child_flag_is_kept_once(world: World) -> None:
    said(world, PARENT)

    with world.uow(reads_only=True) as uow:
        flags = [flag.flag for flag in uow.watch.red_flags(world.conversation_id)]
    assert sorted(flags) == ["RF-17", "RF-19"]


@pytest.mark.parametrize(
    ("danger", "line"),
    [
        (ABUSE, "utter_crisis_still_here_violence"),
        (PARENT, "utter_crisis_still_here_child"),
        ("i want to kill myself", "utter_safety_still_here"),
        ("my throat is closing and i cant breathe", "utter_safety_still_here"),
    ],
)
def test_what_is_said_meanwhile_names_the_right_line(world: World, danger: str, line: str) -> None:
    said(world, danger)

    assert said(world, "blah blah") == [line]


@pytest.mark.parametrize("danger", [ABUSE, PARENT])
def test_who_is_fine_now_keeps_the_right_line(world: World, danger: str) -> None:
    said(world, danger)

    assert "116 123" not in takes(world, "im fine now")[0].text


@pytest.mark.parametrize(
    "text", ["can i delete this chat", "how do i delete it", "he must not see this, delete this"]
)
def test_how_to_delete_the_chat_is_said_and_what_stays(world: World, text: str) -> None:
    said(world, ABUSE)

    (message,) = takes(world, text)

    assert message.response == "utter_crisis_delete_chat"
    assert "“Delete this chat”" in message.text


@pytest.mark.parametrize("text", ["can you not email me", "dont call me", "will you text me"])
def test_what_reaches_the_phone_is_answered_by_what_is_done(world: World, text: str) -> None:
    said(world, ABUSE)

    assert said(world, text) == ["utter_crisis_no_contact"]
    assert world.conversation().no_contact


def test_nothing_is_promised_where_letters_still_go(world: World) -> None:
    said(world, "my throat is closing and i cant breathe")

    assert not world.conversation().no_contact
    assert said(world, "dont email me") == ["utter_safety_still_here"]


def test_the_buttons_that_are_named_stand_in_the_chat() -> None:
    words = (ROOT / "widget" / "words.js").read_text()
    assert 'erase: "Delete this chat"' in words
    assert 'leave: "Leave this chat"' in words
