"""The editor itself: every rule refuses a text that breaks it, and lets its honest twin through."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinic.criteria.claims import Claims
from clinic.criteria.responses import Metadata, Source, Variant, WrittenButton
from clinic.criteria.wording import Draft, check_draft, check_words
from tests.content import labels

TODAY = date(2026, 11, 21)
SOURCE = Source(
    "The clinic's wording policy", "wording-policy", date(2026, 11, 20), "owner", date(2027, 5, 20)
)
C1 = (
    "Like any injection, it can have side effects. "
    "Common ones are pain, redness, swelling or bruising, which usually pass in a few days. "
    "Rarely, people have had infection, allergy, scarring or hair loss where the needles went in. "
    "The exact risk is not known. Some problems show up weeks later. "
    "Tell us, or get medical help, if something does not feel right."
)
C7 = "The aim is to support hair that is still growing. It may not stop hair loss and does not cure baldness."
CALL = "Call 112 now. I am a computer program and cannot send help."


def rules_broken(
    policy: Claims, text: str, name: str = "utter_faq/x", buttons: Any = (), **metadata: Any
) -> set[str]:
    values = {"owner": "owner", "level": "none", "source": SOURCE, **metadata}
    variant = Variant(text, Metadata(**values), tuple(WrittenButton(*button) for button in buttons))
    draft = Draft(name, variant, text, policy, labels.ALL, TODAY)
    return {finding.rule for finding in check_draft(draft)}


def test_an_honest_text_passes(claims: Claims) -> None:
    assert rules_broken(claims, "You can ask us.", buttons=[("A person", "/talk_to_human")]) == set()
    assert rules_broken(claims, C1, claims=("S1-33",), template=("C1",)) == set()
    assert rules_broken(claims, CALL, level="emergency", kind="emergency") == set()


BAD: list[tuple[str, str, dict[str, Any]]] = [
    # Claims
    ("claims_may_be_made", "It helps.", {"claims": ("S0-36",)}),
    ("claims_may_be_made", "It helps.", {"claims": ("S1-39",)}),
    ("claims_may_be_made", "It helps.", {"claims": ("S9-99",)}),
    ("claims_may_be_made", "It may build up.", {"claims": ("S1-27",)}),
    ("claims_may_be_made", C7, {"claims": ("S1-27",), "template": ("C7",)}),
    ("claims_may_be_made", "About 30 to 60 minutes.", {"claims": ("S1-21",)}),
    ("policy_words_are_kept", "It can have some side effects.", {"template": ("C1",)}),
    ("policy_words_are_kept", C1.replace("Rarely", "Very rarely"), {"template": ("C1",)}),
    ("policy_words_are_kept", C1.replace(" The exact risk is not known.", ""), {"template": ("C1",)}),
    ("policy_words_are_kept", "It differs.", {"template": ("C99",)}),
    ("policy_words_are_named", C7, {}),
    # Sources
    ("source_is_given", "You can ask us.", {"source": None}),
    ("source_is_given", "You can ask us.", {"source": replace(SOURCE, review_by=date(2026, 11, 20))}),
    ("source_is_given", "You can ask us.", {"source": replace(SOURCE, checked_on=date(2026, 11, 22))}),
    ("source_is_given", "You can ask us.", {"source": replace(SOURCE, review_by=date(2028, 11, 20))}),
    # Length and plainness
    (
        "sentences_are_short",
        "This is a text of one and twenty words that goes on and on, as if no one had to read it.",
        {},
    ),
    ("text_is_short", "One. Two. Three. Four.", {}),
    ("text_is_short", "It is. " * 50, {}),
    (
        "text_reads_easily",
        "Individualised multidisciplinary consultation facilitates satisfactory expectations.",
        {},
    ),
    # Layout
    ("layout_is_plain", "One.\n\nTwo.", {}),
    ("layout_is_plain", "Hello {name}.", {}),
    ("layout_is_plain", "Hello.  There.", {}),
    ("layout_is_plain", "Hello. ", {}),
    # Tone
    ("tone_is_spare", "Sorry. I am sorry.", {}),
    ("tone_is_spare", "Please, please, please ask.", {}),
    # Buttons
    ("buttons_lead_somewhere", "Ask us.", {"buttons": [("Talk", "/talk_to_humans")]}),
    ("buttons_lead_somewhere", "Ask us.", {"buttons": [("Pain", "/faq/pains")]}),
    ("buttons_lead_somewhere", "Ask us.", {"buttons": [("I would like a person", "/talk_to_human")]}),
    ("buttons_lead_somewhere", "Ask us.", {"buttons": [("A", "/greet"), ("B", "/greet")]}),
    (
        "buttons_lead_somewhere",
        CALL,
        {"buttons": [("Book", "/book_consultation")], "level": "emergency", "kind": "emergency"},
    ),
    ("words_are_allowed", "Ask us.", {"buttons": [("A cure", "/greet")]}),
    # Emergencies
    ("help_comes_first", CALL.replace("112", "us"), {"level": "emergency", "kind": "emergency"}),
    (
        "help_comes_first",
        f"I am very sorry to hear that. {CALL}",
        {"level": "emergency", "kind": "emergency"},
    ),
    (
        "help_comes_first",
        f"Call, as soon as you can and wherever you may be just now, this one: {CALL}",
        {"level": "crisis", "kind": "emergency"},
    ),
    ("help_comes_first", "Call 112 now.", {"level": "emergency", "kind": "emergency"}),
    ("help_comes_first", CALL, {"level": "emergency", "kind": "notice"}),
    (
        "help_comes_first",
        f"Call 112 now. {'Do it. ' * 15}{CALL}",
        {"level": "crisis", "kind": "emergency"},
    ),
]


@pytest.mark.parametrize(
    ("rule", "text", "metadata"), BAD, ids=[f"{rule}: {text[:40]}" for rule, text, _ in BAD]
)
def test_a_bad_text_is_sent_back(claims: Claims, rule: str, text: str, metadata: dict[str, Any]) -> None:
    assert rule in rules_broken(claims, text, **metadata)


FORBIDDEN = [
    "You are eligible for it.",
    "It is suitable for you.",
    "It is safe for you.",
    "Your request is approved.",
    "You are cleared for it.",
    "You passed all questions.",
    "You are a good candidate.",
    "There is no risk.",
    "It has NO SIDE EFFECTS.",
    "It is 100% safe.",
    "It is painless.",
    "Results are guaranteed.",
    "We guarantee it.",
    "The change is permanent.",
    "It gives lasting results.",
    "It cures baldness.",
    "It can regrow hair.",
    "It stops hair loss.",
    "You get thicker hair.",
    "Studies are promising.",
    "Most patients see a change.",
    "It is an effective method.",
    "It protects hair as the seasons change.",
    "It slows whitening.",
    "This is a screening.",
    "After triage we call you.",
    "Your assessment is done.",
    "We can diagnose it.",
    "It is nothing to worry about.",
    "It usually settles by itself.",
    "You can stop taking aspirin.",
    "Hurry, book now.",
    "A special offer for you.",
    "There are contraindications.",
    "That was an invalid date.",
]


@pytest.mark.parametrize("text", FORBIDDEN)
def test_a_forbidden_word_is_found_with_its_reason(claims: Claims, text: str) -> None:
    found = list(check_words(text, claims))

    assert found
    assert all(": " in reason for reason in found)
    assert "words_are_allowed" in rules_broken(claims, text)


@pytest.mark.parametrize(
    "text",
    [
        "You can pass it on.",
        "Secure the hair.",
        "We approve of questions.",
        "The error-free way",
        "Accurate words.",
    ],
)
def test_a_word_inside_another_is_not_forbidden(claims: Claims, text: str) -> None:
    expected = ["error"] if "error" in text else []

    assert [reason.split('"')[1] for reason in check_words(text, claims)] == expected


def test_policy_words_may_hold_what_is_forbidden_elsewhere(claims: Claims) -> None:
    assert list(check_words(C7, claims))
    assert rules_broken(claims, C7, template=("C7",)) == set()


def test_a_list_keeps_its_policy_words(claims: Claims) -> None:
    text = (
        "Our clinic does not book this treatment for people who\n- are or may be pregnant,\n"
        "- have diabetes,\n- have cancer,\n- have had a stroke or paralysis,\n"
        "- or have a blood-clotting problem.\nThis is a safety rule. Our expert can talk with you."
    )

    assert claims.templates["C8"].is_used_by(text)
    assert not claims.templates["C8"].is_used_by(text.replace("- have cancer,\n", ""))
