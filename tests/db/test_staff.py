"""Staff, sign-ins, notes, audit and access records on SQLite and PostgreSQL."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from clinic.services.ports.staff import AccessLogEntry, AuditEntry, Note, SignIn
from tests.db.conftest import Begin
from tests.db.factories import ids, make_conversation, make_staff_user
from tests.fakes import MONDAY_MORNING


def test_an_account_comes_back_as_it_was_stored(begin: Begin) -> None:
    user = make_staff_user(registration="123")
    with begin() as uow:
        uow.staff.add(user)
        uow.commit()

    with begin() as uow:
        assert uow.staff.get(user.id) == user
        assert uow.staff.by_email(user.email) == user
        assert uow.staff.everybody() == (user,)


def test_two_accounts_cannot_share_an_address(begin: Begin) -> None:
    with begin() as uow:
        uow.staff.add(make_staff_user(email="a@clinic.example"))
        uow.commit()

    with pytest.raises(IntegrityError), begin() as uow:
        uow.staff.add(make_staff_user(email="a@clinic.example"))


def test_a_sign_in_is_found_by_its_token_and_can_be_ended(begin: Begin) -> None:
    user = make_staff_user()
    sign_in = SignIn(ids.new_id(), user.id, "hash", MONDAY_MORNING, MONDAY_MORNING)
    with begin() as uow:
        uow.staff.add(user)
        uow.staff.add_sign_in(sign_in)
        uow.commit()

    with begin() as uow:
        assert uow.staff.sign_in_by_token_hash("hash") == sign_in
        uow.staff.change_sign_in(sign_in.id, ended_at=MONDAY_MORNING)
        ended = uow.staff.sign_in_by_token_hash("hash")
        assert ended is not None
        assert ended.ended_at == MONDAY_MORNING


def test_what_was_done_and_seen_is_kept_in_order(begin: Begin) -> None:
    user, conversation = make_staff_user(), make_conversation()
    later = MONDAY_MORNING + timedelta(minutes=1)
    entries = [
        AuditEntry(
            ids.new_id(), moment, user.id, "lift_alert", "conversation", conversation.id, {"level": "L1"}
        )
        for moment in (MONDAY_MORNING, later)
    ]
    access = AccessLogEntry(ids.new_id(), later, user.id, conversation.id, "transcript")
    note = Note(ids.new_id(), conversation.id, user.id, "Called back.", later)
    with begin() as uow:
        uow.staff.add(user)
        uow.conversations.add(conversation)
        for entry in entries:
            uow.audit.add(entry)
        uow.audit.add_access(access)
        uow.staff.add_note(note)
        uow.commit()

    with begin() as uow:
        assert uow.audit.about("conversation", conversation.id) == tuple(entries)
        assert uow.audit.recent(1) == (entries[1],)
        assert uow.audit.accesses(conversation.id) == (access,)
        assert uow.audit.recent_accesses(1) == (access,)
        assert uow.staff.notes(conversation.id) == (note,)
