"""Carers in the middle of the health questions: a person plans it with them, nothing told so far stays."""

import pytest

from clinic.services.inbound import Inbound
from tests.services.talk import said
from tests.services.world import World

CARERS = [
    "I have power of attorney for my aunt",
    "I am her carer and she cannot decide for herself",
    "he has dementia, I fill this in for him",
]


@pytest.fixture
def asked(world: World) -> World:
    """At the second question, with consent given."""
    prescreens, conversation_id = world.services.prescreen, world.conversation_id
    message = world.services.turns.inbox.receive(conversation_id, Inbound("start", "start"))
    prescreens.start(conversation_id, message.id)
    with world.uow() as uow:
        uow.messages.change(message.id, state="answered")
        uow.commit()
    with world.uow() as uow:
        sitting = prescreens._sitting(uow, conversation_id)
        sitting.keep("P0", "yes", "Yes", "button", message.id)
        sitting.keep("P1", "me", "Me", "button", message.id)
        uow.commit()
    return world


@pytest.mark.parametrize("text", CARERS)
def test_a_carer_in_the_middle_of_the_questions_gets_a_person_and_nothing_stays(
    asked: World, text: str
) -> None:
    assert said(asked, text)[0] == "utter_third_person_carer"

    with asked.uow(reads_only=True) as uow:
        prescreen = uow.prescreens.of(asked.conversation_id)[-1]
        assert uow.prescreens.answers(prescreen.id) == ()
    assert prescreen.status == "withdrawn"
    assert (asked.conversation().owner, asked.conversation().open_form) == ("waiting", None)
    assert asked.engine.turns == []
