"""Who writes in another language hears that it was not read, with a person and the number (H28)."""

import pytest

from tests.fakes import answer
from tests.services.talk import said, takes
from tests.services.world import PROFILE, World

FRENCH = "est-ce que je peux venir demain matin"
RUSSIAN = "сколько стоит один сеанс"


@pytest.mark.parametrize("text", [FRENCH, RUSSIAN])
@pytest.mark.parametrize("label", ["nlu_fallback", "out_of_scope"])
def test_what_was_not_read_is_said_instead_of_a_guess(world: World, text: str, label: str) -> None:
    world.engine.reply = answer("utter_clarify", label=label)

    (message,) = takes(world, text)

    assert message.response == "utter_english_only"
    assert PROFILE.clinic.phone in message.text
    assert PROFILE.safety_contacts.emergency.number in message.text
    assert [button.intent for button in message.buttons] == ["talk_to_human"]


def test_an_answer_that_was_found_all_the_same_is_given_and_the_doubt_told_once(world: World) -> None:
    world.engine.reply = answer("utter_faq/pain", label="faq/pain")

    assert said(world, FRENCH) == ["utter_english_only", "utter_faq/pain"]
    world.engine.reply = answer("utter_faq/cost", label="faq/cost")
    assert said(world, FRENCH) == ["utter_faq/cost"]


def test_a_greeting_in_any_language_is_a_greeting(world: World) -> None:
    world.engine.reply = answer("utter_greet", label="greet")

    assert said(world, "salam alaikum wa rahmatullah") == ["utter_greet"]


def test_a_form_takes_names_and_medicines_of_any_language(world: World) -> None:
    with world.uow() as uow:
        uow.conversations.change(world.conversation_id, open_form="booking_form")
        uow.commit()
    world.engine.reply = answer("utter_booking_ask_contact", label="nlu_fallback")

    assert said(world, "Олена Іванівна Шевченко") == ["utter_booking_ask_contact"]


def test_it_is_told_although_the_engine_fails(world: World) -> None:
    world.engine.failure = "down"

    assert said(world, FRENCH) == ["utter_english_only", "utter_engine_down"]


def test_a_cry_for_help_that_is_known_stays_an_emergency(world: World) -> None:
    said(world, "dudaklarım şişti nefes alamıyorum")

    assert world.conversation().alert_level == "L1"
