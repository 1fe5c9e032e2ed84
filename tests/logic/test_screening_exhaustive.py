"""Every single and pair of answers, and random histories: monotone, fail-closed, the worst answer stands.

A few hundred histories here; a hundred thousand in `tests/soak/test_histories.py`.
"""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.logic.approval import CONSULTATION, TREATMENT, RulesInForce
from clinic.logic.booking import Answers, Approval, Permit, Standing, permit
from clinic.logic.screening import (
    Answer,
    Ending,
    Facts,
    Flag,
    GivenBy,
    Outcome,
    Reading,
    assess,
    booking_refusal,
)
from tests.logic.test_screening import HEALTHY, QUESTIONS, history

EXAMPLES = 200
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RULES = RulesInForce("rules 1", valid_days=30)
BY_ID = {question.id: question for question in QUESTIONS}
VALUES = sorted(
    {choice.value for question in QUESTIONS for choice in question.choices} | {"", "false", "Yes"}
)
ALL_CHOICES = [(question.id, choice.value) for question in QUESTIONS for choice in question.choices]

answers = st.builds(
    Answer,
    st.sampled_from([*BY_ID, "Q99"]),
    st.sampled_from(VALUES),
    st.sampled_from(list(GivenBy)),
    st.integers(0, 60),
)
# Half of the histories start from a healthy adult, so that class C is really reached.
histories = st.lists(answers, max_size=40) | st.lists(answers, max_size=4).map(lambda more: history() + more)
readings = st.builds(Reading, st.sampled_from([*BY_ID, "Q99"]), st.sampled_from(VALUES), st.booleans())
facts = st.builds(
    Facts,
    settings=st.dictionaries(st.just("contains_5ari"), st.sampled_from([True, False, None])),
    readings=st.lists(readings, max_size=3).map(tuple),
    earlier=st.sampled_from([None, *Outcome]),
    red_flag=st.booleans(),
    pressure=st.booleans(),
    goes_on=st.booleans(),
) | st.just(Facts())

# What a clinician may have decided: on these answers or on others, living or not, for one kind or another.
approvals = st.none() | st.builds(
    Approval,
    id=st.just("approval"),
    answers_id=st.sampled_from(["answers", "others"]),
    is_approved=st.booleans(),
    treatment_type=st.sampled_from([None, CONSULTATION, TREATMENT]),
    sessions=st.integers(0, 3),
    spacing_days=st.just(7),
    rules_version=st.sampled_from(["rules 1", "rules 0"]),
    expires_at=st.sampled_from([None, NOW - timedelta(days=1), NOW, NOW + timedelta(days=1)]),
    is_revoked=st.booleans(),
)
ages = st.sampled_from([-1, 0, 1, 29, 30, 31, 400])  # days since the answers; -1 is the future


def severity_of(question, value):
    """The policy without the engine: what one answer weighs."""
    choice = BY_ID[question].choice(value) if question in BY_ID else None
    return Outcome.B.severity if choice is None else choice.outcome.severity


def is_clean(given, known):
    """An independent reading of class C: nothing ever said, found or known that needs a person."""
    newest = {answer.question: answer.value for answer in sorted(given, key=lambda answer: answer.sequence)}
    skipped = {"Q2"} if newest.get("Q1") == "does_not_apply" else set()
    if known.settings.get("contains_5ari") is False:
        skipped.add("Q3")
    harmful = [severity_of(answer.question, answer.value) for answer in given]
    harmful += [
        severity_of(r.question, r.value) for r in known.readings if r.question not in skipped - {"Q2"}
    ]
    said = {(answer.question, answer.value) for answer in given}
    return (
        not any(harmful)
        and BY_ID.keys() - skipped <= newest.keys()
        and not said & {("P0", "no"), ("P1", "someone_else")}
        and known.earlier in (None, Outcome.C)
        and not known.red_flag
        and not known.pressure
    )


def test_every_single_answer_weighs_what_the_policy_says():
    for question, value in ALL_CHOICES:
        decision = assess(QUESTIONS, history(**{question: value}), Facts(goes_on=True))

        assert decision.outcome.severity >= severity_of(question, value), (question, value)
        assert decision.may_book_consultation is is_clean(history(**{question: value}), Facts())


