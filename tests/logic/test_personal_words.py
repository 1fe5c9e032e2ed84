"""Texts that may name a person, and texts that surely do not."""

import pytest

from clinic.logic.personal_words import may_name_somebody


@pytest.mark.parametrize(
    "text",
    [
        "my name is ned",
        "i'm anna from leeds",
        "I am Omar",
        "is dr okafor in today",
        "can Mrs. Whitaker call me",
        "tell Fatima that i come later",
        "thanks, ask for Jo's file",
        "Sam Green",
        "Hello. This is Peter speaking",
        "kind regards, Ayşe",
    ],
)
def test_a_text_that_may_name_somebody(text: str) -> None:
    assert may_name_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "does it hurt",
        "Does it hurt? Is it safe? When can I come",
        "I'm worried and I don't know",
        "DOES IT HURT PLEASE TELL ME",
        "What Is Hair Mesotherapy And Does It Work",
        "is PRP or FUE better than Minoxidil",
        "can I come on Tuesday in November",
        "is the dr available",
        "the dr said it is fine",
        "what MS patients ask",
        "",
        "42",
        "¿?",
    ],
)
def test_a_text_that_names_nobody(text: str) -> None:
    assert not may_name_somebody(text)
