"""Measured values in a message: a sugar or a temperature that is dangerous as a number.

Sugar below 4 mmol/l or 70 mg/dl, or above 19 mmol/l or 349 mg/dl; temperature from 38 °C or 100.4 °F.
A proposal, like every threshold here, until the Clinical Safety Officer signs it.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from clinic.language.concepts import Mention, Mentions
from clinic.language.reading import Passage

NEAR: Final = 3
"""Words between the name of a value and its number."""


def _is_low_sugar(value: float) -> bool:
    return value < 4 or 20 <= value < 70


def _is_high_sugar(value: float) -> bool:
    return 19 < value < 20 or 350 <= value <= 900


def _is_fever(value: float) -> bool:
    return 38 <= value <= 43 or 100.4 <= value <= 109


# concept of the value's name, concept of the dangerous reading, its test
READINGS: Final = (
    ("blood_sugar", "low_sugar_reading", _is_low_sugar),
    ("blood_sugar", "high_sugar_reading", _is_high_sugar),
    ("fever", "fever_reading", _is_fever),
)


def readings(passage: Passage, mentions: Mentions) -> Mapping[str, tuple[Mention, ...]]:
    """Mentions of dangerous values, each as a concept that patterns can name."""
    numbers = list(_numbers(passage))
    found: dict[str, tuple[Mention, ...]] = {}
    for name, concept, is_dangerous in READINGS:
        places = tuple(
            Mention(min(named.first, place), max(named.last, place), concept)
            for named in mentions.get(name, ())
            for place, value in numbers
            if 0 < place - named.last <= NEAR + 1 and is_dangerous(value) and not _counts_else(passage, place)
        )
        if places:
            found[concept] = places
    return found


def _numbers(passage: Passage) -> Iterator[tuple[int, float]]:
    for place, word in enumerate(passage.words):
        number = word.form.replace(",", ".")
        if number[0].isdecimal() and number.count(".") < 2 and len(number) < 7:
            yield place, float(number)


def _counts_else(passage: Passage, place: int) -> bool:
    """ "sugar patient, age 60", "sugar, type 2": the number is an age or a kind, not a reading."""
    around = {word.form for word in passage.words[max(0, place - 1) : place + 2]}
    return not around.isdisjoint({"age", "aged", "years", "year", "yrs", "old", "yo", "type", "tip"})
