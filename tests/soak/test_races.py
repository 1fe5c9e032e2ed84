"""Every time goes to one patient, nobody gets one twice, and everybody is told what became of it."""

import time

import pytest

from tests.soak.race import CONFIRMED, TAKEN, Finish, race


def check(finish: Finish, attempts: int, openings: int) -> None:
    times = {starts_at for _, starts_at in finish.booked}
    assert len(finish.booked) == len(times) == openings, "one booking for every time, none double"
    assert {conversation_id for conversation_id, _ in finish.booked} == finish.winners, "none lost"
    assert finish.told == {CONFIRMED: openings, TAKEN: attempts - openings}, "everybody told"
    assert (finish.held, finish.reserved) == (0, openings)


def test_sixty_patients_for_ten_times(database_url):
    check(race(database_url, 60, 10, processes=1), 60, 10)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_two_thousand_patients_for_fifty_times(database_url, figures):
    began = time.monotonic()

    finish = race(database_url, 2000, 50, processes=4)

    told = ", ".join(f"{count:,} {name}" for name, count in finish.told.most_common())
    figures(
        f"2,000 patients, 50 times: {len(finish.booked)} bookings at "
        f"{len({at for _, at in finish.booked})} times, {finish.held} holds left; told: {told}; "
        f"{finish.tried_again} turns tried again; "
        f"{time.monotonic() - began:.0f} s"
    )
    check(finish, 2000, 50)
