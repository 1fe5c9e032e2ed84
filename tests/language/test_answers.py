"""Free text as the answer to a health question."""

import pytest

from clinic.language.answers import parse_answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("yes", "yes"),
        ("Yeah I do", "yes"),
        ("haan", "yes"),
        ("evet", "yes"),
        ("yes but controlled", "yes"),
        ("no", "no"),
        ("nope", "no"),
        ("nah", "no"),
        ("nahi", "no"),
        ("hayır", "no"),
        ("not at all", "no"),
        ("i dont think so", "not_sure"),
        ("not that I know of", "not_sure"),
        ("kind of", "not_sure"),
        ("no idea", "not_sure"),
        ("no, I don't think so", "not_sure"),
        ("idk", "not_sure"),
        ("I'd rather not say", "rather_not"),
        ("that's private", "rather_not"),
        ("how long is a session", None),
        ("", None),
        ("😀", None),
    ],
)
def test_an_answer_is_read_as_it_is_meant(text: str, answer: str | None) -> None:
    assert parse_answer(text) == answer


@pytest.mark.parametrize(
    ("text", "concepts", "answer"),
    [
        ("no, I'm pregnant", ("pregnancy",), "yes"),
        ("no diabetes", ("diabetes",), "no"),
        ("I might be", ("pregnancy",), "not_sure"),
        ("only borderline sugar", ("diabetes",), "not_sure"),
        ("had one in 2015, a stroke", ("stroke_paralysis",), "yes"),
    ],
)
def test_what_is_said_about_the_question_outranks_a_bare_yes_or_no(
    text: str, concepts: tuple[str, ...], answer: str
) -> None:
    assert parse_answer(text, concepts) == answer


def test_a_no_that_goes_on_to_tell_something_is_no_answer() -> None:
    assert parse_answer("no, I'm pregnant") is None


@pytest.mark.parametrize("text", ["no bp no sugar no thyroid", "nope not pregnant", "no diabetes. no cancer"])
def test_a_no_to_something_else_is_no_answer(text: str) -> None:
    assert parse_answer(text, ("trying_for_baby",)) is None


@pytest.mark.parametrize("text", ["no, no diabetes either", "No. I have no diabetes", "no i am fine"])
def test_a_no_of_its_own_is_an_answer(text: str) -> None:
    assert parse_answer(text, ("cancer",)) == "no"