def test_every_pair_of_answers_weighs_as_much_as_the_worse_of_the_two():
    for (first, a), (second, b) in itertools.product(ALL_CHOICES, repeat=2):
        given = history((first, a), (second, b))

        decision = assess(QUESTIONS, given, Facts())

        assert decision.outcome.severity >= max(severity_of(first, a), severity_of(second, b)), (
            first,
            a,
            second,
            b,
        )
        assert decision.may_book_consultation is is_clean(given, Facts()), (first, a, second, b)


def test_a_pair_of_answers_alone_never_books():
    for (first, a), (second, b) in itertools.product(ALL_CHOICES, repeat=2):
        decision = assess(QUESTIONS, [Answer(first, a), Answer(second, b, sequence=1)], Facts())

        assert not decision.may_book_consultation, (first, a, second, b)
        assert booking_refusal(decision, CONSULTATION, is_expired=False) is not None, (first, a, second, b)


def test_flipping_any_answer_that_needs_a_person_never_reaches_class_c():
    for question, value in ALL_CHOICES:
        if severity_of(question, value):
            decision = assess(QUESTIONS, history((question, value), (question, HEALTHY[question])), Facts())

            assert decision.outcome.severity >= Outcome.B.severity, (question, value)
            assert Flag.ANSWER_CHANGED in decision.flags, (question, value)


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories, facts)
def test_any_history_gets_a_decision_and_books_only_when_clean(given_answers, known):
    decision = assess(QUESTIONS, given_answers, known)

    assert decision.may_book_consultation is is_clean(given_answers, known)
    assert (booking_refusal(decision, "consultation", is_expired=False) is None) is is_clean(
        given_answers, known
    )
    assert booking_refusal(decision, "treatment", is_expired=False) is not None


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories, facts, approvals, ages, st.booleans())
def test_no_history_reaches_a_booking_that_a_rule_forbids(given_answers, known, approval, age, is_blocked):
    decision, answered_at = assess(QUESTIONS, given_answers, known), NOW - timedelta(days=age)
    is_old = RULES.have_expired(answered_at, "rules 1", NOW)
    answered = Answers("answers", decision.outcome, decision.ending is not None, answered_at, "rules 1")
    is_approved = approval is not None and approval.is_live(answered, RULES, NOW)
    is_decided = approval is not None and approval.answers_id == "answers"

    for kind in (CONSULTATION, TREATMENT):
        refusal = booking_refusal(decision, kind, is_expired=is_old)
        given_permit = permit(Standing(is_blocked, answered, refusal, approval, None), kind, RULES, NOW)

        by_answers = kind == CONSULTATION and is_clean(given_answers, known) and not is_decided
        by_clinician = is_approved and (kind == CONSULTATION or approval.treatment_type == TREATMENT)
        is_closed = is_blocked or is_old or known.red_flag
        assert (given_permit is Permit.GRANTED) is (not is_closed and (by_answers or by_clinician))


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories, facts, answers)
def test_one_more_answer_never_lowers_the_class(given_answers, known, more):
    before = assess(QUESTIONS, given_answers, known)

    after = assess(QUESTIONS, [*given_answers, more], known)

    if before.outcome is not Outcome.INCOMPLETE:
        assert after.outcome.severity >= before.outcome.severity
    assert max((reason.outcome.severity for reason in after.reasons), default=0) >= max(
        (reason.outcome.severity for reason in before.reasons), default=0
    )


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories, facts, readings)
def test_one_more_thing_the_patient_said_never_lowers_the_class(given_answers, known, more):
    before = assess(QUESTIONS, given_answers, known)
    said = replace(known, readings=(*known.readings, more))

    after = assess(QUESTIONS, given_answers, said)

    assert after.outcome.severity >= before.outcome.severity


@settings(max_examples=EXAMPLES, deadline=None)
@given(histories, facts)
def test_the_questions_always_end_or_go_on(given_answers, known):
    decision = assess(QUESTIONS, given_answers, known)

    assert (decision.next_question is None) is (decision.ending is not None)
    if decision.ending is Ending.DONE:
        assert decision.outcome is not Outcome.INCOMPLETE


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_answering_what_is_asked_always_comes_to_an_end(data):
    given_answers, known = [], Facts(goes_on=data.draw(st.booleans()))
    for number in range(len(QUESTIONS) + 1):
        decision = assess(QUESTIONS, given_answers, known)
        if decision.next_question is None:
            return
        choices = [choice.value for choice in BY_ID[decision.next_question].choices]
        given_answers.append(
            Answer(decision.next_question, data.draw(st.sampled_from(choices)), sequence=number)
        )
    raise AssertionError("the questions went round in a circle")
