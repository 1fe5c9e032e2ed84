"""Slips that training reads through: like people's, repeatable, and never to nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.typing_slips import with_slips

LINE = "How many sessions do people with thinning hair normally need before they see a result?"


def slipped(text: str, seed: int) -> str:
    return with_slips(text, random.Random(seed))


def test_the_same_seed_gives_the_same_slips() -> None:
    assert slipped(LINE, 3) == slipped(LINE, 3)


def test_some_words_slip_and_most_stay() -> None:
    words = LINE.lower().rstrip("?").split()
    kept = [len(set(words) & set(slipped(LINE, seed).lower().rstrip("?").split())) for seed in range(50)]

    assert len(words) / 2 < sum(kept) / len(kept) < len(words)


def test_different_kinds_of_slips_are_made() -> None:
    made = {slipped("appointment", seed) for seed in range(400)} - {"appointment"}

    assert len(made) > 15
    assert "appt" in made


@pytest.mark.parametrize("text", ["", "?", "123", "saç ekimi 💉", "ok", "x" * 2000])
def test_any_text_is_borne(text: str) -> None:
    for seed in range(20):
        slipped(text, seed)


@given(st.text(max_size=60), st.integers(0, 1000))
def test_a_text_with_letters_keeps_some(text: str, seed: int) -> None:
    if any(character.isascii() and character.isalpha() for character in text):
        assert slipped(text, seed).strip()
