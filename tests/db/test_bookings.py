"""Bookings on SQLite and PostgreSQL: the constraint, holds that run out, and many patients at once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from clinic.db.tables.booking import reserved_times
from clinic.logic.openings import Cell
from clinic.services.ports.bookings import Booking
from tests.plugins.at_once import at_once
from tests.services.booking_world import AtDesk, Clinic, open_clinic

NINE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture
def clinic(database_url) -> Clinic:
    opened = open_clinic(database_url)
    yield opened
    opened.uows()._engine.dispose()


def hold(clinic: Clinic, conversation_id: str, minutes: int = 15, **changes) -> Booking:
    now, booking_id = clinic.clock.now(), clinic.ids.new_id()
    values = {
        "id": booking_id,
        "reference": booking_id[-8:],
        "conversation_id": conversation_id,
        "appointment_type": "consultation",
        "clinician": "jonas-lind",
        "room": "room-2",
        "starts_at": NINE,
        "ends_at": NINE + timedelta(minutes=30),
        "status": "held",
        "calendar_uid": f"{booking_id}@clinic.example",
        "created_at": now,
        "changed_at": now,
        "hold_expires_at": now + timedelta(minutes=minutes),
    }
    return Booking(**(values | changes))


def cells(*resources: str, start: datetime = NINE, count: int = 3) -> list[Cell]:
    return [Cell(r, start + timedelta(minutes=5 * step)) for r in resources for step in range(count)]


def reserve(clinic: Clinic, booking: Booking, taken: list[Cell]) -> bool:
    with clinic.uows() as uow:
        reserved = uow.bookings.reserve(booking, taken)
        uow.commit()
    return reserved


def test_a_time_is_reserved_all_or_nothing(clinic):
    patient = clinic.patient(None).conversation_id
    first, second = hold(clinic, patient), hold(clinic, patient)

    assert reserve(clinic, first, cells("clinician:a", "room:1"))
    assert not reserve(clinic, second, cells("clinician:b", "room:1", start=NINE + timedelta(minutes=10)))

    assert clinic.reserved() == {first.id}
    assert [booking.id for booking in clinic.bookings()] == [first.id]


def test_the_database_itself_refuses_a_second_row_for_the_same_time(clinic):
    patient = clinic.patient(None).conversation_id
    booking = hold(clinic, patient)
    reserve(clinic, booking, cells("room:1"))

    row = {"resource": "room:1", "starts_at": NINE, "booking_id": booking.id}
    with clinic.uows() as uow, pytest.raises(IntegrityError):
        uow._connection.execute(insert(reserved_times).values(row))


def test_a_hold_is_confirmed_once_and_only_while_it_lives(clinic):
    patient = clinic.patient(None).conversation_id
    living, dead = hold(clinic, patient), hold(clinic, patient, minutes=0)
    reserve(clinic, living, cells("room:1"))
    reserve(clinic, dead, cells("room:2"))

    with clinic.uows() as uow:
        assert uow.bookings.confirm(living.id, clinic.clock.now())
        assert not uow.bookings.confirm(living.id, clinic.clock.now())
        assert not uow.bookings.confirm(dead.id, clinic.clock.now())
        uow.commit()


def test_holds_that_ran_out_free_their_time_and_confirmed_ones_stay(clinic):
    patient = clinic.patient(None).conversation_id
    stays, goes = hold(clinic, patient), hold(clinic, patient)
    reserve(clinic, stays, cells("room:1"))
    reserve(clinic, goes, cells("room:2"))
    with clinic.uows() as uow:
        uow.bookings.confirm(stays.id, clinic.clock.now())
        uow.commit()

    clinic.clock.move(minutes=15)
    with clinic.uows() as uow:
        ended = uow.bookings.run_out(clinic.clock.now())
        uow.commit()

    assert ended == 1
    assert clinic.reserved() == {stays.id}


def test_a_move_takes_the_new_time_and_frees_the_old_or_changes_nothing(clinic):
    patient = clinic.patient(None).conversation_id
    booked, later, dead = (hold(clinic, patient, starts_at=NINE + timedelta(hours=h)) for h in range(3))
    for number, booking in enumerate((booked, later, dead)):
        reserve(clinic, booking, cells(f"room:{number}"))
    now = clinic.clock.now()
    with clinic.uows() as uow:
        uow.bookings.confirm(booked.id, now)
        assert not uow.bookings.move(booked.id, dead.id, now + timedelta(minutes=15))
        assert uow.bookings.get(booked.id).starts_at == NINE
        assert uow.bookings.move(booked.id, later.id, now)
        moved = uow.bookings.get(booked.id)
        taken = uow.bookings.taken(NINE - timedelta(hours=1), NINE + timedelta(days=1), now, but_held_for="")
        uow.commit()

    assert (moved.starts_at, moved.calendar_sequence) == (later.starts_at, 1)
    assert {cell.resource for cell in taken} == {"room:1", "room:2"}


def test_erasing_a_conversation_frees_what_it_reserved(clinic):
    patient = clinic.patient().books("Wed 25 Nov", "9am")

    clinic.services.conversations.erase(patient.conversation_id, actor="patient")

    assert clinic.reserved() == set()
    assert clinic.bookings() == []


def test_forty_patients_on_four_openings_make_four_bookings(database_url):
    clinic = open_clinic(database_url, lengths={"consultation": 90, "treatment": 60}, buffer_minutes=0)
    starts = [NINE + timedelta(minutes=minutes) for minutes in (0, 90, 270, 360)]
    ready = [clinic.patient().begins().presses("Wed 25 Nov") for _ in range(40)]

    def attempt(place: int) -> str:
        patient = ready[place]
        patient.forges(do="time", starts_at=starts[place % 4].isoformat())
        if "utter_booking_held" not in patient.names:
            return patient.names[0]
        patient.says("Sam Green").says(f"sam{place}@mail.com").presses("Yes, book it")
        return patient.names[0]

    told = at_once(*(lambda place=place: attempt(place) for place in range(40)))

    booked = clinic.bookings("confirmed")
    assert [booking.starts_at for booking in booked] == starts
    assert len({booking.conversation_id for booking in booked}) == 4
    assert clinic.bookings("held") == []
    assert sorted(set(told)) == ["utter_booking_confirmed", "utter_booking_taken"]
    assert told.count("utter_booking_confirmed") == 4
    assert clinic.reserved() == {booking.id for booking in booked}


def test_two_yeses_of_one_patient_at_once_make_one_booking(clinic):
    patient = clinic.patient().reaches_confirm("Wed 25 Nov", "9am")
    choice = patient.choice("Yes, book it")
    messages = [patient.sends(choice.title, choice) for _ in range(4)]

    at_once(*(lambda m=m: AtDesk(clinic, patient.conversation_id).plays(m, choice.intent) for m in messages))

    assert len(patient.bookings("confirmed")) == 1
    assert clinic.reserved() == {patient.booking().id}


def test_a_yes_against_the_end_of_the_hold_books_or_frees_never_both(clinic):
    for time in ("9am", "10am", "11am"):
        patient = clinic.patient().reaches_confirm("Fri 27 Nov", time)
        held = patient.booking()
        choice = patient.choice("Yes, book it")
        message = patient.sends(choice.title, choice)

        def run_out() -> None:
            with clinic.uows() as uow:
                uow.bookings.run_out(clinic.clock.now() + timedelta(minutes=15))
                uow.commit()

        at_once(
            lambda p=patient, m=message: AtDesk(clinic, p.conversation_id).plays(m, "answer_question"),
            run_out,
        )

        status = [booking.status for booking in patient.bookings() if booking.id == held.id]
        assert (status == ["confirmed"]) == (held.id in clinic.reserved())


def test_a_red_flag_against_a_yes_leaves_no_hold(clinic):
    patient = clinic.patient().reaches_confirm("Fri 27 Nov", "9am")
    choice = patient.choice("Yes, book it")
    message = patient.sends(choice.title, choice)

    def block() -> None:
        with clinic.uows() as uow:
            uow.conversations.change(patient.conversation_id, booking_block="red_flag", open_form=None)
            uow.bookings.let_go(patient.conversation_id, clinic.clock.now())
            uow.commit()

    results = at_once(
        lambda: AtDesk(clinic, patient.conversation_id).plays(message, "answer_question"), block
    )

    assert not any(isinstance(result, Exception) for result in results)
    assert patient.bookings("held") == []


def test_a_process_that_dies_between_hold_and_yes_loses_nothing(database_url):
    before = open_clinic(database_url)
    patient = before.patient().reaches_confirm("Fri 27 Nov", "9am")
    before.uows()._engine.dispose()  # the process is gone; what it had stored is all there is

    after = open_clinic(database_url, now=before.clock.now())
    after.ids.count = before.ids.count
    again = AtDesk(after, patient.conversation_id, replies=patient.replies)
    again.presses("Yes, book it")

    assert again.booking().status == "confirmed"


def test_a_process_that_dies_with_a_hold_frees_it_by_its_end(database_url):
    before = open_clinic(database_url)
    before.patient().reaches_confirm("Fri 27 Nov", "9am")
    before.uows()._engine.dispose()

    after = open_clinic(database_url, now=before.clock.now() + timedelta(minutes=15))
    after.ids.count = before.ids.count
    other = after.patient().books("Fri 27 Nov", "9am")

    assert other.booking().status == "confirmed"
    assert after.reserved() == {other.booking().id}


def test_a_transaction_that_dies_half_way_leaves_nothing(clinic):
    patient = clinic.patient(None).conversation_id

    with clinic.uows() as uow:
        assert uow.bookings.reserve(hold(clinic, patient), cells("room:1"))
        # left without a commit, as a killed process leaves it

    assert clinic.reserved() == set()
    assert clinic.bookings() == []
