"""Tells a message in a language that the assistant does not read: its writer must hear that (H28)."""

import unicodedata
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENGLISH: Final = "en"
LANGUAGES: Final = (
    ENGLISH, "cs", "de", "es", "fr", "hr", "hu", "id", "it", "nl", "pl", "pt", "ro", "so", "sq", "sv", "tl",
    "tr", "vi",
)  # fmt: skip
"""Those in Latin letters that patients may write. With all 97 that the library knows, slips look foreign."""
FEWEST_WORDS: Final = 3
"""Two words may be a name, a medicine or slang."""
SURE: Final = 0.9
"""Of 1,653 lines of strangers in English none lies above (tests/language/test_other_language.py)."""
FEWEST_LETTERS: Final = 2


def in_other_language(text: str) -> bool:
    """Whether most of it stands in other letters, or it surely is no English. Doubt counts as English."""
    return _has_other_letters(text) or _has_other_words(text)


def _has_other_letters(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    other = [letter for letter in letters if not unicodedata.name(letter, "LATIN").startswith("LATIN")]
    return len(other) >= FEWEST_LETTERS and len(other) > len(letters) / 2


def _has_other_words(text: str) -> bool:
    if len(text.split()) < FEWEST_WORDS:
        return False
    language, confidence = language_identifier().classify(text.lower())
    return bool(language != ENGLISH and confidence > SURE)


@cache
def language_identifier() -> LanguageIdentifier:
    """The library's model, read once. It takes a second."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
