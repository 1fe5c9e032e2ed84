"""The booking policy rule by rule, on the real questions."""

from datetime import UTC, datetime, timedelta

import pytest

from clinic.criteria.health_questions import load_health_questions
from clinic.logic.screening import (
    Answer,
    Ending,
    Facts,
    Flag,
    GivenBy,
    Lowering,
    LoweringRefusal,
    Outcome,
    Reading,
    Refusal,
    assess,
    booking_refusal,
    has_expired,
    lowering_refusal,
)

CONTENT = load_health_questions()
QUESTIONS = CONTENT.rules
HEALTHY = {
    "P0": "yes", "P1": "me", "P2": "yes", "P3": "no", "Q12": "clearly_thin",
    **{f"Q{n}": "no" for n in range(1, 22) if n != 12}, "Q10b": "no",
}  # fmt: skip
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

# Yes, No, Not sure, Rather not say: the booking policy, written down a second time.
POLICY = {
    "P2": "CABB", "P3": "BCBB",
    "Q1": "ACAB", "Q2": "ACBB", "Q3": "BCBB", "Q4": "ACBB", "Q5": "ACBB", "Q6": "BCBB", "Q7": "ACBB",
    "Q8": "ACBB", "Q9": "BCBB", "Q10": "BCBB", "Q10b": "ACBB", "Q11": "ACBB", "Q13": "BCBB",
    "Q14": "BCBB", "Q15": "BCBB", "Q16": "BCBB", "Q17": "BCBB", "Q18": "BCBB", "Q19": "BCBB",
    "Q20": "CCCC", "Q21": "BCBC",
}  # fmt: skip
FOUR_WAYS = ("yes", "no", "not_sure", "rather_not_say")


def history(*more, **changed):
    """Every question answered as a healthy adult would, except what is `changed`, then `more` in order."""
    given = [*{**HEALTHY, **changed}.items(), *more]
    return [Answer(q, v, sequence=n) for n, (q, v) in enumerate(given) if v is not None]


def decided(*more, facts=None, **changed):
    return assess(QUESTIONS, history(*more, **changed), facts or Facts())


@pytest.mark.parametrize(
    ("question", "value", "outcome"),
    [(q, v, o) for q, letters in POLICY.items() for v, o in zip(FOUR_WAYS, letters, strict=True)],
)
def test_each_answer_leads_where_the_policy_says(question, value, outcome):
    rule = next(q for q in QUESTIONS if q.id == question)

    assert rule.choice(value).outcome is Outcome(outcome)


def test_the_policy_lists_every_question_with_the_four_ways_to_answer():
    four_ways = {q.id for q in QUESTIONS if all(q.choice(v) for v in FOUR_WAYS)}

    assert four_ways == set(POLICY)


@pytest.mark.parametrize(
    ("question", "value", "outcome"),
    [
        ("Q1", "does_not_apply", "C"),
        ("Q12", "bit_thin", "C"),
        ("Q12", "clearly_thin", "C"),
        ("Q12", "large_bald_areas", "B"),
        ("Q12", "not_sure", "C"),
        ("Q12", "rather_not_say", "C"),
        ("Q20", "yes_listed", "B"),
    ],
)
def test_the_other_choices_lead_where_the_policy_says(question, value, outcome):
    assert decided(**{question: value}).outcome is Outcome(outcome)


def test_r01_a_red_flag_is_class_e_and_ends_everything():
    decision = decided(facts=Facts(red_flag=True))

    assert (decision.outcome, decision.ending) == (Outcome.E, Ending.EMERGENCY)
    assert not decision.may_book_consultation


def test_r02_one_answer_of_class_a_makes_class_a():
    assert decided(Q4="yes").outcome is Outcome.A


def test_r03_one_answer_of_class_b_and_none_of_a_makes_class_b():
    assert decided(Q9="yes").outcome is Outcome.B


def test_r04_everything_answered_and_nothing_raised_makes_class_c():
    decision = decided()

    assert (decision.outcome, decision.ending, decision.flags) == (Outcome.C, Ending.DONE, ())


@pytest.mark.parametrize("question", [q.id for q in QUESTIONS])
def test_r05_a_missing_answer_counts_as_b_for_booking(question):
    decision = decided(**{question: None})

    assert (decision.outcome, decision.for_booking) == (Outcome.INCOMPLETE, Outcome.B)
    assert not decision.may_book_consultation


def test_r05_no_questions_at_all_is_never_class_c():
    decision = assess((), [], Facts())

    assert decision.outcome is Outcome.INCOMPLETE
    assert not decision.may_book_consultation


def test_r05_an_answer_nobody_defined_is_asked_again_and_weighs_as_b():
    decision = decided(Q9="false")

    assert decision.next_question == "Q9"
    assert (decision.outcome, Flag.UNREADABLE in decision.flags) == (Outcome.B, True)


def test_r06_the_worst_answer_ever_given_stands():
    decision = decided(("Q4", "yes"), ("Q4", "no"))

    assert decision.outcome is Outcome.A


