"""What only the classifier sees raises the alarm that the watch would have raised."""

from clinic.language.watch import rules_alone
from clinic.services.classifier_alarms import ClassifierAlarms
from clinic.services.hearing import Heard
from clinic.services.ports.conversations import Message
from tests.fakes import answer
from tests.services.talk import said, takes
from tests.services.world import World

UNKNOWN_WORDS = "it is like that time with the lighthouse"  # no rule and no list holds them


def test_an_emergency_raises_the_alarm(world: World) -> None:
    world.engine.reply = answer("utter_safety_l1", label="emergency")

    assert said(world, UNKNOWN_WORDS) == ["utter_safety_l1", "utter_safety_person_alerted"]

    conversation = world.conversation()
    assert (conversation.alert_level, conversation.booking_block) == ("L1", "red_flag")
    assert (world.open_handoff().level, conversation.owner) == ("emergency", "waiting")
    with world.uow(reads_only=True) as uow:
        (seen,) = uow.watch.red_flags(world.conversation_id)
    assert (seen.flag, seen.level, seen.rule, seen.words) == ("RF-21", "L1", "classifier", UNKNOWN_WORDS)


def test_after_an_emergency_nothing_but_help_is_said(world: World) -> None:
    world.engine.reply = answer("utter_safety_l1", label="emergency")
    said(world, UNKNOWN_WORDS)
    world.engine.reply = answer("utter_faq/cost", label="faq/cost")

    assert said(world, "how much is it") == ["utter_safety_still_here"]


def test_a_crisis_gets_help_lines_and_a_person_at_once_and_the_chat_goes_on(world: World) -> None:
    world.engine.reply = answer("utter_distress", label="crisis")

    first = takes(world, "im really scared of losing all my hair")

    assert [message.response for message in first] == ["utter_distress", "utter_safety_person_alerted"]
    assert "116 123" in first[0].text
    assert "999" in first[0].text
    assert (world.open_handoff().reason, world.open_handoff().level) == ("distress", "crisis")
    assert (world.conversation().alert_level, world.conversation().booking_block) == (None, None)
    world.engine.reply = answer("utter_faq/pain", label="faq/pain")
    assert said(world, "does it hurt") == ["utter_faq/pain"]


def test_a_crisis_told_again_is_answered_in_other_words(world: World) -> None:
    world.engine.reply = answer("utter_distress", label="crisis")

    heard = [said(world, UNKNOWN_WORDS)[0] for _ in range(3)]

    assert heard == ["utter_distress", "utter_distress_again", "utter_distress_not_alone"]
    assert len(world.services.records.of(world.conversation_id).distress) == 1


def test_a_crisis_locks_the_chat_where_the_watch_has_lost_its_second_detector(world: World) -> None:
    alarms = ClassifierAlarms(world.services.turns.safety, rules_alone())
    message = Message(
        id="m", conversation_id=world.conversation_id, sequence=2, sender="patient", kind="text",
        text=UNKNOWN_WORDS, state="received", created_at=world.clock.now(),
    )  # fmt: skip
    with world.uow() as uow:
        uow.messages.add(message)
        replies = alarms.respond(uow, world.conversation(), message, "crisis", Heard())
        uow.commit()

    assert replies[0].response == "utter_crisis_self_harm"
    assert (world.conversation().alert_level, world.conversation().no_contact) == ("L4", True)


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
