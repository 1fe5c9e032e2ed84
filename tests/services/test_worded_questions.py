"""Questions that no label is about: each gets its own text, whatever the engine took it for."""

import pytest

from clinic.services.dialogue import Also, Reply, Understood
from clinic.services.ports import EngineReply
from tests.fakes import answer
from tests.services.talk import asked_engine, said, talked_about
from tests.services.world import World

BABY, LINE, SIDE_EFFECTS = "utter_baby_question", "utter_safety_if_it_happens", "utter_faq/side_effects"
OFFER = "utter_disclosure_note_offer"


def understood_as(world: World, label: str, *responses: str) -> None:
    world.engine.reply = answer(*(responses or (f"utter_{label}",)), label=label)


@pytest.mark.parametrize(
    ("text", "label", "response"),
    [
        ("is it dangerous for my baby", "nlu_fallback", "utter_clarify"),
        ("will it harm the baby", "nlu_fallback", "utter_clarify_person"),
        ("does it affect my sperm", "faq/side_effects", "utter_faq/side_effects"),
        ("wil it effect fertility?", "faq/men", "utter_faq/men"),
        ("can i still have kids after this", "faq/safety", "utter_faq/safety"),
        ("does it go into breast milk", "faq/ingredients", "utter_faq/ingredients"),
    ],
)
def test_what_it_does_to_a_baby_nobody_here_can_say(
    world: World, text: str, label: str, response: str
) -> None:
    understood_as(world, label, response)

    heard = said(world, text)

    assert heard[0] == BABY
    assert response not in heard
    assert world.patient_messages()[-1].label == "faq/contraindications"


def test_a_pregnancy_told_with_it_comes_first_and_is_offered_to_be_noted(world: World) -> None:
    understood_as(world, "disclose_condition", OFFER)

    assert said(world, "im 12 weeks pregnant, is it dangerous for my baby") == [
        "utter_disclosure_not_booked",
        BABY,
        OFFER,
    ]


def test_a_known_question_is_no_miss(world: World) -> None:
    understood_as(world, "nlu_fallback", "utter_clarify")

    said(world, "is it dangerous for my baby")

    assert world.conversation().misses == 0


@pytest.mark.parametrize(
    "text",
    [
        "is chest pain a side effect?",
        "can you go blind from it",
        "can it cause a stroke",
        "is there a risk of heart attacks",
    ],
)
def test_danger_asked_about_gets_the_number_and_what_is_known(world: World, text: str) -> None:
    understood_as(world, "nlu_fallback", "utter_clarify")

    assert said(world, text) == [LINE, SIDE_EFFECTS]
    assert world.conversation().alert_level is None


@pytest.mark.parametrize(
    "text", ["does it cause cancer", "can it cause diabetes", "has anyone died from this"]
)
def test_other_great_harm_gets_what_is_known(world: World, text: str) -> None:
    understood_as(world, "nlu_fallback", "utter_clarify")

    assert said(world, text) == [SIDE_EFFECTS]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("do hair dyes give you cancer", "medical_question_other"),
        ("does it hurt", "faq/pain"),
        ("can diabetics have it", "faq/contraindications"),
        ("had a baby last month, does it hurt", "faq/pain"),
        ("is it ok after a bad perm", "faq/damaged_hair"),
        ("what does a consultation cost", "faq/cost"),
        ("what happens if i miss the consultation", "cancel_booking"),
    ],
)
def test_what_only_sounds_alike_is_answered_as_before(world: World, text: str, label: str) -> None:
    understood_as(world, label, "utter_nothing_pending")

    assert not {BABY, SIDE_EFFECTS, "utter_consultation"} & set(said(world, text))


@pytest.mark.parametrize(
    "text",
    [
        "What happens at the consultation",
        "what happens at the first talk",
        "whats the consultation like",
        "do i get injections at the consultation",
        "what shoud i expect at my first visit",
    ],
)
def test_the_first_talk_is_no_session_and_no_wish_to_book(world: World, text: str) -> None:
    understood_as(world, "faq/procedure")

    assert said(world, text) == ["utter_consultation"]
    assert asked_engine(world).intent == "faq/procedure"


def test_what_is_asked_besides_is_answered_after_it(world: World) -> None:
    replies, also = (Reply("utter_faq/side_effects"),), (Also("faq/cost"),)
    world.engine.reply = EngineReply(replies, Understood("faq/side_effects", 0.9, also=also))

    assert said(world, "does it affect my sperm and how much is it") == [BABY, "utter_faq/cost"]


def test_what_is_asked_besides_danger_comes_after_it_too(world: World) -> None:
    replies, also = (Reply(SIDE_EFFECTS),), (Also("faq/cost"),)
    world.engine.reply = EngineReply(replies, Understood("faq/side_effects", 0.9, also=also))

    heard = said(world, "is chest pain a side effect and how much is it")

    assert heard == [LINE, SIDE_EFFECTS, "utter_faq/cost"]


def test_whether_another_language_is_read_is_told(world: World) -> None:
    understood_as(world, "nlu_fallback", "utter_clarify")

    assert said(world, "can you speak hindi") == ["utter_english_only"]


def test_inside_a_form_the_open_question_stays_last(world: World) -> None:
    with world.uow() as uow:
        uow.conversations.change(world.conversation_id, open_form="prescreen_form")
        uow.commit()
    understood_as(world, "faq/side_effects", "utter_faq/side_effects", "utter_nothing_pending")

    assert said(world, "does it affect my sperm") == [BABY, "utter_nothing_pending"]


def test_a_third_question_is_not_dropped_in_silence(world: World) -> None:
    also = (Also("faq/location_hours_contact"),)
    world.engine.reply = EngineReply((Reply(OFFER),), Understood("disclose_condition", 0.9, also=also))

    assert said(world, "i take apixaban and how much is it and when are you open") == [
        "utter_disclosure_blood_thinner",
        "utter_faq/location_hours_contact",
        "utter_more_asked",
        OFFER,
    ]


def test_two_questions_are_all_answered_and_nothing_is_said_of_more(world: World) -> None:
    also = (Also("faq/cost"),)
    world.engine.reply = EngineReply((Reply("utter_faq/pain"),), Understood("faq/pain", 0.9, also=also))

    assert said(world, "does it hurt and how much is it") == ["utter_faq/pain", "utter_faq/cost"]


def test_how_to_pass_is_not_told(world: World) -> None:
    talked_about(world, "faq/preparation")

    assert said(world, "what answers do i need to give to pass") == ["utter_prescreen_no_coaching"]
