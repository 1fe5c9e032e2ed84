"""What the console finds and closes, on SQLite and PostgreSQL."""

from datetime import timedelta

from clinic.services.ports.bookings import Patient
from clinic.services.ports.conversations import Conversation, Incident
from tests.db.conftest import Begin
from tests.db.factories import make_conversation, make_message, make_staff_user
from tests.fakes import MONDAY_MORNING


def add(begin: Begin, minutes: int, text: str, **values: object) -> Conversation:
    made = make_conversation(last_message_at=MONDAY_MORNING + timedelta(minutes=minutes), **values)
    with begin() as uow:
        uow.conversations.add(made)
        uow.messages.add(make_message(made, text=text))
        uow.bookings.keep_patient(Patient(f"p{minutes}", made.id, f"Zoë Ames {minutes}", MONDAY_MORNING))
        uow.commit()
    return made


def test_conversations_are_found_newest_first_by_owner_alert_and_words(begin: Begin) -> None:
    old = add(begin, 1, "It costs 100% too much_")
    new = add(begin, 2, "hello", owner="waiting", alert_level="L1")

    with begin() as uow:
        find = uow.conversations.recent
        assert find(5) == (new, old)
        assert find(1) == (new,)
        assert find(5, owner="waiting") == (new,)
        assert find(5, only_alerts=True) == (new,)
        assert find(5, words="COSTS 100%") == (old,)
        assert find(5, words="ames 2") == (new,)
        assert find(5, words="100x") == ()
        assert find(5, words="h_llo") == ()
        assert find(5, words="' or 1=1 --") == ()


def test_an_incident_is_closed_by_the_first_who_does(begin: Begin) -> None:
    conversation, first, second = add(begin, 1, "sore"), make_staff_user(email="a@b.c"), make_staff_user()
    with begin() as uow:
        for user in (first, second):
            uow.staff.add(user)
        (message,) = uow.messages.after(conversation.id, 0)
        incident = Incident("i", conversation.id, message.id, "reaction", "L3", MONDAY_MORNING)
        uow.watch.add_incident(incident)

        assert uow.watch.close_incident("i", first.id, MONDAY_MORNING)
        assert not uow.watch.close_incident("i", second.id, MONDAY_MORNING)
        assert not uow.watch.close_incident("nobody", second.id, MONDAY_MORNING)
        assert uow.watch.incidents()[0].closed_by_id == first.id
