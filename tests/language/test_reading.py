"""How typed text becomes known words that still point at what was typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.language.engine import language_engine
from clinic.language.folding import fold


def forms(text: str) -> list[str]:
    return [word.form for word in language_engine().read(text).passage.words]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("I can't", ["i", "cant"]),
        ("i can t", ["i", "cant"]),
        ("cannot", ["cant"]),
        ("can;t", ["cant"]),
        ("I'm", ["i", "am"]),
        ("throat’s", ["throat"]),
        ("cantbreathe", ["cant", "breathe"]),
        ("hes unconscious", ["he", "is", "unconscious"]),
        ("my self", ["myself"]),
        ("INR 2.5", ["inr", "2.5"]),
        ("boğazım", ["bogazim"]),
        ("hellooooo", ["hello"]),
        ("stroke: never", ["stroke", "saidno"]),
        ("Fits? No. Faints? No", ["fits", "saidno", "faints", "saidno"]),
        ("is she awake? no", ["is", "she", "awake", "no"]),
    ],
)
def test_words_are_read_as_they_are_meant(typed: str, read: list[str]) -> None:
    assert forms(typed) == read


@pytest.mark.parametrize("word", ["bread", "threat", "chess", "heard", "number", "never", "cheap"])
def test_common_words_are_not_taken_for_misspelt_ones(word: str) -> None:
    assert forms(word) == [word]


def test_a_quote_is_what_the_patient_typed() -> None:
    passage = language_engine().read("So… my  THROAT’S closing!").passage

    assert passage.quote(1, 3) == "my  THROAT’S closing"


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_every_levelled_character_knows_its_place(text: str) -> None:
    folded = fold(text)

    assert len(folded.text) == len(folded.origins)
    assert all(0 <= place < len(text) for place in folded.origins)
    assert list(folded.origins) == sorted(folded.origins)
