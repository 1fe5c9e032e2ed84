"""A thousand random patients at the health questions; every decision is recomputed after every move."""

import pytest

from tests.services.prescreen_world import at_questions
from tests.services.test_prescreen_walks import MOVES, walk

PATIENTS = 1000


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_a_thousand_random_patients_book_with_no_worry(tmp_path, figures):
    first = at_questions(tmp_path)

    booking = sum(walk(first.another(), seed) for seed in range(1000, 1000 + PATIENTS))

    figures(f"{PATIENTS:,} patients of {MOVES} moves, {booking} might book, 0 violations")
    assert booking
