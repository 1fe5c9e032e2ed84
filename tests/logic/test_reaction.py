"""A problem after a session: how grave answers are together, and what is asked next."""

from itertools import product

import pytest

from clinic.criteria.reaction_questions import load_reaction_questions
from clinic.logic.reaction import RULES, Asked, counts_in_passing, grade, is_urgent, next_question
from clinic.logic.red_flags import Level

CHOICES = {question: tuple(rows.choices) for question, rows in load_reaction_questions().questions.items()}


def graded(*concepts: str, **said: str) -> tuple[str, str]:
    found = grade([(question, value) for question, value in said.items()], concepts)
    return found.level.value, found.response


@pytest.mark.parametrize(
    ("said", "level", "response"),
    [
        ({"what": "pain", "fever": "ill"}, "L1", "utter_safety_sepsis"),
        ({"what": "swelling", "where": "face"}, "L1", "utter_safety_infection_severe"),
        ({"what": "lump", "where": "face", "fever": "fever"}, "L1", "utter_safety_infection_severe"),
        ({"what": "swelling", "course": "spreads", "fever": "fever"}, "L2", "utter_safety_l2_infection"),
        ({"what": "swelling", "course": "spreads"}, "L2", "utter_safety_l2_infection"),
        ({"what": "swelling", "course": "not_sure"}, "L2", "utter_safety_l2_infection"),
        ({"what": "swelling", "fever": "not_sure"}, "L2", "utter_safety_l2_infection"),
        ({"what": "hair", "fever": "fever"}, "L2", "utter_safety_l2_infection"),
        ({"what": "sore"}, "L2", "utter_safety_l2_tissue"),
        ({"what": "bleeding"}, "L2", "utter_safety_l2_bleeding"),
        ({"what": "severe_pain"}, "L2", "utter_safety_l2_severe_pain"),
        ({"what": "pain", "course": "worse"}, "L2", "utter_safety_l2_severe_pain"),
        ({"what": "rash", "where": "all_over"}, "L2", "utter_safety_l2_rash"),
        ({"what": "rash", "where": "scalp"}, "L3", "utter_safety_l3"),
        ({"what": "lump", "last_session": "quarter"}, "L3", "utter_safety_l3_lumps"),
        ({"what": "lump", "last_session": "older", "course": "worse"}, "L3", "utter_safety_l3_lumps"),
        ({"what": "hair", "course": "spreads", "last_session": "year"}, "L3", "utter_safety_l3_hair_loss"),
        ({"what": "swelling", "course": "same", "fever": "no"}, "L3", "utter_safety_l3"),
        ({}, "L3", "utter_safety_l3"),
    ],
)
def test_answers_are_graded_together(said: dict[str, str], level: str, response: str) -> None:
    assert graded(**said) == (level, response)


@pytest.mark.parametrize("concept", ["diabetes", "immune_suppression", "cancer"])
def test_weak_defences_make_an_infection_graver(concept: str) -> None:
    assert graded(concept, what="swelling", course="worse")[0] == "L1"
    assert graded(concept, what="swelling")[0] == "L2"
    assert graded(concept, what="hair")[0] == "L3"


def test_a_changed_answer_never_makes_it_milder() -> None:
    before = [("what", "sore"), ("course", "spreads")]

    after = [*before, ("what", "hair"), ("course", "better"), ("fever", "no")]

    assert grade(after).level is grade(before).level is Level.L2


def test_every_way_through_the_choices_has_a_grade_and_each_answer_only_adds_caution() -> None:
    questions = (Asked.WHAT, Asked.WHERE, Asked.COURSE, Asked.FEVER)
    for values in product(*(CHOICES[question] for question in questions)):
        given = list(zip(questions, values, strict=True))
        levels = [grade(given[:count]).level.rank for count in range(len(given) + 1)]
        assert levels == sorted(levels), given
        assert levels[0] == Level.L3.rank


def test_nobody_with_a_fever_or_a_sore_is_asked_to_wait() -> None:
    for what, where in product(CHOICES[Asked.WHAT], CHOICES[Asked.WHERE]):
        assert is_urgent(grade([("what", what), ("where", where), ("fever", "fever")]))
        assert is_urgent(grade([("what", "sore"), ("where", where)]))


def test_the_gravest_rules_come_first() -> None:
    ranks = [found.level.rank for found, _ in RULES]

    assert ranks == sorted(ranks, reverse=True)


def test_danger_is_asked_before_dates_and_nothing_twice() -> None:
    order, answered = [], set[str]()
    while (question := next_question(answered)) is not None:
        order.append(question.value)
        answered.add(question)

    assert order == ["what", "where", "course", "fever", "since", "last_session"]


@pytest.mark.parametrize("value", ["same", "better", "no", "never"])
def test_nothing_that_talks_it_down_counts_in_passing(value: str) -> None:
    assert not counts_in_passing(value)
    assert counts_in_passing("spreads")
