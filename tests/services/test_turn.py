"""One turn: stored once, watched first, answered always."""

import threading
from datetime import timedelta

import pytest

from clinic.services.errors import ButtonUnknown, ConversationUnknown
from clinic.services.inbound import LEASE, QUEUE_LIMIT, Inbound
from tests.fakes import answer
from tests.services.world import World


def said(world: World, text: str, client_id: str = "c1") -> list[str | None]:
    result = world.services.turns.take(world.conversation_id, Inbound(client_id, text))
    return [message.response for message in result.messages]


def test_a_question_is_answered_with_what_the_engine_said(world: World) -> None:
    replies = said(world, "does it hurt")

    assert replies == ["utter_faq/pain"]
    assert world.engine.turns[-1].text == "does it hurt"


def test_what_was_understood_is_kept_with_the_message(world: World) -> None:
    said(world, "does it hurt")

    message = world.patient_messages()[-1]
    assert (message.label, message.state) == ("faq/pain", "answered")


def test_the_same_client_id_returns_the_first_answer_and_asks_nobody(world: World) -> None:
    first = world.services.turns.take(world.conversation_id, Inbound("c1", "does it hurt"))

    again = world.services.turns.take(world.conversation_id, Inbound("c1", "does it hurt"))

    assert again.messages == first.messages
    assert len(world.engine.turns) == 1


def test_an_emergency_is_answered_without_the_engine(world: World) -> None:
    world.engine.failure = "down"

    replies = said(world, "i cant breathe and my throat is closing")

    assert replies[0] == "utter_safety_anaphylaxis"
    assert world.engine.turns == []


def test_an_emergency_blocks_booking_and_calls_a_person(world: World) -> None:
    said(world, "i cant breathe and my throat is closing")

    conversation = world.conversation()
    assert (conversation.alert_level, conversation.booking_block) == ("L1", "red_flag")
    assert conversation.owner == "waiting"
    assert world.open_handoff().level == "emergency"


def test_after_an_emergency_nothing_but_help_is_said(world: World) -> None:
    said(world, "i cant breathe and my throat is closing")

    assert said(world, "how much does it cost", "c2") == ["utter_safety_still_here"]
    assert world.engine.turns == []


def test_an_emergency_is_answered_when_nothing_can_be_stored(world: World) -> None:
    world.break_storage()

    result = world.services.turns.take(world.conversation_id, Inbound("c1", "my throat is closing"))

    assert [message.response for message in result.messages] == [
        "utter_safety_anaphylaxis",
        "utter_storing_failed",
    ]
    assert result.sequence == 0


def test_an_emergency_in_a_message_that_is_too_long_is_seen(world: World) -> None:
    replies = said(world, "so " * 1000 + "now my throat is closing and i cant breathe")

    assert replies[0] == "utter_safety_anaphylaxis"


@pytest.mark.parametrize(
    ("failure", "response"), [("down", "utter_engine_down"), ("slow", "utter_engine_slow")]
)
def test_an_engine_that_fails_is_told_and_a_person_sees_it(world: World, failure: str, response: str) -> None:
    world.engine.failure = failure

    replies = said(world, "does it hurt")

    assert replies == [response]
    assert world.open_handoff().reason == "engine_failed"


def test_a_lost_action_is_told_beside_what_came(world: World) -> None:
    world.engine.reply = answer("utter_faq/pain", failed=("action_submit_booking",))

    assert said(world, "yes please") == ["utter_faq/pain", "utter_engine_down"]


def test_an_empty_answer_of_the_engine_is_a_failure(world: World) -> None:
    world.engine.reply = answer()

    assert said(world, "does it hurt") == ["utter_engine_down"]


@pytest.mark.parametrize("text", ["", "   ", "😭😭", "?!…", "\u0000\u0007"])
def test_a_message_without_words_gets_a_kind_reply(world: World, text: str) -> None:
    assert said(world, text) == ["utter_say_it_in_words"]


def test_a_message_that_is_too_long_gets_a_kind_reply(world: World) -> None:
    assert said(world, "word " * 1000) == ["utter_message_too_long"]


def test_a_person_who_took_over_is_not_talked_over(world: World) -> None:
    said(world, "i want a person")
    world.services.handoff.take_over(world.open_handoff_id(), world.receptionist)
    asked = len(world.engine.turns)

    assert said(world, "are you there", "c2") == []
    assert len(world.engine.turns) == asked


def test_a_late_answer_after_a_takeover_is_dropped(world: World) -> None:
    world.open_a_handoff()
    world.engine.during = lambda _turn: world.services.handoff.take_over(
        world.open_handoff_id(), world.receptionist
    )

    assert said(world, "does it hurt") == []
    assert world.patient_messages()[-1].state == "answered"


def test_a_button_sends_its_intent_and_keeps_its_data_here(world: World) -> None:
    greeting = world.services.conversations.messages(world.conversation_id)[0]
    button = greeting.buttons[0]

    world.services.turns.take(world.conversation_id, Inbound("c1", button_token=button.token))

    turn = world.engine.turns[-1]
    assert (turn.text, turn.intent) == (None, button.intent)
    assert world.patient_messages()[-1].text == button.title


