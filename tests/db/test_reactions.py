"""Reports of a problem after a session in the database, on both engines."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from clinic.db.unit_of_work import SqlUnitOfWork
from clinic.services.ports.conversations import Incident
from clinic.services.ports.reactions import ReactionAnswer, ReactionReport
from tests.db.factories import make_conversation, make_message
from tests.fakes import MONDAY_MORNING

Begin = Callable[[], SqlUnitOfWork]


@pytest.fixture
def report(begin: Begin) -> ReactionReport:
    conversation = make_conversation()
    message = make_message(conversation)
    incident = Incident("i1", conversation.id, message.id, "reaction", "L3", MONDAY_MORNING)
    report = ReactionReport("r1", conversation.id, "i1", "asking", "L3", MONDAY_MORNING, MONDAY_MORNING)
    answer = ReactionAnswer("a1", "r1", 1, "what", "lump", "a lump", "text", message.id, MONDAY_MORNING)
    with begin() as uow:
        uow.conversations.add(conversation)
        uow.messages.add(message)
        uow.watch.add_incident(incident)
        uow.reactions.add(report)
        uow.reactions.add_answer(answer)
        uow.commit()
    return report


def test_a_report_comes_back_whole(begin: Begin, report: ReactionReport) -> None:
    with begin() as uow:
        assert uow.reactions.newest(report.conversation_id) == report
        assert uow.reactions.for_incident("i1") == report
        assert [answer.words for answer in uow.reactions.answers("r1")] == ["a lump"]


def test_a_conversation_has_one_open_report_at_most(begin: Begin, report: ReactionReport) -> None:
    with pytest.raises(IntegrityError), begin() as uow:
        uow.reactions.add(replace(report, id="r2"))


def test_a_new_report_is_possible_after_the_old_one_ended(begin: Begin, report: ReactionReport) -> None:
    with begin() as uow:
        uow.reactions.change("r1", status="left")
        uow.reactions.add(replace(report, id="r2"))
        uow.commit()
    with begin() as uow:
        assert [one.id for one in uow.reactions.of(report.conversation_id)] == ["r1", "r2"]


def test_an_incident_gets_graver(begin: Begin, report: ReactionReport) -> None:
    with begin() as uow:
        uow.watch.raise_incident(report.incident_id, "L1")
        assert [incident.level for incident in uow.watch.incidents()] == ["L1"]


def test_everything_goes_with_the_conversation(begin: Begin, report: ReactionReport) -> None:
    with begin() as uow:
        uow.conversations.erase(report.conversation_id)
        assert uow.reactions.of(report.conversation_id) == ()
        assert uow.reactions.answers("r1") == ()
