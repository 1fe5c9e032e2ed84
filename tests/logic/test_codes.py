"""One-time codes: derived, judged in order, and read out of what people type."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.logic.codes import (
    MOST_TRIES,
    CodeState,
    Verdict,
    code_of,
    judge,
    read_code,
    says_not_known,
    says_not_received,
)

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
KEY = b"a key of the tests"
LIVING = CodeState(NOW + timedelta(minutes=10), 0, is_used=False)


@given(st.text(min_size=1, max_size=32))
def test_a_code_is_six_digits_and_always_the_same(code_id: str) -> None:
    code = code_of(KEY, code_id)

    assert len(code) == 6
    assert code.isdecimal()
    assert code == code_of(KEY, code_id) == read_code(f"it is {code[:3]} {code[3:]}!")


def test_a_code_depends_on_the_key_and_the_record() -> None:
    codes = {code_of(key, record) for key in (KEY, b"another") for record in "abcdefgh"}

    assert len(codes) == 16


@pytest.mark.parametrize(
    ("state", "given_code", "verdict"),
    [
        (LIVING, "123456", Verdict.FITS),
        (LIVING, "123457", Verdict.WRONG),
        (LIVING, "", Verdict.WRONG),
        (CodeState(LIVING.expires_at, MOST_TRIES - 1, is_used=False), "123456", Verdict.FITS),
        (CodeState(LIVING.expires_at, MOST_TRIES, is_used=False), "123456", Verdict.OVER),
        (CodeState(NOW, 0, is_used=False), "123456", Verdict.OVER),
        (CodeState(LIVING.expires_at, 1, is_used=True), "123456", Verdict.OVER),
    ],
)
def test_a_code_counts_once_in_time_and_for_a_few_tries(state, given_code, verdict) -> None:
    assert judge(state, "123456", given_code, NOW) is verdict


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("123456", "123456"),
        (" 123 456 ", "123456"),
        ("the code is 123-456.", "123456"),
        ("١٢٣٤٥٦", "123456"),
        ("１２３４５６", "123456"),
        ("12345", None),
        ("1234567", None),
        ("07700 900123", None),
        ("123456 or 654321", None),
        ("no code", None),
        ("", None),
    ],
)
def test_a_code_is_read_from_what_is_typed(text: str, code: str | None) -> None:
    assert read_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "I never got it",
        "it hasn't arrived",
        "no code",
        "nothing came",
        "resend",
        "send me a new one",
        "another code",
    ],
)
def test_a_code_that_did_not_come_is_understood(text: str) -> None:
    assert says_not_received(text)


@pytest.mark.parametrize("text", ["how long does it last", "123 456", "is it safe", "what does it cost"])
def test_other_words_ask_for_no_new_code(text: str) -> None:
    assert not says_not_received(text)


@pytest.mark.parametrize("text", ["no idea", "I don't know it", "what is that", "I forgot", "can't find it"])
def test_who_does_not_know_says_so(text: str) -> None:
    assert says_not_known(text)
