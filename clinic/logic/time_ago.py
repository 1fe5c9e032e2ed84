"""How long ago: "3 weeks ago", "yesterday", "since last month", "in march" as a number of days.

Where the words leave a span open, the shorter time counts: nearer to the session means more caution.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

UNITS: Final[Mapping[str, int]] = {
    "minute": 0, "min": 0, "hour": 0, "hr": 0, "day": 1, "night": 1, "week": 7, "wk": 7, "fortnight": 14,
    "month": 30, "mth": 30, "year": 365, "yr": 365,
}  # fmt: skip
NUMBERS: Final[Mapping[str, int]] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "several": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
FIXED: Final[Mapping[str, int]] = {
    "today": 0, "now": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0,
    "just had": 0, "yesterday": 1, "last night": 1, "day before yesterday": 2, "this week": 3,
    "last week": 7, "this month": 14, "last month": 30, "this year": 60, "last year": 365,
    "recently": 3,
}  # fmt: skip
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_UNIT: Final = "|".join(UNITS)
_COUNT: Final = re.compile(rf"\b(?:(\d{{1,3}})|({'|'.join(NUMBERS)}))\s*(?:of\s+)?(?:more\s+)?({_UNIT})s?\b")
_MONTH: Final = re.compile(rf"\b(?:in|since|from|early|late|mid|last)\s+({'|'.join(MONTHS)})\b")
_HALF: Final = re.compile(r"\bhalf (?:a|an) (year|month|week)\b")
_FIXED: Final = re.compile(
    rf"\b({'|'.join(sorted(FIXED, key=len, reverse=True))})\b"
)  # the longest first: "day before yesterday"


def days_ago(text: str, today: date) -> int | None:
    """The shortest time that the text names, in days before today; None when it names none."""
    return min(_named(text.casefold(), today), default=None)


def _named(text: str, today: date) -> Iterator[int]:
    halves = [UNITS[match[1]] // 2 for match in _HALF.finditer(text)]
    yield from halves
    rest = _HALF.sub(" ", text)
    for digits, word, unit in _COUNT.findall(rest):
        yield (int(digits) if digits else NUMBERS[word]) * UNITS[unit]
    for match in _FIXED.finditer(rest):
        yield FIXED[match[1]]
    for match in _MONTH.finditer(rest):
        yield _days_since_month(MONTHS.index(match[1]) + 1, today)


def _days_since_month(month: int, today: date) -> int:
    """Since the end of that month when it was last; the month that runs counts from today."""
    if month == today.month:
        return 0
    year = today.year if month < today.month else today.year - 1
    first_after = date(year + month // 12, month % 12 + 1, 1)
    return (today - first_after).days + 1
