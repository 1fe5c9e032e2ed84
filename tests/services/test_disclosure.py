"""What patients tell of their health in passing: kept whoever answers, asked back softly, read back later."""

import pytest

from clinic.services.dialogue import Reply, Taken, Understood
from clinic.services.inbound import Inbound
from clinic.services.ports import EngineReply, EngineTurn
from clinic.services.ports.conversations import Message, SeenFinding
from tests.fakes import answer
from tests.services.talk import NUMBERS, said, takes
from tests.services.world import World

OFFER = "utter_disclosure_note_offer"
ASKS = "utter_disclosure_hypothetical"


def kept(world: World) -> list[SeenFinding]:
    with world.uow(reads_only=True) as uow:
        return list(uow.watch.findings(world.conversation_id))


def told(world: World) -> list[tuple[str, str]]:
    return [(seen.concept, seen.assertion) for seen in kept(world)]


def presses(world: World, heard: tuple[Message, ...], title: str) -> list[str | None]:
    """Press a button of our own question; what the engine's rule would call is called here."""
    button = next(b for message in heard for b in message.buttons if b.title == title)

    def chooses(turn: EngineTurn) -> None:
        replies = world.services.choices.take(turn.conversation_id, turn.message_id)
        world.engine.reply = EngineReply(replies, Understood("answer_question", 1.0))

    world.engine.during = chooses
    result = world.services.turns.take(
        world.conversation_id, Inbound(f"p{next(NUMBERS)}", button_token=button.token)
    )
    world.engine.during = None
    return [message.response for message in result.messages]


def asks_in_general(world: World, text: str = "can diabetics have it?") -> tuple[Message, ...]:
    world.engine.reply = answer("utter_faq/contraindications", label="faq/contraindications")
    return takes(world, text)


# Nothing told is lost


@pytest.mark.parametrize("failure", ["down", "slow", "broken"])
def test_it_is_kept_and_answered_although_the_engine_fails(world: World, failure: str) -> None:
    world.engine.failure = failure

    names = said(world, "im pregnant, does it hurt")

    assert told(world) == [("pregnancy", "present")]
    assert names[0] == "utter_disclosure_not_booked"
    assert names[-1] in ("utter_engine_down", "utter_engine_slow")


def test_it_is_kept_although_a_person_answers(world: World) -> None:
    world.services.handoff.take_over(world.open_a_handoff().id, world.receptionist)

    assert said(world, "by the way I take warfarin") == []
    assert told(world) == [("anticoagulant", "present")]


def test_it_is_kept_although_a_takeover_drops_the_answer(world: World) -> None:
    world.open_a_handoff()
    world.engine.during = lambda _turn: world.services.handoff.take_over(
        world.open_handoff_id(), world.receptionist
    )

    assert said(world, "im diabetic does it hurt") == []
    assert told(world) == [("diabetes", "present")]


def test_it_is_kept_from_an_emergency_and_weighs_in_it(world: World) -> None:
    said(world, "im diabetic and theres pus where they injected and its spreading")

    assert ("diabetes", "present") in told(world)
    assert world.conversation().alert_level == "L1"


def test_it_is_kept_from_a_message_that_is_too_long(world: World) -> None:
    assert said(world, "I am pregnant. " + "word " * 1000) == ["utter_message_too_long"]
    assert told(world) == [("pregnancy", "present")]


def test_the_same_message_twice_is_kept_once(world: World) -> None:
    inbound = Inbound("same", "im diabetic")
    for _ in range(2):
        world.services.turns.take(world.conversation_id, inbound)

    assert told(world) == [("diabetes", "present")]


@pytest.mark.parametrize("text", ["im not diabetic", "no diabetes no bp", "I never had cancer"])
def test_what_is_denied_is_no_finding(world: World, text: str) -> None:
    said(world, text)

    assert told(world) == []


def test_a_second_turn_in_the_same_conversation_keeps_its_own(world: World) -> None:
    said(world, "im diabetic")
    said(world, "and I take warfarin")

    assert told(world) == [("diabetes", "present"), ("anticoagulant", "present")]


