"""Spelling: a text becomes a row of plain words, with short forms and slips of the finger put right."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = "january february march april may june july august september october november december"
MONTHS: Final = tuple(_MONTHS.split())

_SHORT: Final = {
    **{month[:3]: month for month in MONTHS},
    **{weekday[:3]: weekday for weekday in WEEKDAYS},
    **{"sept": "september", "tues": "tuesday", "weds": "wednesday", "thur": "thursday", "thurs": "thursday"},
    **dict.fromkeys(("tmrw", "tmr", "tmw", "tomoz"), "tomorrow"),
    **{"tonight": "today evening", "tonite": "today evening", "eve": "evening", "morn": "morning"},
    **{"aft": "afternoon", "arvo": "afternoon", "noon": "midday", "lunch": "lunchtime"},
    **{"nxt": "next", "wk": "week", "wkend": "weekend", "wknd": "weekend", "til": "until", "till": "until"},
}
_FIRST_WORDS: Final = "first second third fourth fifth sixth seventh eighth ninth"
_LATER_WORDS: Final = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_ONE_TO_NINE: Final = tuple(_FIRST_WORDS.split())
_ORDINALS: Final = (
    *_ONE_TO_NINE,
    *_LATER_WORDS.split(),
    "twentieth",
    *(f"twenty{word}" for word in _ONE_TO_NINE),
    "thirtieth",
    "thirtyfirst",
)
_NUMBER_WORDS: Final = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS: Final = tuple(_NUMBER_WORDS.split())

_CALENDAR_WORDS: Final = (
    "today tomorrow yesterday morning afternoon evening midday weekend around before between"
)
_SPELT: Final = (*WEEKDAYS, *(month for month in MONTHS if len(month) > 4), *_CALENDAR_WORDS.split())
_LIKE: Final = 0.81  # "wensday" is like "wednesday", "match" is not like "march"

_ONE_IS_A_NUMBER_AFTER: Final = frozenset(
    {"at", "after", "before", "by", "from", "until", "past", "to", "and"}
)
_COUNTED: Final = frozenset({"one", "available", "opening", "half", "visit", "session", "time", "thing"})
_NO_DAY_AFTER: Final = frozenset({"the", "i", "my", "we", "strong", "direct", "hot", "in"})  # "in the sun"

_PIECES: Final = re.compile(r"\d+(?:[:./-]\d+)+|\d+|[^\W\d_]+|\S")
_DIGITS: Final = {
    ord(character): str(unicodedata.digit(character))
    for zero in "٠۰०০"
    for character in map(chr, range(ord(zero), ord(zero) + 10))
}


def plain_words(text: str) -> tuple[str, ...]:
    """Lower-case words, numbers and punctuation marks, spelt the one way that the phrases know."""
    kept = unicodedata.normalize("NFKC", text).casefold().translate(_DIGITS)
    kept = re.sub(r"[’']", "", kept).replace("2moro", "tomorrow").replace("2morrow", "tomorrow")
    kept = re.sub(r"[–—]", "-", kept)
    kept = re.sub(rf"\b(twenty|thirty)[ -](?={'|'.join(_ONE_TO_NINE)})", r"\1", kept)
    return tuple(_put_right(_PIECES.findall(kept)))


def _put_right(pieces: list[str]) -> Iterator[str]:
    before = ""
    for word, after in zip(pieces, [*pieces[1:], ""], strict=False):
        yield _number(word, before, after) or _calendar_word(word, before)
        before = word


def _number(word: str, before: str, after: str) -> str | None:
    if word in _ORDINALS and before != "a" and after not in _COUNTED:
        return f"{_ORDINALS.index(word) + 1} th"
    if (
        word == "one"
        and before not in _ONE_IS_A_NUMBER_AFTER
        and after not in ("week", "day", "pm", "oclock")
    ):
        return None
    return str(_NUMBERS.index(word)) if word in _NUMBERS else None


def _calendar_word(word: str, before: str) -> str:
    if word in ("sun", "sat", "mar") and before in _NO_DAY_AFTER:
        return word
    if word in _SHORT:
        return _SHORT[word]
    if len(word) < 5 or word.removesuffix("s") in _SPELT:
        return word
    return next(iter(get_close_matches(word, _SPELT, n=1, cutoff=_LIKE)), word)
