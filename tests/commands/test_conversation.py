"""`clinic conversation show`: answers, the rules that fired, the recorded decision and the same again."""

import json

import pytest
from sqlalchemy import delete, update
from typer.testing import CliRunner

from clinic import bootstrap
from clinic.cli import build
from clinic.commands.faults import CommandRefused
from clinic.db.tables.prescreen import health_question_versions, prescreens
from tests.fakes import understood
from tests.services.booking_world import Clinic, small_clinic


@pytest.fixture
def clinic(tmp_path, monkeypatch) -> Clinic:
    made = small_clinic(tmp_path)
    monkeypatch.setattr(bootstrap, "services", lambda: made.services)
    return made


def answered(clinic: Clinic) -> str:
    """A patient who answered through the services, changed one answer, and finished."""
    patient = clinic.patient(None)
    prescreen, conversation_id = clinic.services.prescreen, patient.conversation_id
    patient.hears(
        (*prescreen.start(conversation_id, patient.sends("book")).replies, *prescreen.ask(conversation_id))
    )
    while any(choice.data.get("act") for reply in patient.replies for choice in reply.choices):
        question = patient.replies[-1].choices[0].data["question"]
        healthy = {"P0": "Yes", "P1": "Me", "P2": "Yes", "Q9": "Yes", "Q12": "2: clearly thin"}
        step = pressed(patient, healthy.get(question, "No"))
        more = prescreen.submit(conversation_id) if step.taken == "finished" else ()
        patient.hears((*step.replies, *more, *(prescreen.ask(conversation_id) if not more else ())))
    return conversation_id


def pressed(patient, title: str):
    offered = {choice.title: choice for choice in patient.replies[-1].choices}
    choice = offered.get(title) or offered["Skip"]
    message_id = patient.sends(choice.title, choice)
    return patient.clinic.services.prescreen.take_message(
        patient.conversation_id, message_id, understood(choice.intent)
    )


def show(*arguments: str) -> str:
    done = CliRunner().invoke(build(), ["conversation", "show", *arguments], catch_exceptions=False)
    return done.stdout


def test_the_recorded_decision_stands_beside_the_recomputed_one(clinic: Clinic) -> None:
    shown = show(answered(clinic))

    assert "Do you take a medicine that thins your blood?" in shown
    assert "recorded:   B" in shown
    assert "recomputed: B" in shown
    assert "rules:      R-03, because of Q9 yes → B" in shown
    assert "They agree." in shown


def test_a_program_reads_the_same(clinic: Clinic) -> None:
    (told,) = json.loads(show(answered(clinic), "--json"))["decisions_on_answers"]

    assert told["recorded"] == {"outcome": "B", "flags": []}
    assert told["recomputed"]["outcome"] == "B"
    assert told["recomputed"]["rules"] == ["R-03"]
    assert told["replay"] == "agrees"


def test_a_decision_that_does_not_follow_from_its_answers_is_seen(clinic: Clinic) -> None:
    conversation_id = answered(clinic)
    write(clinic, update(prescreens).values(outcome="C"))

    assert "THEY DISAGREE" in show(conversation_id)


def test_a_version_that_is_not_known_is_said_and_the_answers_stand(clinic: Clinic) -> None:
    conversation_id = answered(clinic)
    write(clinic, delete(health_question_versions))

    shown = show(conversation_id)

    assert "The questions of this version are not known" in shown
    assert "Q9   Q9\n       yes “Yes”" in shown
    assert "recorded:   B" in shown
    assert "recomputed" not in shown.replace("nothing can be recomputed", "")


def test_stored_questions_that_nobody_reads_any_more_are_a_version_not_known(clinic: Clinic) -> None:
    conversation_id = answered(clinic)
    write(clinic, update(health_question_versions).values(content={"version": "old", "form": "another"}))

    assert "The questions of this version are not known" in show(conversation_id)


def test_rules_of_another_edition_prove_nothing_and_that_is_said(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation_id = answered(clinic)
    monkeypatch.setattr("clinic.criteria.health_questions.EDITION", "next")

    assert "The rules have another edition by now" in show(conversation_id)


def test_deleted_answers_are_not_recomputed(clinic: Clinic) -> None:
    patient = clinic.patient(None)
    clinic.services.prescreen.start(patient.conversation_id, patient.sends("book"))
    clinic.services.prescreen.withdraw(patient.conversation_id)

    assert "the answers were deleted" in show(patient.conversation_id)


def test_a_conversation_that_is_not_there_is_one_clear_line(clinic: Clinic) -> None:
    refused = CliRunner().invoke(build(), ["conversation", "show", "nobody"]).exception

    assert isinstance(refused, CommandRefused)


def write(clinic: Clinic, statement: object) -> None:
    with clinic.uows() as uow:
        uow._connection.execute(statement)
        uow.commit()
