"""The perturbations themselves: the same each time, one change each, and nothing breaks on odd texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.perturbations import PERTURBATIONS, perturbed
from tests.nlu.bad_texts import BAD_TEXTS

SAID = "I can't sleep. Is PRP better than mesotherapy?"
SLIPS = ("two letters swapped", "a letter left out", "a letter doubled", "a key beside the right one")
INTO = {
    "small letters": "i can't sleep. is prp better than mesotherapy?",
    "capitals": "I CAN'T SLEEP. IS PRP BETTER THAN MESOTHERAPY?",
    "every word capital": "I Can't Sleep. Is PRP Better Than Mesotherapy?",
    "no punctuation": "I can't sleep Is PRP better than mesotherapy",
    "no apostrophes": "I cant sleep. Is PRP better than mesotherapy?",
    "typographic apostrophes": "I can’t sleep. Is PRP better than mesotherapy?",
    "written out": "I cannot sleep. Is PRP better than mesotherapy?",
    "contracted": SAID,
}


@pytest.mark.parametrize(("name", "expected"), INTO.items(), ids=INTO)
def test_a_change_does_what_its_name_says(name: str, expected: str) -> None:
    assert perturbed(name, SAID) == expected


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_in_one_word_and_leaves_its_first_letter(name: str) -> None:
    before, after = SAID.split(" "), perturbed(name, SAID).split(" ")
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]

    assert len(changed) == 1
    assert changed[0][0][0] == changed[0][1][0]


def test_every_long_word_may_slip_and_no_short_one_does() -> None:
    after = perturbed("a slip in every long word", SAID).split(" ")

    assert [word for word in after if len(word) < 6] == ["I", "can't", "Is", "PRP", "than"]
    assert "mesotherapy?" not in after


def test_short_and_long_forms_are_exchanged_and_capitals_kept() -> None:
    assert perturbed("contracted", "What is it? I am sure it does not hurt") == (
        "What's it? I'm sure it doesn't hurt"
    )
    assert perturbed("written out", "What's it? I'm sure it doesn't") == "What is it? I am sure it does not"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Does it hurt", "does"),
        ("I am", "I am"),
        ("I'm here", "I'm"),
        ("PRP or not", "PRP"),
        ("A man", "A man"),
        ("", ""),
    ],
)
def test_words_before_take_the_capital_of_a_word_and_not_of_a_name(text: str, start: str) -> None:
    after = perturbed("polite before", text)

    assert after.endswith(text[1:])
    assert after.removesuffix(text[len(start) :]).endswith(start)


@pytest.mark.parametrize("name", PERTURBATIONS)
@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_odd_texts_are_changed_without_a_fault(name: str, text: str) -> None:
    assert isinstance(perturbed(name, text), str)


@given(st.sampled_from(sorted(PERTURBATIONS)), st.text())
def test_the_same_text_is_always_changed_the_same(name: str, text: str) -> None:
    assert perturbed(name, text) == perturbed(name, text)


def test_a_change_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        perturbed("translated", "hello")