def test_a_button_of_another_conversation_is_refused(world: World) -> None:
    other = world.services.conversations.start("website")
    token = other.messages[0].buttons[0].token

    with pytest.raises(ButtonUnknown):
        world.services.turns.take(world.conversation_id, Inbound("c1", button_token=token))


def test_an_unknown_conversation_is_refused(world: World) -> None:
    with pytest.raises(ConversationUnknown):
        world.services.turns.take("0" * 32, Inbound("c1", "hello"))


def test_messages_of_one_conversation_are_answered_one_at_a_time(world: World) -> None:
    running: list[int] = []
    together: list[int] = []
    lock = threading.Lock()

    def during(_turn: object) -> None:
        with lock:
            running.append(1)
            together.append(len(running))
        threading.Event().wait(0.01)
        with lock:
            running.pop()

    world.engine.during = during
    threads = [
        threading.Thread(target=said, args=(world, f"question {number}", f"c{number}")) for number in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert together == [1] * 5
    assert {message.state for message in world.patient_messages()} == {"answered"}


def test_a_crowd_of_waiting_messages_is_told_so(world: World) -> None:
    for number in range(QUEUE_LIMIT):
        world.services.turns.inbox.receive(world.conversation_id, Inbound(f"w{number}", "hello"))

    assert said(world, "hello?") == ["utter_queue_full"]


def test_a_message_whose_process_died_is_answered_by_the_sweep(world: World) -> None:
    world.services.turns.inbox.receive(world.conversation_id, Inbound("c1", "does it hurt"))
    world.clock.move(seconds=LEASE.total_seconds() + 1)

    assert world.services.sweep.run() == 1
    assert world.newest_response() == "utter_engine_down"
    assert world.services.sweep.run() == 0


def test_an_emergency_whose_process_died_is_answered_as_one(world: World) -> None:
    world.services.turns.inbox.receive(world.conversation_id, Inbound("c1", "my throat is closing"))
    world.clock.move(seconds=LEASE.total_seconds() + 1)

    world.services.sweep.run()

    assert world.conversation().alert_level == "L1"


def test_two_misses_in_a_row_are_counted_and_an_answer_ends_the_count(world: World) -> None:
    world.engine.reply = answer("utter_clarify", label="nlu_fallback")
    said(world, "hmm the thing", "c1")
    said(world, "you know", "c2")
    assert world.conversation().misses == 2

    world.engine.reply = answer("utter_faq/pain")
    said(world, "does it hurt", "c3")

    assert world.conversation().misses == 0


def test_a_disclosure_gets_its_safety_point_before_the_answer(world: World) -> None:
    world.engine.reply = answer("utter_faq/session_count", label="faq/session_count")

    replies = said(world, "im diabetic, how many sessions do i need")

    assert replies == [
        "utter_disclosure_not_booked",
        "utter_faq/session_count",
        "utter_disclosure_note_offer",
    ]


def test_a_closed_conversation_opens_again_when_the_patient_writes(world: World) -> None:
    world.close_conversation()

    assert said(world, "does it hurt") == ["utter_faq/pain"]
    assert world.conversation().owner == "assistant"


def test_no_word_of_a_patient_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    world.engine.failure = "down"

    said(world, "zebrafish secret words")

    assert "zebrafish" not in caplog.text


def test_erasure_leaves_nothing_of_the_conversation(world: World) -> None:
    said(world, "does it hurt")

    receipt = world.services.conversations.erase(world.conversation_id, actor="patient")

    assert receipt.messages == 3
    assert world.rows_of(world.conversation_id) == {}
    world.clock.move(seconds=timedelta(minutes=1).total_seconds())
    assert world.services.jobs.run_due() == 1
    assert world.engine.forgotten == [world.conversation_id]


def test_nobody_whose_booking_is_blocked_is_offered_one(world: World) -> None:
    said(world, "theres pus where they injected and its spreading")
    world.engine.reply = answer("utter_faq/cost", label="faq/cost")

    result = world.services.turns.take(world.conversation_id, Inbound("c2", "how much is it"))

    offered = {button.intent for message in result.messages for button in message.buttons}
    assert "book_consultation" not in offered


def test_a_past_cancer_is_not_told_as_a_present_one(world: World) -> None:
    world.engine.reply = answer("utter_faq/pain")

    replies = said(world, "i had breast cancer 6 years ago. does it hurt")

    assert replies[0] == "utter_disclosure_needs_clinician"


def test_danger_is_answered_although_the_queue_is_full(world: World) -> None:
    for number in range(QUEUE_LIMIT):
        world.services.turns.inbox.receive(world.conversation_id, Inbound(f"w{number}", "hello"))

    replies = said(world, "my throat is closing")

    assert replies[0] == "utter_safety_anaphylaxis"
    assert world.conversation().alert_level == "L1"


def test_danger_waits_for_no_earlier_turn_and_silences_its_answer(world: World) -> None:
    danger: list[str | None] = []
    world.engine.during = lambda _turn: danger.extend(said(world, "my throat is closing", "c2"))

    earlier = said(world, "how much does it cost", "c1")

    assert danger[0] == "utter_safety_anaphylaxis"
    assert earlier == []
