"""What leaves the chat may be read by anybody, on a locked phone or a shared computer: it tells nothing."""

import re
from typing import Final

import pytest

from clinic.criteria.letters import LetterText, load_letters
from clinic.criteria.profile import Profile
from clinic.criteria.responses import PLACEHOLDER
from clinic.logic.letters import LetterKind

TELLING: Final = re.compile(
    r"\b(?:hair|scalp|skin|head|bald|meso\w*|inject\w*|needle|treat\w*|therap\w*|session|consult\w*|talk with"
    r"|health\w*|medic\w*|drug|doctor|nurse|dr|clinician|expert|patient|pregnan\w*|ill|illness|disease|symptom\w*"
    r"|condition|reaction|aftercare|result\w*|approv\w*|declin\w*|safe|risk|sex\w*)\b",
    re.IGNORECASE,
)
TELLING_VALUES: Final = {"clinic_name", "price_consultation", "price_session", "session_minutes", "aftercare"}


@pytest.fixture(scope="module")
def letters(profile: Profile) -> dict[LetterKind, LetterText]:
    return dict(load_letters(profile.placeholders()))


@pytest.mark.parametrize("kind", LetterKind)
def test_no_letter_tells_what_the_clinic_does(
    letters: dict[LetterKind, LetterText], kind: LetterKind
) -> None:
    letter = letters[kind]
    own_words = letter.text.replace("talk to a person", "")

    assert TELLING.findall(f"{letter.subject}\n{PLACEHOLDER.sub('', own_words)}") == []
    assert not TELLING_VALUES & set(PLACEHOLDER.findall(letter.text))


@pytest.mark.parametrize("kind", LetterKind)
def test_the_subject_alone_could_be_anybodys(letters: dict[LetterKind, LetterText], kind: LetterKind) -> None:
    assert re.search(r"\bclinic\b|\d", letters[kind].subject, re.IGNORECASE) is None


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_names_a_phone_number_and_a_person(
    letters: dict[LetterKind, LetterText], kind: LetterKind
) -> None:
    assert "[[clinic_phone]]" in letters[kind].text
    assert "person" in letters[kind].text


def test_yes_and_no_are_told_in_the_same_words(letters: dict[LetterKind, LetterText]) -> None:
    assert letters[LetterKind.APPROVED] == letters[LetterKind.DECLINED]
