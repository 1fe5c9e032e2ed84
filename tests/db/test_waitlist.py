"""The waitlist and proofs on SQLite and PostgreSQL: two workers, two tries and two yeses at once."""

import re

import pytest

from clinic.logic.codes import MOST_TRIES
from tests.plugins.at_once import at_once
from tests.services.booking_world import AtDesk, Clinic, open_clinic

EMAIL = "sam@mail.example"


@pytest.fixture
def clinic(database_url) -> Clinic:
    opened = open_clinic(database_url, lengths={"consultation": 210, "treatment": 60})
    yield opened
    opened.uows()._engine.dispose()


def books(clinic: Clinic, time: str) -> AtDesk:
    patient = clinic.patient().begins().presses("Wed 25 Nov").presses(time)
    return patient.says("Sam Green").says(EMAIL).presses("Yes, book it")


def test_workers_at_once_offer_one_time_to_one_person_and_a_yes_books_it(clinic):
    booked = books(clinic, "9am")
    books(clinic, "1:30pm")
    waiting = [clinic.patient().begins().says("25 november").presses("Wait for a time") for _ in range(3)]
    for patient in waiting:
        patient.says("Ann Lee").says("ann@mail.example")
    booked.cancels().presses("Yes")

    made = at_once(*[clinic.services.booking.offers.run] * 4)

    assert sum(count for count in made if isinstance(count, int)) == 1, made
    (hold,) = clinic.bookings("held")
    assert hold.conversation_id == waiting[0].conversation_id
    waiting[0].hears(clinic.services.booking.ask(hold.conversation_id))
    waiting[0].presses("Yes, book it")
    assert waiting[0].booking().status == "confirmed"
    assert clinic.services.booking.offers.run() == 0


def test_tries_at_once_are_counted_one_by_one(clinic):
    books(clinic, "9am")
    visitor = clinic.patient(None).checks().says(EMAIL)
    (mail,) = [text for text in clinic.mails(EMAIL) if "Your code is" in text]
    right = re.search(r"\d{6}", mail)[0]
    wrong = [f"{(int(right) + more) % 10**6:06d}" for more in range(1, 9)]

    def guess(code: str) -> object:
        with clinic.uows() as uow:
            verdict = clinic.services.booking.proving.check(uow, visitor.conversation_id, code)
            uow.commit()
        return verdict

    told = at_once(*(lambda code=code: guess(code) for code in wrong))

    assert told.count("wrong") == MOST_TRIES
    assert guess(right) == "over"


def test_the_right_code_at_once_twice_opens_once(clinic):
    books(clinic, "9am")
    visitor = clinic.patient(None).checks().says(EMAIL)
    (mail,) = [text for text in clinic.mails(EMAIL) if "Your code is" in text]
    right = re.search(r"\d{6}", mail)[0]

    def prove() -> object:
        with clinic.uows() as uow:
            verdict = clinic.services.booking.proving.check(uow, visitor.conversation_id, right)
            uow.commit()
        return verdict

    assert sorted(map(str, at_once(prove, prove, prove))) == ["fits", "over", "over"]
    with clinic.uows(reads_only=True) as uow:
        assert len(uow.identity.granted(visitor.conversation_id, clinic.clock.now())) == 1
