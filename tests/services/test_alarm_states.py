"""Danger in every state of a conversation: the fixed text first, the alarm raised, nothing else offered."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic.services.inbound import Inbound
from clinic.services.ports.jobs import Job
from tests.services.reaction_talk import Reporter
from tests.services.talk import said, takes
from tests.services.world import World

DANGER = {
    "L1": ("my throat is closing and i cant breathe", "utter_safety_anaphylaxis", "emergency"),
    "L2": ("theres pus where they injected and its spreading", "utter_safety_l2_infection", "urgent"),
    "L3": ("i have a hard lump on my scalp 6 weeks after the session", "utter_safety_l3_lumps", "non_urgent"),
    "L4": ("i want to kill myself", "utter_crisis_self_harm", "crisis"),
}
RANKS = ("L3", "L2", "L1", "L4")
URGENT = {"after L2": {"urgent"}, "after L1": {"emergency"}, "after L4": {"emergency", "crisis"}}
SALES = {"book_consultation", "start_prescreen"}


def in_form(form: str) -> Callable[[World], None]:
    def opened(world: World) -> None:
        with world.uow() as uow:
            uow.conversations.change(world.conversation_id, open_form=form)
            uow.commit()

    return opened


def with_staff(world: World) -> None:
    world.services.handoff.take_over(world.open_handoff_id(), world.receptionist)


def reporting(world: World) -> None:
    Reporter(world).says("something feels odd since you treated me")
    world.engine.during = None


def after(level: str) -> Callable[[World], None]:
    return lambda world: (takes(world, DANGER[level][0]), None)[1]


STATES: dict[str, Callable[[World], None]] = {
    "assistant": lambda _world: None,
    "waiting": lambda world: (world.open_a_handoff(), None)[1],
    "staff": with_staff,
    "closed": lambda world: world.close_conversation(),
    "health questions": in_form("prescreen_form"),
    "booking": in_form("booking_form"),
    "reaction": reporting,
    **{f"after {level}": after(level) for level in DANGER},
}


@pytest.mark.parametrize("engine", ["up", "down"])
@pytest.mark.parametrize("level", DANGER)
@pytest.mark.parametrize("state", STATES)
def test_danger_is_answered_first_in_every_state(world: World, state: str, level: str, engine: str) -> None:
    STATES[state](world)
    asked = len(world.engine.turns)
    world.engine.failure = None if engine == "up" else "down"
    text, response, shown = DANGER[level]

    messages = takes(world, text)

    conversation = world.conversation()
    is_again = state == f"after {level}" == "after L3"  # advised before: the questions go on
    if state in URGENT and RANKS.index(level) < RANKS.index(state.removeprefix("after ")):
        assert messages[0].level in URGENT[state]  # what stands is graver, and is said first
    else:
        assert is_again or (messages[0].response, messages[0].level) == (response, shown)
    assert len(world.engine.turns) == asked
    assert RANKS.index(conversation.alert_level or "L3") >= RANKS.index(level)
    assert conversation.booking_block is not None
    assert conversation.owner in ("waiting", "staff")
    assert conversation.open_form in (None, "reaction_form" if level == "L3" else None)
    assert not SALES & {button.intent for message in messages for button in message.buttons}


@pytest.mark.parametrize("level", ["L1", "L4"])
def test_the_same_danger_again_gets_the_number_again_and_no_loop(world: World, level: str) -> None:
    text, response, _ = DANGER[level]
    said(world, text)

    for _ in range(3):
        assert said(world, text) == [response, "utter_safety_still_here"]
    assert said(world, "blah blah") == ["utter_safety_still_here"]
    assert world.engine.turns == []


@pytest.mark.parametrize(
    ("level", "response"),
    [("L1", "utter_safety_ok_now"), ("L2", "utter_safety_ok_now"), ("L4", "utter_crisis_ok_now")],
)
@pytest.mark.parametrize("text", ["im fine now", "I'm OK now, thanks!", "false alarm", "feeling better now"])
def test_who_is_fine_now_is_still_advised_and_the_alert_stays(
    world: World, level: str, response: str, text: str
) -> None:
    said(world, DANGER[level][0])

    assert said(world, text) == [response]
    assert world.conversation().alert_level == level
    assert world.open_handoff().status == "waiting"


@pytest.mark.parametrize("text", ["im not ok", "will i be ok?", "its gone but came back", "is my booking ok"])
def test_who_is_not_fine_is_told_what_was_told(world: World, text: str) -> None:
    said(world, DANGER["L1"][0])

    assert said(world, text)[0] != "utter_safety_ok_now"


def test_without_an_alert_fine_is_an_answer_like_any_other(world: World) -> None:
    assert said(world, "im fine now") == ["utter_faq/pain"]


@pytest.mark.parametrize(
    ("text", "is_private"),
    [
        ("my husband hit me", True),
        ("i want to kill myself", True),
        ("my throat is closing", False),
    ],
)
def test_after_danger_nothing_goes_to_the_phone_on_file(world: World, text: str, is_private: bool) -> None:
    with world.uow() as uow:
        when = world.clock.now() + timedelta(days=1)
        uow.jobs.add(Job("j1", "remind", f"{world.conversation_id}:remind", {}, when))
        uow.jobs.add(Job("j2", "remind", "another:remind", {}, when))
        uow.commit()

    said(world, text)

    with world.uow() as uow:
        later = when + timedelta(minutes=1)
        left = [job.id for job in uow.jobs.lease_due(later, later, 10, kinds=("remind",))]
    assert left == ["j2"]
    assert world.conversation().no_contact is is_private


def test_mild_danger_drops_no_reminder(world: World) -> None:
    with world.uow() as uow:
        uow.jobs.add(Job("j1", "remind", f"{world.conversation_id}:remind", {}, world.clock.now()))
        uow.commit()

    said(world, DANGER["L3"][0])

    with world.uow() as uow:
        assert len(uow.jobs.lease_due(world.clock.now(), world.clock.now(), 10)) == 1


def test_after_hours_the_words_are_the_same(world: World) -> None:
    by_day = takes(world, DANGER["L1"][0])[0].text
    other = world.services.conversations.start("website").conversation.id
    world.clock.move(hours=14)

    at_night = world.services.turns.take(other, Inbound("n1", DANGER["L1"][0])).messages[0].text

    assert at_night == by_day
