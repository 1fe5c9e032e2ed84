"""Where a message may hold two questions: every joint that people use, and none where nothing is to cut.

And which of these cuts the labels confirm.
"""

from collections.abc import Mapping

import pytest

from pipeline.asking import looks_asked
from pipeline.questions import MOST_CUTS, Cut, cuts
from pipeline.two_questions import TwoQuestions


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("does it hurt and how much is it", "does it hurt", "how much is it"),
        ("does it hurt? how much is it", "does it hurt?", "how much is it"),
        ("Does it hurt? And how much is it?", "Does it hurt?", "how much is it?"),
        ("does it hurt, how much is it", "does it hurt", "how much is it"),
        ("does it hurt n how much", "does it hurt", "how much"),
        ("painful & price?", "painful", "price?"),
        ("pain + cost", "pain", "cost"),
        ("is it safe?\nwhere are you", "is it safe?", "where are you"),
        ("duz it hurt an wats the price", "duz it hurt", "wats the price"),
        ("is it safe, and also where are you", "is it safe", "where are you"),
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
    "text",
    [
        *("", "?", "pain", "is it safe", "a and b", "...", "🙂 and 🙂", "and and and"),
        "which part of the head is the most painful",
        "is there any risk",
        "i have an appointment",
        "i want to know what my doctor said",
        "the difference between plasma and mesotherapy",
        "we open at 2.30 today",
    ],
)
def test_nothing_to_cut_is_left_alone(text: str) -> None:
    assert cuts(text) == []


def test_a_long_message_is_cut_at_few_places_only() -> None:
    assert len(cuts("does it hurt and is it safe, " * 60)) == MOST_CUTS


@pytest.mark.parametrize(
    "side",
    [
        "do u hurt",
        "kindly tell the rate",
        "i wanna come",
        "per sitting cost how much",
        "it hurts?",
        "safe or not",
    ],
)
def test_what_is_asked_or_wanted_is_heard_however_it_is_put(side: str) -> None:
    assert looks_asked(side)


@pytest.mark.parametrize(
    "side", ["four sessions in", "i had it in may", "my daughter is fifteen", "thick hair"]
)
def test_what_is_only_told_is_no_question(side: str) -> None:
    assert not looks_asked(side)


@pytest.mark.parametrize(("side", "tells"), [("i am 15 years old", True), ("i am 10 weeks pregnant", False)])
def test_an_own_age_wants_to_be_noticed(side: str, tells: bool) -> None:
    assert looks_asked(side) is tells


def test_a_story_before_a_question_can_be_left_out() -> None:
    found = [(cut.left, cut.right) for cut in cuts("My sister had it. Does it hurt? And how much is it?")]

    assert ("Does it hurt?", "how much is it?") in found
    assert ("My sister had it. Does it hurt?", "how much is it?") in found


BOUNDS = TwoQuestions(asked=0.6, acted=0.8, joined=0.9, bare=0.85, trace=0.01, shared=0.2)
BOTH_ASK = Cut("does it hurt", "is it dear", has_joint=True, asks=(True, True))
ONE_TELLS = Cut("four sessions in", "is it dear", has_joint=True, asks=(False, True))
NO_JOINT = Cut("does it hurt", "is it dear", has_joint=False, asks=(True, True))
NEITHER = Cut("four sessions in", "is it dear", has_joint=False, asks=(False, True))


def is_believed(cut: Cut, whole: Mapping[str, float], first: str, second: str, sure: float) -> bool:
    """Ask with nothing left of the whole text for any label that is not named."""
    return BOUNDS.believe(cut, (first, second), sure, {first: 0.0, second: 0.0, **whole})


@pytest.mark.parametrize(
    ("cut", "left", "needed"),
    [
        (BOTH_ASK, 0.01, 0.6),
        (BOTH_ASK, 0.0, 0.9),
        (ONE_TELLS, 0.01, 0.9),
        (ONE_TELLS, 0.2, 0.85),
        (NO_JOINT, 0.01, 0.85),
        (NEITHER, 0.2, 0.85),
    ],
)
def test_how_sure_both_sides_must_be(cut: Cut, left: float, needed: float) -> None:
    whole = {"faq/pain": 1 - left, "faq/cost": left}

    assert is_believed(cut, whole, "faq/pain", "faq/cost", needed)
    assert not is_believed(cut, whole, "faq/pain", "faq/cost", needed - 0.01)


@pytest.mark.parametrize(("cut", "left"), [(ONE_TELLS, 0.0), (NO_JOINT, 0.0), (NEITHER, 0.19)])
def test_a_doubtful_cut_needs_the_whole_text_too(cut: Cut, left: float) -> None:
    assert not is_believed(cut, {"faq/pain": 1 - left, "faq/cost": left}, "faq/pain", "faq/cost", 1.0)


def test_what_changes_what_is_done_must_be_surer() -> None:
    whole = {"faq/pain": 0.9, "book_consultation": 0.1}

    assert is_believed(BOTH_ASK, whole, "faq/pain", "book_consultation", 0.8)
    assert not is_believed(BOTH_ASK, whole, "faq/pain", "book_consultation", 0.79)


def test_a_topic_beside_what_is_done_anyway_needs_no_more_than_two_topics() -> None:
    whole = {"book_consultation": 0.9, "faq/pain": 0.1}

    assert is_believed(BOTH_ASK, whole, "faq/pain", "book_consultation", 0.6)


def test_a_topic_comes_beside_what_is_told_of_health() -> None:
    whole = {"disclose_condition": 1.0}

    assert is_believed(ONE_TELLS, whole, "disclose_condition", "faq/pain", 0.9)
    assert not is_believed(ONE_TELLS, whole, "report_reaction", "faq/pain", 0.9)


@pytest.mark.parametrize("main", ["emergency", "crisis", "report_reaction", "disclose_condition"])
def test_no_cut_loses_what_the_whole_text_says_of_health(main: str) -> None:
    assert not is_believed(
        BOTH_ASK, {main: 0.5, "faq/pain": 0.25, "faq/cost": 0.25}, "faq/pain", "faq/cost", 1.0
    )


@pytest.mark.parametrize("part", ["emergency", "crisis", "out_of_scope", "greet"])
def test_some_labels_are_never_a_part(part: str) -> None:
    assert not is_believed(BOTH_ASK, {"faq/pain": 0.5, part: 0.5}, "faq/pain", part, 1.0)


def test_men_and_women_are_one_question() -> None:
    assert not is_believed(BOTH_ASK, {"faq/men": 0.5, "faq/women": 0.5}, "faq/men", "faq/women", 1.0)


@pytest.mark.parametrize(("left", "believed"), [(0.2, True), (0.19, False)])
def test_two_things_compared_are_two_questions_when_the_whole_text_says_both(
    left: float, believed: bool
) -> None:
    first, second = "faq/compare_prp", "faq/compare_topical"

    assert is_believed(BOTH_ASK, {first: 1 - left, second: left}, first, second, 1.0) is believed
