"""A hundred thousand random histories of health answers through the rules, every property of each."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from clinic.logic.screening import assess
from tests.logic import test_screening_exhaustive as proofs
from tests.logic.test_screening import QUESTIONS

HISTORIES = 100_000
WALKS = 5_000
PROPERTIES = [
    proofs.test_any_history_gets_a_decision_and_books_only_when_clean,
    proofs.test_the_questions_always_end_or_go_on,
]


def inner(test):
    """The body of a hypothesis test."""
    return test.hypothesis.inner_test


def many(examples):
    return settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_hundred_thousand_histories_keep_every_rule(figures):
    seen = Counter()

    @many(HISTORIES)
    @given(proofs.histories, proofs.facts, proofs.answers, proofs.readings, proofs.approvals, proofs.ages)
    def every_rule(history, facts, answer, reading, approval, age):
        seen["histories"] += 1
        seen[assess(QUESTIONS, history, facts).outcome.value] += 1
        for property_of_one in PROPERTIES:
            inner(property_of_one)(history, facts)
        inner(proofs.test_one_more_answer_never_lowers_the_class)(history, facts, answer)
        inner(proofs.test_one_more_thing_the_patient_said_never_lowers_the_class)(history, facts, reading)
        for is_blocked in (False, True):
            inner(proofs.test_no_history_reaches_a_booking_that_a_rule_forbids)(
                history, facts, approval, age, is_blocked
            )

    every_rule()

    assert seen["histories"] >= HISTORIES
    classes = ", ".join(f"{seen[name]:,} {name}" for name in ("C", "INCOMPLETE", "B", "A", "E"))
    figures(f"{seen['histories']:,} histories ({classes}), 0 violations")


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_thousands_of_walks_through_what_is_asked_come_to_an_end(figures):
    walk = proofs.test_answering_what_is_asked_always_comes_to_an_end

    many(WALKS)(given(proofs.st.data())(inner(walk)))()

    figures(f"{WALKS:,} walks, all ended")
