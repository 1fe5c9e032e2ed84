"""The letters that went, on SQLite and PostgreSQL: begun once, marked, gone with their conversation."""

from datetime import timedelta
from typing import Any

from clinic.services.ports.letters import LetterStatus, SentLetter
from tests.db.conftest import Begin
from tests.db.factories import make_conversation, make_job
from tests.fakes import MONDAY_MORNING

LATER = MONDAY_MORNING + timedelta(hours=1)


def letter(conversation_id: str, key: str = "k1", **values: Any) -> SentLetter:
    known = {"kind": "booked", "message_id": "<1@clinic.example>", "status": "sending"}
    return SentLetter(key, conversation_id, **{**known, "began_at": MONDAY_MORNING, **values})


def test_a_letter_is_begun_once_and_keeps_its_first_time(begin: Begin) -> None:
    conversation = make_conversation()
    with begin() as uow:
        uow.conversations.add(conversation)
        assert uow.letters.begin(letter(conversation.id)) == letter(conversation.id)
        uow.commit()

    with begin() as uow:
        again = uow.letters.begin(letter(conversation.id, began_at=LATER))
        assert again.began_at == MONDAY_MORNING
        uow.letters.end("k1", LetterStatus.SENT, LATER)
        found = uow.letters.get("k1")
        assert found is not None
        assert (found.status, found.ended_at) == ("sent", LATER)


def test_letters_are_listed_counted_and_gone_with_their_conversation(begin: Begin) -> None:
    conversation = make_conversation()
    with begin() as uow:
        uow.conversations.add(conversation)
        uow.letters.begin(letter(conversation.id, "second", began_at=LATER))
        uow.letters.begin(letter(conversation.id, "first"))
        assert [one.dedup_key for one in uow.letters.of(conversation.id)] == ["first", "second"]
        uow.letters.end("first", LetterStatus.REFUSED, MONDAY_MORNING)
        assert uow.letters.count_refused(MONDAY_MORNING) == 1
        assert uow.letters.count_refused(LATER) == 0
        uow.conversations.erase(conversation.id)
        assert uow.letters.get("first") is None


def test_jobs_that_are_stuck_are_counted(begin: Begin) -> None:
    late, tried = make_job(kind="send"), make_job(LATER + timedelta(days=1), kind="send", attempts=10)
    with begin() as uow:
        for job in (late, tried, make_job(LATER, kind="send"), make_job(kind="other")):
            uow.jobs.add(job)
        assert uow.jobs.count_stuck("send", LATER, 10) == 2
        uow.jobs.finish(late.id, LATER)
        assert uow.jobs.count_stuck("send", LATER, 10) == 1