# May I note this?


@pytest.mark.parametrize(
    ("text", "response", "is_noted"),
    [
        ("yes", "utter_disclosure_noted", True),
        ("yes please", "utter_disclosure_noted", True),
        ("no", "utter_disclosure_not_noted", False),
        ("no thanks", "utter_disclosure_not_noted", False),
    ],
)
def test_a_typed_answer_counts_like_the_button(
    world: World, text: str, response: str, is_noted: bool
) -> None:
    said(world, "im diabetic does it hurt")
    asked = len(world.engine.turns)

    assert said(world, text) == [response]
    assert [seen.is_noted for seen in kept(world)] == [is_noted]
    assert len(world.engine.turns) == asked


@pytest.mark.parametrize(
    "text", ["yes but does it hurt?", "how much is it", "no idea what you mean by all of this note"]
)
def test_what_is_no_answer_goes_on_to_the_engine(world: World, text: str) -> None:
    said(world, "im diabetic does it hurt")
    world.engine.reply = answer("utter_faq/cost", label="faq/cost")

    assert said(world, text) == ["utter_faq/cost"]


def test_a_yes_an_hour_later_belongs_to_nothing(world: World) -> None:
    said(world, "im diabetic does it hurt")
    world.clock.move(minutes=61)
    world.engine.reply = answer("utter_nothing_pending", label="affirm")

    assert said(world, "yes") == ["utter_nothing_pending"]


def test_a_yes_with_news_in_it_is_told_anew(world: World) -> None:
    said(world, "im diabetic does it hurt")
    world.engine.reply = answer(OFFER, label="disclose_condition")

    names = said(world, "yes and I take warfarin")

    assert names == ["utter_disclosure_blood_thinner", OFFER]


@pytest.mark.parametrize("title", ["Yes", "No"])
def test_noted_or_not_it_holds_booking_back(world: World, title: str) -> None:
    presses(world, takes(world, "im diabetic does it hurt"), title)

    assert told(world) == [("diabetes", "present")]


# Is this about you?


def test_it_is_asked_once_in_a_conversation(world: World) -> None:
    assert [m.response for m in asks_in_general(world)] == ["utter_faq/contraindications", ASKS]
    assert [m.response for m in asks_in_general(world, "and cancer patients?")][-1] != ASKS


def test_yes_about_me_is_an_own_disclosure_from_then_on(world: World) -> None:
    heard = asks_in_general(world)
    assert told(world) == []

    assert presses(world, heard, "Yes, about me") == ["utter_disclosure_not_booked", OFFER]
    assert told(world) == [("diabetes", "present")]


def test_the_button_pressed_twice_keeps_it_once(world: World) -> None:
    heard = asks_in_general(world)
    presses(world, heard, "Yes, about me")

    assert presses(world, heard, "Yes, about me") == ["utter_disclosure_not_booked", OFFER]
    assert told(world) == [("diabetes", "present")]


@pytest.mark.parametrize("text", ["yes", "yes, about me", "its me", "yes i have it", "maybe"])
def test_typed_it_is_the_same_and_doubt_counts(world: World, text: str) -> None:
    asks_in_general(world)

    assert said(world, text) == ["utter_disclosure_not_booked", OFFER]
    assert told(world) == [("diabetes", "present")]


@pytest.mark.parametrize("text", ["no", "nope"])
def test_no_notes_nothing(world: World, text: str) -> None:
    asks_in_general(world)

    assert said(world, text) == ["utter_disclosure_not_own"]
    assert told(world) == []


def test_a_button_about_a_message_of_somebody_else_means_nothing(world: World) -> None:
    asks_in_general(world)
    stranger = world.services.conversations.start("website").conversation

    replies = world.services.disclosure.take(stranger.id, "about_me", world.patient_messages()[-1].id)

    assert replies == (Reply("utter_nothing_pending"),)


# Read back inside the health questions


