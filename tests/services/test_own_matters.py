"""What patients ask about their own matter: answers to delete, a case that waits, a stop, being called."""

import pytest

from clinic.services.inbound import Inbound
from tests.fakes import answer
from tests.services.booking_world import AtDesk, Clinic
from tests.services.talk import NUMBERS, asked_engine, said, talked_about
from tests.services.world import World

WAITING = ["utter_approval_waiting", "utter_approval_leave_address"]


@pytest.fixture
def patient(clinic: Clinic) -> AtDesk:
    """Somebody of class B: a clinician has the answers."""
    return clinic.patient("B", Q9="yes")


def phone(patient: AtDesk) -> str | None:
    with patient.clinic.uows(reads_only=True) as uow:
        known = uow.bookings.patient(patient.conversation_id)
    return known.phone if known else None


def starts_questions(world: World, *texts: str) -> None:
    """Open the health questions and type to them, as the engine's rules would."""
    send = Inbound(f"q{next(NUMBERS)}", "start the questions")
    message = world.services.turns.inbox.receive(world.conversation_id, send)
    world.services.prescreen.start(world.conversation_id, message.id)
    with world.uow() as uow:
        uow.messages.change(message.id, state="answered")
        uow.commit()
    world.services.prescreen.ask(world.conversation_id)


# A case that waits


@pytest.mark.parametrize(
    "text",
    [
        "when do i hear back",
        "so whats next",
        "any news?",
        "has the doctor looked at it",
        "how long do i have to wait",
    ],
)
def test_whoever_waits_is_told_where_it_stands_and_by_when(patient: AtDesk, text: str) -> None:
    assert patient.writes(text) == WAITING


@pytest.mark.parametrize("text", ["how long", "when", "what now", "and then"])
def test_a_short_question_is_about_the_case_right_after_it_was_spoken_of(patient: AtDesk, text: str) -> None:
    assert patient.writes(text) != WAITING

    patient.writes("any update")

    assert patient.writes(f"{text} ") == WAITING


def test_why_says_why_a_clinician_looks(patient: AtDesk) -> None:
    patient.writes("any update")

    assert patient.writes("why") == ["utter_outcome_review", *WAITING]


def test_after_the_promised_time_nothing_is_promised(clinic: Clinic, patient: AtDesk) -> None:
    clinic.clock.move(days=10)

    assert patient.writes("any news")[0] == "utter_approval_still_waiting"


def test_who_waits_for_nothing_is_not_told_of_a_case(clinic: Clinic) -> None:
    assert clinic.patient("C").writes("any news") == ["utter_faq/pain"]


# Being called


@pytest.mark.parametrize("text", ["my number is 07700 900321", "07700900321", "its 07700 900 321 thanks"])
def test_a_number_is_kept_for_whoever_decides(patient: AtDesk, text: str) -> None:
    assert patient.writes(text) == ["utter_approval_phone_noted"]
    assert phone(patient) == "+447700900321"


def test_a_number_elsewhere_with_the_wish_to_be_called_asks_for_a_person(clinic: Clinic) -> None:
    patient = clinic.patient("C")

    names = patient.writes("heres my number 07700 900555 call me")

    assert names == ["utter_approval_phone_noted", "utter_handoff_waiting"]
    assert phone(patient) == "+447700900555"


def test_no_number_of_somebody_under_18_is_kept(clinic: Clinic) -> None:
    patient = clinic.patient("C")
    patient.writes("i am 16")

    patient.writes("call me on 07700 900555")

    assert phone(patient) is None


# Answers to delete


def test_what_a_clinician_has_is_not_deleted_and_this_is_said(patient: AtDesk) -> None:
    assert patient.writes("delete my health answers") == ["utter_prescreen_withdrawn_sent"]
    assert patient.writes("are they deleted") == ["utter_prescreen_withdrawn_sent"]
    assert patient.begins().form == "prescreen_form"


@pytest.mark.parametrize("text", ["i dont want you to keep my answers", "please delete the answers"])
def test_what_no_clinician_has_is_deleted(clinic: Clinic, text: str) -> None:
    patient = clinic.patient("C")

    assert patient.writes(text) == ["utter_prescreen_withdrawn"]
    assert patient.writes("did you delete them?") == ["utter_prescreen_withdrawn"]


@pytest.mark.parametrize("text", ["dont delete my answers", "what happens if i delete my answers"])
def test_nothing_is_deleted_that_nobody_asked_to_delete(clinic: Clinic, text: str) -> None:
    patient = clinic.patient("C")

    assert patient.writes(text) == ["utter_faq/pain"]
    assert patient.writes("delete my answers") == ["utter_prescreen_withdrawn"]


def test_who_wants_everything_deleted_hears_how_the_chat_is(clinic: Clinic) -> None:
    assert clinic.patient("C").writes("delete all my data") == ["utter_prescreen_withdrawn", "utter_privacy"]


def test_where_nothing_was_answered_the_policy_says_what_is_kept(world: World) -> None:
    world.engine.reply = answer("utter_privacy", label="privacy")

    assert said(world, "delete my answers") == ["utter_privacy"]
    assert said(world, "are they deleted") == ["utter_follow_up_said_already"]


# Under 18


@pytest.mark.parametrize("text", ["im 18 i pressed wrong", "i am 25", "it was a mistake", "im over 18"])
def test_an_age_that_was_a_slip_is_put_right_by_a_person_only(world: World, text: str) -> None:
    said(world, "im 16")

    assert said(world, text) == ["utter_prescreen_bypass"]
    assert world.conversation().booking_block == "minor"


def test_why_not_says_the_rule(world: World) -> None:
    said(world, "my son hes 15")

    assert said(world, "why not") == ["utter_under_18_why"]


# After a stop


@pytest.mark.parametrize("text", ["ok what can i do then", "when can i come back", "what are my options"])
def test_after_a_health_point_what_is_left_is_said(world: World, text: str) -> None:
    world.engine.reply = answer("utter_disclosure_note_offer", label="disclose_condition")
    said(world, "im breastfeeding")

    assert said(world, text) == ["utter_disclosure_what_now"]


def test_what_now_after_a_topic_is_no_dead_end_of_ours(world: World) -> None:
    talked_about(world, "faq/pain")

    assert said(world, "what can i do then") == ["utter_follow_up_said_already"]


# Back to the questions


def test_questions_that_were_left_go_on(world: World) -> None:
    starts_questions(world)
    with world.uow() as uow:
        uow.prescreens.change(uow.prescreens.newest(world.conversation_id).id, status="left")
        uow.conversations.change(world.conversation_id, open_form=None)
        uow.commit()

    said(world, "where were we")
    assert asked_engine(world).intent == "start_prescreen"

    world.engine.reply = answer("utter_prescreen_paused", label="goodbye")
    said(world, "bye for a moment")
    said(world, "continue")
    assert asked_engine(world).intent == "start_prescreen"


def test_continue_without_questions_is_what_it_was(world: World) -> None:
    said(world, "where were we")

    assert asked_engine(world).intent is None


# A question that is not seen


@pytest.mark.parametrize(
    "text", ["why do you ask", "what does that mean", "what do u mean", "why", "i dont understand"]
)
def test_the_open_question_is_explained_without_the_engine(world: World, text: str) -> None:
    starts_questions(world)

    assert said(world, text) == ["utter_health_question_help"]
    assert world.engine.turns == []
