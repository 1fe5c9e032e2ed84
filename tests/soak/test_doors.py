"""Through every door: chat API, action server, forged payloads, replays, races. No forbidden booking."""

import random

import pytest

from tests.services.booking_world import small_clinic
from tests.soak.attackers import Attacker, Doors, forbidden_bookings

SAMPLE = 4
PATIENTS = 400
MOVES = 48


@pytest.fixture
def doors(tmp_path) -> Doors:
    return Doors.of(lambda engine: small_clinic(tmp_path, engine=engine))


def attack(doors: Doors, seeds: range) -> tuple[int, list[str]]:
    """Every seed is one patient; what was made and what was made in spite of a rule."""
    made, problems, tokens = 0, [], []
    for seed in seeds:
        chance = random.Random(seed)
        kind = {"is_careful": seed % 3 < 2, "takes_back": seed % 3 == 1}  # the third is wild
        patient = Attacker(doors, chance, **kind, known_tokens=tokens[-40:])
        patient.starts()
        for _ in range(MOVES):
            patient.moves()
        count, found = forbidden_bookings(doors, patient.conversation_id)
        made, problems = made + count, [*problems, *(f"seed {seed}: {problem}" for problem in found)]
        tokens += [button["token"] for button in patient.offered]
    return made, problems


def test_a_few_attackers_reach_no_forbidden_booking(doors):
    made, problems = attack(doors, range(SAMPLE))

    assert problems == []
    assert made, "nobody booked: the attack proves nothing"


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_hundreds_of_attackers_reach_no_forbidden_booking(doors, figures):
    made, problems = attack(doors, range(1000, 1000 + PATIENTS))

    figures(f"{PATIENTS} patients, {made} holds and bookings, {len(problems)} violations")
    assert problems == []
    assert made >= PATIENTS / 10