def test_r07_a_change_towards_safer_is_flagged_and_stays_at_least_b():
    decision = decided(("Q9", "not_sure"), ("Q9", "no"))

    assert (decision.outcome, Flag.ANSWER_CHANGED in decision.flags) == (Outcome.B, True)


def test_r07_a_change_towards_worse_raises_the_class():
    decision = decided(("Q4", "yes"))

    assert (decision.outcome, Flag.ANSWER_CHANGED in decision.flags) == (Outcome.A, False)


def test_r08_words_and_answer_that_disagree_go_to_a_clinician():
    said = Facts(readings=(Reading("Q4", "yes", clarified=True),))

    decision = decided(facts=said)

    assert (decision.outcome, decision.flags) == (Outcome.B, (Flag.CONTRADICTION,))


def test_r08_of_confirmed_words_and_a_button_the_worse_counts():
    given = [*history(), Answer("Q4", "yes", GivenBy.TEXT, 90), Answer("Q4", "no", GivenBy.BUTTON, 91)]

    assert assess(QUESTIONS, given, Facts()).outcome is Outcome.A


def test_r08_words_nobody_cleared_up_are_read_back_and_hold_the_booking():
    reading = Reading("Q9", "yes")

    decision = decided(facts=Facts(readings=(reading,)))

    assert decision.unresolved == (reading,)
    assert (decision.outcome, Flag.UNCONFIRMED in decision.flags) == (Outcome.B, True)


def test_r08_words_that_agree_with_the_answer_change_nothing():
    decision = decided(Q9="yes", facts=Facts(readings=(Reading("Q9", "yes"),)))

    assert (decision.outcome, decision.flags, decision.unresolved) == (Outcome.B, (), ())


def test_r08_words_alone_never_make_class_a():
    assert decided(facts=Facts(readings=(Reading("Q1", "yes"),))).outcome is Outcome.B


@pytest.mark.parametrize("earlier", [Outcome.A, Outcome.B, Outcome.INCOMPLETE])
def test_r09_a_repeat_after_a_result_that_needed_a_person_goes_to_a_clinician(earlier):
    decision = decided(facts=Facts(earlier=earlier))

    assert (decision.outcome, decision.flags) == (Outcome.B, (Flag.REPEAT_SCREEN,))


def test_r09_a_repeat_after_class_c_is_no_repeat():
    assert decided(facts=Facts(earlier=Outcome.C)).outcome is Outcome.C


def test_a_restart_after_an_unfinished_start_is_told_and_changes_nothing():
    decision = decided(facts=Facts(restarted=True))

    assert (decision.outcome, decision.flags) == (Outcome.C, (Flag.RESTARTED,))


@pytest.mark.parametrize(
    ("age", "version", "expired"),
    [
        (timedelta(days=30), "v1", False),
        (timedelta(days=30, seconds=1), "v1", True),
        (timedelta(0), "v2", True),
        (timedelta(seconds=-1), "v1", True),
    ],
    ids=["thirty days", "a second more", "other rules", "from the future"],
)
def test_r10_answers_expire_with_time_and_with_the_rules(age, version, expired):
    assert has_expired(NOW - age, NOW, 30, version, "v1") is expired


def test_r10_expired_answers_book_nothing():
    assert booking_refusal(decided(), "consultation", is_expired=True) is Refusal.EXPIRED


def test_r11_class_c_books_a_consultation():
    assert booking_refusal(decided(), "consultation", is_expired=False) is None


@pytest.mark.parametrize("kind", ["treatment", "", "CONSULTATION", "surgery"])
def test_r12_answers_alone_never_book_anything_but_a_consultation(kind):
    assert booking_refusal(decided(), kind, is_expired=False) is Refusal.NEEDS_APPROVAL


@pytest.mark.parametrize("kind", ["consultation", "treatment"])
@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"Q4": "yes"}, Refusal.STOPPED),
        ({"Q9": "yes"}, Refusal.NEEDS_CLINICIAN),
        ({"Q9": None}, Refusal.INCOMPLETE),
    ],
    ids=["A", "B", "incomplete"],
)
def test_r13_classes_a_and_b_book_nothing(changed, refusal, kind):
    assert booking_refusal(decided(**changed), kind, is_expired=False) is refusal


def test_r14_the_first_a_ends_the_questions():
    decision = decided(Q4="yes", Q5=None, Q21=None)

    assert (decision.ending, decision.next_question) == (Ending.STOPPED, None)


def test_r14_the_patient_may_choose_to_answer_the_rest():
    decision = decided(Q4="yes", Q7=None, facts=Facts(goes_on=True))

    assert (decision.outcome, decision.ending, decision.next_question) == (Outcome.A, None, "Q7")


def test_r15_b_is_asked_to_the_end():
    assert decided(Q9="yes", Q10=None).next_question == "Q10"


def test_r16_pressure_goes_to_a_clinician():
    decision = decided(facts=Facts(pressure=True))

    assert (decision.outcome, decision.flags) == (Outcome.B, (Flag.PRESSURE,))