def plays_questions(world: World) -> None:
    """The engine as its rules would play the health questions."""

    def during(turn: EngineTurn) -> None:
        service, ids = world.services.prescreen, (turn.conversation_id, turn.message_id)
        understood = Understood(turn.intent or "nlu_fallback", 1.0)
        is_open = world.conversation().open_form is not None
        step = service.take_message(*ids, understood) if is_open else service.start(*ids)
        follow = {Taken.KEPT: service.ask, Taken.NOT_AN_ANSWER: service.ask, Taken.FINISHED: service.submit}
        more = follow[step.taken](turn.conversation_id) if step.taken in follow else ()
        replies = (*step.replies, *more) or (Reply("utter_faq/pain"),)
        world.engine.reply = EngineReply(replies, understood)

    world.engine.during = during


def pressed(world: World, *titles: str) -> list[str | None]:
    names: list[str | None] = []
    for title in titles:
        newest = world.services.conversations.messages(world.conversation_id)
        shown = next(message.buttons for message in reversed(newest) if message.buttons)
        button = next(b for b in shown if b.title.startswith(title))
        inbound = Inbound(f"q{next(NUMBERS)}", button_token=button.token)
        result = world.services.turns.take(world.conversation_id, inbound)
        names = [message.response for message in result.messages]
    return names


OPENING = ("Yes", "Me", "Yes", "No")  # consent, for whom, 18 or older, no problem after a session


def test_what_was_told_before_the_questions_is_read_back_in_them(world: World) -> None:
    said(world, "I take warfarin, does it hurt")
    plays_questions(world)
    said(world, "check if i can have it")

    assert pressed(world, *OPENING) == ["utter_read_back_earlier"]


def test_what_is_told_in_the_middle_of_them_is_read_back(world: World) -> None:
    plays_questions(world)
    said(world, "check if i can have it")
    pressed(world, *OPENING)

    names = said(world, "oh and I take warfarin")

    assert names == ["utter_read_back_earlier"]
    assert told(world) == [("anticoagulant", "present")]
    assert pressed(world, "Yes")[-1] in (
        "utter_health_question",
        "utter_health_question_again",
        "utter_health_detail",
    )


def test_yes_about_me_is_read_back_in_the_questions_too(world: World) -> None:
    presses(world, asks_in_general(world, "can people on blood thinners have it"), "Yes, about me")
    plays_questions(world)
    said(world, "check if i can have it")

    assert pressed(world, *OPENING) == ["utter_read_back_earlier"]


# What was found wrong in use


def test_the_offer_waits_behind_an_answer_about_a_topic(world: World) -> None:
    world.engine.reply = answer(OFFER, label="disclose_condition")
    said(world, "i take warfarin")
    world.engine.reply = answer("utter_faq/pain", label="faq/pain")
    said(world, "does it hurt")

    assert said(world, "yes") == ["utter_disclosure_noted"]


def test_the_offer_is_over_once_something_else_was_asked(world: World) -> None:
    world.engine.reply = answer(OFFER, label="disclose_condition")
    said(world, "i take warfarin")
    world.engine.reply = answer("utter_clarify", label="nlu_fallback")
    said(world, "hmm well the thing")
    world.engine.reply = answer("utter_nothing_pending", label="affirm")

    assert said(world, "yes") == ["utter_nothing_pending"]


def test_the_offer_shows_the_person_that_the_text_before_it_names(world: World) -> None:
    world.engine.reply = answer("utter_faq/pain", label="faq/pain")

    heard = takes(world, "im diabetic does it hurt")

    assert [button.title for button in heard[-1].buttons] == ["Yes", "No", "Talk to a person"]


def test_where_all_is_denied_nothing_is_offered_to_be_noted(world: World) -> None:
    world.engine.reply = answer(OFFER, label="disclose_condition")

    assert said(world, "im not pregnant and not diabetic can i book") == ["utter_disclosure_nothing_to_note"]


def test_the_list_is_said_once(world: World) -> None:
    world.engine.reply = answer("utter_faq/contraindications", label="faq/contraindications")

    assert said(world, "is it ok in pregnancy") == ["utter_disclosure_not_booked", OFFER]
