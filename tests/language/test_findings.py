"""Health points in a patient's own words, and how they are meant."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.language.findings import extract


def told(text: str) -> set[tuple[str, str]]:
    return {(finding.concept, finding.assertion.value) for finding in extract(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I have sugar", ("diabetes", "present")),
        ("BP patient", ("high_blood_pressure", "present")),
        ("carrying 3 months", ("pregnancy", "present")),
        ("my period is late", ("possible_pregnancy", "present")),
        ("we've been trying", ("trying_to_conceive", "present")),
        ("INR 2.5", ("anticoagulant", "present")),
        ("I'm on Eliquis", ("anticoagulant", "present")),
        ("uniwarf 5 mg at night", ("anticoagulant", "present")),
        ("T1D with a pump", ("diabetes", "present")),
        ("my pressure is 160 over 100", ("high_blood_pressure", "present")),
        ("scars go thick on me", ("keloid", "present")),
        ("my husband and I are trying", ("trying_to_conceive", "present")),
        ("oratane for my skin", ("other", "present")),
        ("taking warferin", ("anticoagulant", "present")),
        ("I had breast cancer 6 years ago", ("cancer", "historical")),
        ("I'm not sure if I'm pregnant", ("pregnancy", "uncertain")),
        ("I don't think I'm pregnant", ("pregnancy", "uncertain")),
        ("borderline sugar", ("diabetes", "uncertain")),
        ("I'm not diabetic", ("diabetes", "negated")),
        ("diabetic, not controlled", ("diabetes", "present")),
        ("no, I'm pregnant", ("pregnancy", "present")),
        ("my mother has diabetes", ("diabetes", "family")),
        ("can diabetics have it?", ("diabetes", "hypothetical")),
        ("can I still come, I have diabetes", ("diabetes", "present")),
        ("my wife and I are trying for a baby", ("trying_to_conceive", "present")),
        ("my son is 16", ("minor_age", "present")),
        ("I'm in 10th class", ("minor_age", "present")),
    ],
)
def test_a_health_point_is_found_as_it_is_meant(text: str, expected: tuple[str, str]) -> None:
    assert expected in told(text)


@pytest.mark.parametrize(
    "text",
    ["i am on warfarin can you do it on me", "on warfarin can i have mesotherapy",
     "i am on warfarin is it possible", "i am on blood thinners, possible?", "can i have it on warfarin",
     "would you do it im on warfarin"],
)  # fmt: skip
def test_what_is_told_with_a_question_about_oneself_is_the_patients_own(text: str) -> None:
    assert told(text) == {("anticoagulant", "present")}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("can people on warfarin have it", "hypothetical"),
        ("what if i was on warfarin could i have it", "hypothetical"),
        ("suppose i am on warfarin can i have it", "hypothetical"),
        ("my mum is on warfarin can i bring her", "family"),
        ("my wife is on warfarin can you do it on her", "family"),
        ("i am not on warfarin can i have it", "negated"),
    ],
)
def test_a_question_about_oneself_makes_nobody_elses_health_ones_own(text: str, meant: str) -> None:
    assert told(text) == {("anticoagulant", meant)}


def test_a_list_of_denials_denies_each() -> None:
    assert told("no bp no sugar no thyroid") == {
        ("high_blood_pressure", "negated"),
        ("diabetes", "negated"),
        ("other", "negated"),
    }


def test_a_contrast_keeps_its_two_sides_apart() -> None:
    assert told("not diabetic but prediabetic") == {("diabetes", "negated"), ("diabetes", "uncertain")}


def test_somebody_elses_health_is_never_the_patients() -> None:
    assert told("for my wife, she is diabetic") == {("diabetes", "family")}


@pytest.mark.parametrize(
    "text",
    ["I am 18", "my son is 25", "16 sessions", "running 15 minutes late", "bald for 17 years",
     "Cancer is my star sign", "coffee without sugar", "carrying cash",
     "hair fall after pregnancy", "I am expecting a call", "does testosterone cause baldness",
     "undo my booking", "amla oil"],
)  # fmt: skip
def test_look_alikes_are_no_findings(text: str) -> None:
    assert not told(text)


def test_a_finding_quotes_the_patient() -> None:
    (finding,) = extract("Hi, I take ECOSPRIN 75 daily")

    assert finding.words == "ECOSPRIN"


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_the_extractor_never_raises(text: str) -> None:
    extract(text)
