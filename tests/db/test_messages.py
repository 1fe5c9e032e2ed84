"""Messages and buttons on SQLite and PostgreSQL: stored once, in order, found again."""

from datetime import timedelta

import pytest

from clinic.services.ports.conversations import AlreadyStored, Conversation
from tests.db.conftest import Begin
from tests.db.factories import make_button, make_conversation, make_message
from tests.fakes import MONDAY_MORNING


@pytest.fixture
def conversation(begin: Begin) -> Conversation:
    made = make_conversation()
    with begin() as uow:
        uow.conversations.add(made)
        uow.commit()
    return made


def test_a_message_comes_back_with_its_buttons_in_order(begin: Begin, conversation: Conversation) -> None:
    message = make_message(
        conversation,
        sender="assistant",
        state="sent",
        sources=({"title": "Policy", "checked_on": "2026-11-20"},),
        ranking=(("faq/pain", 0.9), ("faq/cost", 0.05)),
    )
    buttons = tuple(make_button(message, position) for position in (0, 1, 2))
    whole = make_message(**{**vars(message), "conversation": conversation, "buttons": buttons})
    with begin() as uow:
        uow.messages.add(whole)
        uow.commit()

    with begin() as uow:
        assert uow.messages.get(whole.id) == whole
        assert uow.messages.button(buttons[1].token) == buttons[1]
        assert uow.messages.button("unknown") is None


def test_a_second_copy_is_refused_and_spoils_nothing(begin: Begin, conversation: Conversation) -> None:
    first = make_message(conversation, client_id="a")
    with begin() as uow:
        uow.messages.add(first)
        with pytest.raises(AlreadyStored):
            uow.messages.add(make_message(conversation, 2, client_id="a"))
        uow.messages.add(make_message(conversation, 2, client_id="b"))
        uow.commit()

    with begin() as uow:
        assert uow.messages.by_client_id(conversation.id, "a") == first
        assert len(uow.messages.after(conversation.id, 0)) == 2


def test_messages_are_read_in_order_from_anywhere(begin: Begin, conversation: Conversation) -> None:
    with begin() as uow:
        for sequence in (3, 1, 2):
            uow.messages.add(make_message(conversation, sequence))
        uow.commit()

    with begin() as uow:
        assert [message.sequence for message in uow.messages.after(conversation.id, 1)] == [2, 3]


def test_what_nobody_answered_is_found_again(begin: Begin, conversation: Conversation) -> None:
    message = make_message(conversation)
    with begin() as uow:
        uow.messages.add(message)
        uow.messages.add(make_message(conversation, 2, state="answered"))
        uow.commit()

    with begin() as uow:
        assert uow.messages.unanswered(conversation.id) == (message,)
        assert uow.messages.received_before(MONDAY_MORNING + timedelta(seconds=1), 10) == (message,)
        assert uow.messages.received_before(MONDAY_MORNING, 10) == ()
