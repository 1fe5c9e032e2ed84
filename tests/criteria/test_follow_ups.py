"""The rules of follow-ups: the file loads, every pairing leads somewhere, and a slip in it is told."""

from pathlib import Path

import pytest

from clinic.criteria.follow_ups import PATH, load_follow_ups
from clinic.criteria.label_titles import load_label_titles
from clinic.criteria.loading import CriteriaInvalid

RULES = load_follow_ups()
TOPICS = [label for label in load_label_titles() if label.startswith("faq/")]


@pytest.mark.parametrize(
    ("kind", "last", "answer"),
    [
        ("duration", "faq/procedure", "faq/session_duration"),
        ("duration", "faq/pain", "faq/session_duration"),
        ("duration", "faq/effectiveness", "faq/results_timeline"),
        ("duration", "faq/side_effects", "faq/side_effects"),
        ("price", "faq/procedure", "faq/cost"),
        ("permanent", "faq/effectiveness", "faq/permanence"),
        ("women", "faq/pain", "faq/women"),
        ("better", "faq/compare_prp", "faq/compare_prp"),
        ("prp", "faq/combination", "faq/combination"),
        ("prp", "faq/compare_topical", "faq/compare_prp"),
        ("safety", "faq/combination", "faq/combination"),
        ("illness", "faq/age", "faq/contraindications"),
        ("why", "faq/effectiveness", "faq/mechanism"),
    ],
)
def test_a_follow_up_is_answered_from_the_last_topic(kind: str, last: str, answer: str) -> None:
    assert RULES.decide(kind, last).answer == answer


@pytest.mark.parametrize(
    ("kind", "last", "asked"),
    [
        ("duration", "faq/session_count", ("faq/session_duration", "faq/results_timeline")),
        ("duration", "book_consultation", ("faq/session_duration", "faq/results_timeline")),
        ("duration", None, ("faq/session_duration", "faq/results_timeline")),
        ("price", "faq/compare_transplant", ("faq/cost",)),
        ("price", "out_of_scope", ("faq/cost",)),
        ("permanent", "faq/side_effects", ("faq/side_effects", "faq/permanence")),
        ("minoxidil", None, ("faq/compare_topical", "faq/combination")),
        ("mother", "faq/women", ("faq/age", "faq/women")),
    ],
)
def test_what_could_mean_two_things_is_asked_back(
    kind: str, last: str | None, asked: tuple[str, ...]
) -> None:
    assert RULES.decide(kind, last).ask == asked


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        ("price", None),
        ("women", None),
        ("women", "talk_to_human"),
        ("why", "faq/age"),
        ("repeat", "faq/pain"),
    ],
)
def test_the_rest_is_understood_like_any_other_message(kind: str, last: str | None) -> None:
    assert RULES.decide(kind, last).labels == ()


@pytest.mark.parametrize("last", [*TOPICS, "out_of_scope", "nlu_fallback", "other_matter", None])
def test_whether_something_felt_is_normal_is_always_asked_back(last: str | None) -> None:
    assert RULES.decide("normal", last).ask == ("faq/side_effects", "report_reaction")


@pytest.mark.parametrize("last", ["out_of_scope", "nlu_fallback", "medical_question_other", "other_matter"])
def test_nothing_is_answered_after_what_nobody_understood(last: str) -> None:
    assert [kind for kind, _ in RULES.phrases() if RULES.decide(kind, last).answer] == []


@pytest.mark.parametrize("last", [topic for topic in TOPICS if "compare" in topic])
def test_the_other_treatment_is_never_answered_as_if_it_were_ours(last: str) -> None:
    about_ours = (
        "price",
        "amount",
        "duration",
        "hurt",
        "safety",
        "side_effects",
        "works",
        "permanent",
        "lasting",
    )

    assert [kind for kind in about_ours if RULES.decide(kind, last).answer] == []


@pytest.mark.parametrize("last", [None, *TOPICS])
def test_no_rule_sells(last: str | None) -> None:
    offered = {label for kind, _ in RULES.phrases() for label in RULES.decide(kind, last).labels}

    assert not offered & {"book_consultation", "start_prescreen"}


def test_every_topic_has_two_or_three_others_near_it() -> None:
    assert {len(near) for near in RULES.related.values()} <= {2, 3}
    assert RULES.related.keys() == set(TOPICS)


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ('"come? again"', '"Come again!"', "is no word"),
        ('"come? again"', '"come? again?"', "without words"),
        ('"come? again"', '"come <agian>"', "no words <agian>"),
        ("- kind: timing", "- kind: duration", "duration stands twice"),
        ("- kind: timing", "- kind: why", "why stands twice"),
        ("after: [<effects>], answer", "after: [<efects>], answer", "no group <efects>"),
        ("answer: faq/cost", "answer: faq/costs", "faq/costs is no label"),
        ("  faq/age: [faq/candidacy, ", "  faq/age: [faq/age, ", "faq/age is related to itself"),
        ("  faq/age: [", "  privacy: [", "nothing is related to faq/age"),
        ("  wat: what\n", "  wat: what\n  wat: was\n", "stands twice"),
        ("  wat: what\n", "  wat: what?\n", "would never match"),
        ("{ask: [faq/cost]}", "{ask: [faq/cost], answer: faq/pain}", "either"),
        ("{ask: [faq/cost]}", "{ask: [faq/cost, faq/pain, faq/age]}", "at most 2"),
        ("repeat:\n", "repeats:\n", "repeat"),
    ],
)
def test_a_slip_in_the_file_is_told(tmp_path: Path, written: str, instead: str, problem: str) -> None:
    text = PATH.read_text(encoding="utf-8")
    assert written in text
    changed = tmp_path / "follow_ups.yml"
    changed.write_text(text.replace(written, instead), encoding="utf-8")

    with pytest.raises(CriteriaInvalid, match=problem):
        load_follow_ups(changed)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CriteriaInvalid, match=r"follow_ups\.yml"):
        load_follow_ups(tmp_path / "follow_ups.yml")
