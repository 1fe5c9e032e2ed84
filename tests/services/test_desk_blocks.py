"""Blocked time is offered to nobody; bookings under it are shown first, and stand."""

from datetime import UTC, datetime, timedelta

import pytest

from clinic.logic.blocks import BlockProblem
from clinic.services.booking import OpeningTaken
from clinic.services.contact import Contact
from clinic.services.desk import BlockLifted, BlockOverBookings, BlockRefused, Caller, Wanted
from tests.services.booking_world import Clinic, open_clinic

TUESDAY = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
WHOLE_DAY = (TUESDAY, TUESDAY + timedelta(days=1))


def block(clinic: Clinic, scope: str = "clinic", resource: str | None = None, stretch=WHOLE_DAY, kept=()):
    staff = clinic.staff("reception")
    return clinic.services.desk.blocking.block(staff, (scope, resource), stretch, "training", kept)


@pytest.mark.parametrize(
    ("scope", "resource"), [("clinic", None), ("clinician", "amara-okafor"), ("room", "room-1")]
)
def test_blocked_time_is_not_offered_and_comes_back(clinic, scope, resource):
    made = block(clinic, scope, resource)
    assert "Tue 24 Nov" not in clinic.patient().begins().titles

    clinic.services.desk.blocking.lift(made.id, clinic.staff("clinician"))

    assert "Tue 24 Nov" in clinic.patient().begins().titles
    with clinic.uows(reads_only=True) as uow:
        entries = [(entry.actor, entry.action) for entry in uow.audit.about("block", made.id)]
    assert sorted(entries) == sorted(
        [(clinic.staff("reception").id, "block_time"), (clinic.staff("clinician").id, "unblock_time")]
    )


def test_a_block_of_somebody_else_or_another_room_takes_nothing_away(clinic):
    block(clinic, "clinician", "jonas-lind")
    block(clinic, "room", "room-2")

    assert "Tue 24 Nov" in clinic.patient().begins().titles


def test_a_block_of_an_hour_leaves_the_rest_of_the_day(clinic):
    block(clinic, stretch=(TUESDAY + timedelta(hours=9), TUESDAY + timedelta(hours=10)))

    patient = clinic.patient().begins().presses("Tue 24 Nov")

    assert "9am" not in patient.titles
    assert "9:30am" not in patient.titles
    assert "10am" in patient.titles


def test_a_time_that_is_blocked_while_somebody_looks_is_taken(clinic):
    patient = clinic.patient().begins().presses("Tue 24 Nov")
    block(clinic)

    patient.presses("9am")

    assert "utter_booking_taken" in patient.names
    assert clinic.bookings() == []


def test_bookings_under_a_block_are_shown_first_and_stand(clinic):
    booking = clinic.patient().books("Tue 24 Nov", "9am").booking()

    with pytest.raises(BlockOverBookings) as over:
        block(clinic)
    assert [under.id for under in over.value.bookings] == [booking.id]
    assert clinic.services.desk.blocking.standing(clinic.staff("reception")) == ()

    block(clinic, kept=(booking.id,))

    (item,) = clinic.services.desk.blocking.standing(clinic.staff("reception"))
    assert [under.id for under in item.bookings] == [booking.id]
    assert [kept.status for kept in clinic.bookings()] == ["confirmed"]


def test_a_booking_that_came_meanwhile_is_shown_again(clinic):
    first = clinic.patient().books("Tue 24 Nov", "9am").booking()
    second = clinic.patient().books("Tue 24 Nov", "10am").booking()

    with pytest.raises(BlockOverBookings) as over:
        block(clinic, kept=(first.id,))

    assert {under.id for under in over.value.bookings} == {first.id, second.id}


def test_the_same_block_twice_is_one(clinic):
    assert block(clinic) == block(clinic)
    assert len(clinic.services.desk.blocking.standing(clinic.staff("reception"))) == 1


def test_of_two_who_lift_a_block_the_second_is_told(clinic):
    made, blocking = block(clinic), clinic.services.desk.blocking
    blocking.lift(made.id, clinic.staff("reception"))

    with pytest.raises(BlockLifted):
        blocking.lift(made.id, clinic.staff("clinician"))


def test_what_the_clinic_does_not_have_is_not_blocked(clinic):
    for what in (("room", "room-9"), ("clinician", "nobody"), ("planet", None), ("clinic", "room-1")):
        with pytest.raises(BlockRefused) as refused:
            block(clinic, *what)
        assert refused.value.problem is BlockProblem.UNKNOWN


def test_the_desk_does_not_book_into_blocked_time(clinic):
    block(clinic)
    wanted = Wanted(TUESDAY + timedelta(hours=9), "amara-okafor")

    with pytest.raises(OpeningTaken):
        clinic.services.desk.bookings.book_caller(
            "a" * 32, clinic.staff("reception"), Caller("Sam", Contact("+447700900123")), wanted
        )

    assert clinic.bookings() == []


def test_blocks_hold_on_both_databases(database_url):
    clinic = open_clinic(database_url)
    made = block(clinic)
    assert "Tue 24 Nov" not in clinic.patient().begins().titles

    clinic.services.desk.blocking.lift(made.id, clinic.staff("reception"))

    assert "Tue 24 Nov" in clinic.patient().begins().titles
    clinic.uows()._engine.dispose()
