"""Minors, other people, carers: no way to a booking, nothing of theirs kept (clinical.md 3.6)."""

import pytest

from clinic.services.inbound import Inbound
from tests.fakes import answer
from tests.services.booking_world import Clinic
from tests.services.talk import said
from tests.services.world import World

IMPLIED = [
    "I'm in 10th class",
    "my son is 16",
    "high school student here",
    "i am 15 his name is Ravi 07700 900123",
]


@pytest.mark.parametrize("text", IMPLIED)
def test_a_minor_in_the_middle_of_a_booking_ends_it(clinic: Clinic, text: str) -> None:
    patient = clinic.patient("C").picks_a_time()
    patient.change_conversation(open_form="booking_form")

    assert patient.writes(text) == ["utter_disclosure_under_18"]

    conversation = clinic.services.conversations.get(patient.conversation_id)
    assert (conversation.booking_block, conversation.open_form) == ("minor", None)
    assert clinic.reserved() == set()
    assert patient.plan().name is None
    # Nobody was asked to look at it, so nobody is promised to.
    assert patient.begins().names == ["utter_disclosure_under_18"]
    with clinic.uows(reads_only=True) as uow:
        assert uow.bookings.patient(patient.conversation_id) is None


@pytest.mark.parametrize(("outcome", "given"), [("C", {}), ("B", {"Q9": "yes"})])
def test_the_health_answers_of_a_minor_go(clinic: Clinic, outcome: str, given: dict[str, str]) -> None:
    patient = clinic.patient(outcome, **given)

    patient.writes("I am 16")

    with clinic.uows(reads_only=True) as uow:
        newest = uow.prescreens.of(patient.conversation_id)[-1]
        assert uow.prescreens.answers(newest.id) == ()


def test_of_a_child_nothing_but_the_age_is_kept(world: World) -> None:
    said(world, "my daughter is 14 and has diabetes")

    with world.uow(reads_only=True) as uow:
        assert {seen.concept for seen in uow.watch.findings(world.conversation_id)} == {"minor_age"}


def test_a_minor_is_stopped_although_the_engine_fails(world: World) -> None:
    world.engine.failure = "down"

    assert said(world, "I am 16, can I book") == ["utter_disclosure_under_18", "utter_engine_down"]
    assert world.conversation().booking_block == "minor"


def test_a_minor_who_reports_a_harm_is_heard(world: World) -> None:
    world.engine.reply = answer("utter_reaction_report", label="report_reaction")

    assert said(world, "im 17 and its about my last visit") == [
        "utter_disclosure_under_18",
        "utter_reaction_report",
    ]


def test_no_health_question_is_put_to_a_minor_later(world: World) -> None:
    said(world, "I'm in 10th class")
    started = world.services.prescreen.start(world.conversation_id, world.patient_messages()[-1].id)

    assert [reply.response for reply in started.replies] == ["utter_prescreen_under_18"]


def test_a_booking_that_turns_out_to_be_for_another_ends(clinic: Clinic) -> None:
    patient = clinic.patient("C").picks_a_time()
    patient.change_conversation(open_form="booking_form")

    assert patient.writes("book it for my wife") == ["utter_third_person_booking"]
    assert patient.open_form() is None
    assert clinic.reserved() == set()


def test_questions_that_turn_out_to_be_for_another_end_and_keep_nothing(world: World) -> None:
    message = world.services.turns.inbox.receive(world.conversation_id, Inbound("s", "start"))
    world.services.prescreen.start(world.conversation_id, message.id)
    with world.uow() as uow:
        uow.messages.change(message.id, state="answered")
        uow.commit()

    names = said(world, "i want to book for my mother, she has diabetes")

    assert names == ["utter_prescreen_someone_else", "utter_disclosure_third_person"]
    assert world.conversation().open_form is None
    with world.uow(reads_only=True) as uow:
        assert uow.watch.findings(world.conversation_id) == ()


def test_a_carer_gets_a_person(world: World) -> None:
    names = said(world, "I have power of attorney for my aunt")

    assert names[0] == "utter_third_person_carer"
    assert world.conversation().owner == "waiting"


def test_bringing_somebody_along_is_no_booking_for_them(world: World) -> None:
    world.engine.reply = answer("utter_booking_needs_questions", label="book_consultation")

    assert said(world, "can I book and bring my husband with me") == ["utter_booking_needs_questions"]
