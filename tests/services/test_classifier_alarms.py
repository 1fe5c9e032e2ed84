"""What only the classifier sees raises the alarm that the watch would have raised."""

import pytest

from tests.fakes import answer
from tests.services.talk import said, takes
from tests.services.world import World

UNKNOWN_WORDS = "it is like that time with the lighthouse"  # no rule and no list holds them


@pytest.mark.parametrize(
    ("label", "flag", "level", "handoff", "response"),
    [
        ("emergency", "RF-21", "L1", "emergency", "utter_safety_l1"),
        ("crisis", "RF-17", "L4", "crisis", "utter_crisis_self_harm"),
    ],
)
def test_an_alarm_is_raised(
    world: World, label: str, flag: str, level: str, handoff: str, response: str
) -> None:
    world.engine.reply = answer("utter_safety_l1", label=label)

    assert said(world, UNKNOWN_WORDS) == [response, "utter_safety_person_alerted"]

    conversation = world.conversation()
    assert (conversation.alert_level, conversation.booking_block) == (level, "red_flag")
    assert (world.open_handoff().level, conversation.owner) == (handoff, "waiting")
    with world.uow(reads_only=True) as uow:
        (seen,) = uow.watch.red_flags(world.conversation_id)
    assert (seen.flag, seen.level, seen.rule, seen.words) == (flag, level, "classifier", UNKNOWN_WORDS)


@pytest.mark.parametrize("label", ["emergency", "crisis"])
def test_after_it_nothing_but_help_is_said(world: World, label: str) -> None:
    world.engine.reply = answer("utter_safety_l1", label=label)
    said(world, UNKNOWN_WORDS)
    world.engine.reply = answer("utter_faq/cost", label="faq/cost")

    assert said(world, "how much is it") == ["utter_safety_still_here"]


def test_after_a_crisis_nothing_goes_to_the_phone_on_file(world: World) -> None:
    world.engine.reply = answer("utter_distress", label="crisis")

    said(world, UNKNOWN_WORDS)

    assert world.conversation().no_contact


def test_an_open_form_is_closed(world: World) -> None:
    with world.uow() as uow:
        uow.conversations.change(world.conversation_id, open_form="booking_form")
        uow.commit()
    world.engine.reply = answer("utter_safety_l1", "utter_nothing_pending", label="emergency")

    names = said(world, UNKNOWN_WORDS)

    assert names == ["utter_safety_l1", "utter_safety_person_alerted"]
    assert world.conversation().open_form is None


def test_a_child_in_crisis_is_answered_as_one(world: World) -> None:
    world.engine.reply = answer("utter_distress", label="crisis")

    assert said(world, f"i am 15. {UNKNOWN_WORDS}")[0] == "utter_crisis_child"


def test_a_lost_action_does_not_lose_the_alarm(world: World) -> None:
    world.engine.reply = answer("utter_safety_l1", label="emergency", failed=("action_open_handoff",))

    said(world, UNKNOWN_WORDS)

    assert world.conversation().alert_level == "L1"


def test_a_person_who_took_over_sees_the_message_and_is_not_talked_over(world: World) -> None:
    world.open_a_handoff()
    world.engine.during = lambda _turn: world.services.handoff.take_over(
        world.open_handoff_id(), world.receptionist
    )
    world.engine.reply = answer("utter_safety_l1", label="emergency")

    assert takes(world, UNKNOWN_WORDS) == ()


def test_a_reported_reaction_raises_an_alert_and_opens_an_incident(world: World) -> None:
    def reports(turn) -> None:
        replies = world.services.reaction.report(turn.conversation_id, turn.message_id)
        world.engine.reply = answer(*(reply.response for reply in replies), label="report_reaction")

    world.engine.during = reports

    said(world, UNKNOWN_WORDS)

    conversation = world.conversation()
    assert (conversation.alert_level, conversation.booking_block) == ("L3", "reaction")
    assert world.open_handoff().level == "urgent"
    with world.uow(reads_only=True) as uow:
        assert len(uow.watch.incidents()) == 1
