"""How long ago, in words."""

from datetime import date

import pytest

from clinic.logic.time_ago import days_ago

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3 weeks ago", 21),
        ("Yesterday", 1),
        ("the day before yesterday", 2),
        ("a couple of months back", 60),
        ("half a year ago", 182),
        ("about ten days", 10),
        ("since last week", 7),
        ("2 hrs ago", 0),
        ("just now", 0),
        ("a year ago", 365),
        ("in november", 0),
        ("in october", 27),
        ("since december", 331),
        ("2 weeks ago, maybe 3 weeks", 14),
        ("one month 2 days", 2),
    ],
)
def test_the_nearest_time_that_is_named_counts(text: str, days: int) -> None:
    assert days_ago(text, TODAY) == days


@pytest.mark.parametrize("text", ["", "never", "i dont remember", "it may hurt", "999999 weeks ago", "🙂"])
def test_words_without_a_time_name_none(text: str) -> None:
    assert days_ago(text, TODAY) is None


def test_the_turn_of_the_year_is_no_trap() -> None:
    assert days_ago("in december", date(2027, 1, 1)) == 1
    assert days_ago("in january", date(2028, 2, 29)) == 29
