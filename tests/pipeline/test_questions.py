"""Where a message may hold two questions: every joint that people use, and none where nothing is to cut."""

import pytest

from pipeline.questions import MOST_CUTS, cuts


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("does it hurt and how much is it", "does it hurt", "how much is it"),
        ("does it hurt? how much is it", "does it hurt", "how much is it"),
        ("Does it hurt? And how much is it?", "Does it hurt", "And how much is it?"),
        ("does it hurt, how much is it", "does it hurt", "how much is it"),
        ("does it hurt n how much", "does it hurt", "how much"),
        ("painful & price?", "painful", "price?"),
        ("pain + cost", "pain", "cost"),
        ("is it safe?\nwhere are you", "is it safe", "where are you"),
    ],
)
def test_a_joint_is_found(text: str, left: str, right: str) -> None:
    found = [(cut.left, cut.right, cut.has_joint) for cut in cuts(text)]

    assert (left, right, True) in found


@pytest.mark.parametrize("between", [" ", "\n", "\n\n  "])
def test_two_questions_without_a_joint_are_found_and_said_to_have_none(between: str) -> None:
    (cut,) = cuts(f"does it hurt{between}how much is it")[:1]

    assert (cut.left, cut.right) == ("does it hurt", "how much is it")
    assert not cut.has_joint
    assert not cut.is_asked


@pytest.mark.parametrize(
    "text", ["does it hurt and how much is it", "price? and where are you", "book me, also is it safe"]
)
def test_two_sides_that_ask_are_told_from_others(text: str) -> None:
    assert cuts(text)[0].is_asked


def test_a_remark_before_a_question_is_no_question() -> None:
    assert not cuts("thin on top, how many sessions")[0].is_asked


def test_a_broken_line_is_no_joint() -> None:
    assert cuts("do the injections\nreally hurt") == []


@pytest.mark.parametrize(
    "text", ["", "?", "pain", "is it safe", "a and b", "...", "🙂 and 🙂", "and and and"]
)
def test_nothing_to_cut_is_left_alone(text: str) -> None:
    assert cuts(text) == []


def test_a_long_message_is_cut_at_few_places_only() -> None:
    assert len(cuts("does it hurt and is it safe, " * 60)) == MOST_CUTS
