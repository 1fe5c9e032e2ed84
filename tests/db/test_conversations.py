"""Conversations on SQLite and PostgreSQL: what comes back, who owns, whose turn it is, erasing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError

from clinic.db.tables import metadata
from clinic.services.errors import StorageFailed
from clinic.services.ports.conversations import Conversation
from tests.db.conftest import Begin
from tests.db.factories import make_button, make_conversation, make_message
from tests.fakes import MONDAY_MORNING

LATER = MONDAY_MORNING + timedelta(seconds=60)


@pytest.fixture
def conversation(begin: Begin) -> Conversation:
    made = make_conversation(token_hash="hash", external_id="42", channel="telegram")
    with begin() as uow:
        uow.conversations.add(made)
        uow.commit()
    return made


def test_a_conversation_comes_back_as_it_was_stored(begin: Begin, conversation: Conversation) -> None:
    with begin() as uow:
        assert uow.conversations.get(conversation.id) == conversation
        assert uow.conversations.by_token_hash("hash") == conversation
        assert uow.conversations.by_external_id("telegram", "42") == conversation
        assert uow.conversations.get("nobody") is None


def test_leaving_without_commit_changes_nothing(begin: Begin, conversation: Conversation) -> None:
    with begin() as uow:
        uow.conversations.change(conversation.id, owner="staff")

    with begin() as uow:
        assert uow.conversations.get(conversation.id) == conversation


def test_one_patient_of_a_channel_has_one_conversation(begin: Begin, conversation: Conversation) -> None:
    with pytest.raises(IntegrityError), begin() as uow:
        uow.conversations.add(make_conversation(channel="telegram", external_id="42"))


def test_an_owner_that_nobody_defined_is_refused(begin: Begin, conversation: Conversation) -> None:
    with pytest.raises(IntegrityError), begin() as uow:
        uow.conversations.change(conversation.id, owner="nobody")


def test_the_owner_changes_only_from_an_expected_one(begin: Begin, conversation: Conversation) -> None:
    with begin() as uow:
        assert not uow.conversations.swap_owner(conversation.id, expected=("staff",), to="closed")
        assert uow.conversations.swap_owner(conversation.id, expected=("assistant", "waiting"), to="staff")
        uow.commit()

    with begin() as uow:
        found = uow.conversations.get(conversation.id)
        assert found is not None
        assert found.owner == "staff"


def test_of_twenty_who_take_over_at_once_one_succeeds(begin: Begin, conversation: Conversation) -> None:
    def take_over(_: int) -> bool:
        with begin() as uow:
            taken = uow.conversations.swap_owner(conversation.id, expected=("assistant",), to="staff")
            uow.commit()
        return taken

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(take_over, range(20))) == 1


def test_a_turn_is_held_by_one_and_ends_with_its_lease(begin: Begin, conversation: Conversation) -> None:
    def lease(holder: str, now: object = MONDAY_MORNING) -> bool:
        with begin() as uow:
            taken = uow.conversations.lease_turn(conversation.id, holder, now, LATER)  # type: ignore[arg-type]  # a datetime
            uow.commit()
        return taken

    assert lease("one")
    assert not lease("other")
    with begin() as uow:
        uow.conversations.release_turn(conversation.id, "other")  # not theirs: nothing happens
        uow.commit()
    assert not lease("other")
    assert lease("other", LATER + timedelta(seconds=1))


def test_sequences_are_given_once_however_many_ask(begin: Begin, conversation: Conversation) -> None:
    def number(_: int) -> int:
        with begin() as uow:
            given = uow.conversations.next_sequence(conversation.id, LATER)
            uow.commit()
        return given

    with ThreadPoolExecutor(8) as pool:
        given = sorted(pool.map(number, range(30)))

    assert given == list(range(1, 31))


def test_erasing_leaves_no_row_of_the_conversation(
    begin: Begin, database: Engine, conversation: Conversation
) -> None:
    message = make_message(conversation)
    reply = make_message(conversation, 2, sender="assistant", reply_to_id=message.id)
    with begin() as uow:
        uow.messages.add(message)
        uow.messages.add(make_message(conversation, 3, buttons=(make_button(reply),)))
        uow.messages.add(reply)
        uow.commit()

    with begin() as uow:
        assert uow.conversations.erase(conversation.id) == 3
        uow.commit()

    with database.connect() as connection:
        counts = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
        }
    assert set(counts.values()) == {0}


def test_a_database_that_is_away_is_named_as_that() -> None:
    from clinic.db.engine import open_engine
    from clinic.db.unit_of_work import SqlUnitOfWork

    engine = open_engine("postgresql://nobody@127.0.0.1:1/none")

    with pytest.raises(StorageFailed), SqlUnitOfWork(engine):
        pass