def test_r18_a_question_that_vanished_weighs_as_b():
    decision = assess(QUESTIONS, [*history(), Answer("Q99", "no", sequence=99)], Facts())

    assert decision.outcome is Outcome.B


@pytest.mark.parametrize("clarified", [True, False])
def test_r18_words_about_a_question_that_vanished_weigh_as_b(clarified):
    said = Facts(readings=(Reading("Q99", "no", clarified),))

    assert decided(facts=said).outcome is Outcome.B


GOOD_LOWERING = Lowering("Dr Lind", True, "Seen in person; the word was misread.", "v1")


def test_r19_a_named_clinician_may_lower_a_class_with_a_reason():
    assert lowering_refusal(decided(Q4="yes"), GOOD_LOWERING, "v1") is None


@pytest.mark.parametrize(
    "changed",
    [{"Q1": "yes"}, {"Q1": "not_sure"}, {"P2": "no"}],
    ids=["pregnant", "perhaps pregnant", "under 18"],
)
def test_r19_pregnancy_and_age_cannot_be_lowered(changed):
    assert lowering_refusal(decided(**changed), GOOD_LOWERING, "v1") is LoweringRefusal.FINAL


@pytest.mark.parametrize(
    ("lowering", "refusal"),
    [
        (Lowering("Kim", False, "because", "v1"), LoweringRefusal.NOT_A_CLINICIAN),
        (Lowering(" ", True, "because", "v1"), LoweringRefusal.NOT_A_CLINICIAN),
        (Lowering("Dr Lind", True, "  ", "v1"), LoweringRefusal.NO_REASON),
        (Lowering("Dr Lind", True, "because", "v0"), LoweringRefusal.OTHER_RULES),
    ],
    ids=["not a clinician", "nameless", "no reason", "other rules"],
)
def test_r19_nobody_else_lowers_a_class(lowering, refusal):
    assert lowering_refusal(decided(Q9="yes"), lowering, "v1") is refusal


@pytest.mark.parametrize(
    ("changed", "is_hold"),
    [
        ({"Q2": "yes"}, True),
        ({"Q11": "yes"}, True),
        ({"Q4": "yes"}, False),
        ({"Q2": "yes", "Q4": "yes"}, False),
    ],
)
def test_r20_a_stop_that_may_change_with_time_is_marked_as_a_hold(changed, is_hold):
    assert (Flag.HOLD in decided(**changed).flags) is is_hold


def test_does_not_apply_skips_breastfeeding_and_nothing_else():
    decision = decided(Q1="does_not_apply", Q2=None, Q3=None)

    assert decision.next_question == "Q3"


def test_words_about_a_skipped_question_bring_it_back():
    said = Facts(readings=(Reading("Q2", "yes", clarified=True),))

    assert decided(Q1="does_not_apply", Q2=None, facts=said).next_question == "Q2"


@pytest.mark.parametrize(
    ("contains", "asked"),
    [(True, True), (None, True), (False, False)],
    ids=["contains", "unknown", "does not"],
)
def test_a_baby_is_asked_about_unless_the_mix_is_known_to_be_free(contains, asked):
    decision = decided(Q3=None, facts=Facts(settings={"contains_5ari": contains}))

    assert (decision.next_question == "Q3") is asked


def test_past_cancer_is_not_asked_after_present_cancer():
    decision = decided(Q5="yes", Q6=None, Q7=None, facts=Facts(goes_on=True))

    assert decision.next_question == "Q7"


@pytest.mark.parametrize(
    ("changed", "ending"),
    [
        ({"P0": "no"}, Ending.CONSENT_REFUSED),
        ({"P1": "someone_else"}, Ending.SOMEONE_ELSE),
        ({"P2": "no"}, Ending.MINOR),
        ({"P2": "not_sure"}, Ending.PERSON),
        ({"P2": "rather_not_say"}, Ending.PERSON),
        ({"P3": "yes"}, Ending.REACTION),
        ({"P3": "not_sure"}, Ending.REACTION),
    ],
)
def test_the_opening_ends_the_questions_where_it_must(changed, ending):
    decision = decided(**changed)

    assert (decision.ending, decision.next_question) == (ending, None)
    assert not decision.may_book_consultation


def test_progress_counts_what_applies():
    decision = decided(Q1="does_not_apply", Q9=None, facts=Facts(settings={"contains_5ari": False}))

    assert decision.progress.total == len(QUESTIONS) - 3  # consent, breastfeeding and a baby are not counted


def test_reasons_name_the_worst_answer_first():
    decision = decided(("Q4", "no"), Q9="yes", Q4="yes")

    assert [(reason.question, reason.value) for reason in decision.reasons] == [("Q4", "yes"), ("Q9", "yes")]


def test_notes_are_passed_on_and_change_nothing():
    decision = decided(Q12="not_sure", Q20="yes")

    assert (decision.outcome, decision.notes) == (Outcome.C, ("Q12", "Q20"))
