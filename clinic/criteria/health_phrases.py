"""Loads what patients type during the health questions besides an answer: stop, later, delete, change, …"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, ValidationError

from clinic.criteria.loading import CriteriaInvalid, Strict
from clinic.criteria.strict_yaml import YamlUnreadable, read_yaml

PATH: Final = Path(__file__).with_name("health_phrases.yml")
_APOSTROPHES: Final = re.compile(r"['’‘`´]")
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")

type PhraseKind = Literal[
    "leave",
    "later",
    "withdraw",
    "pressure",
    "coaching",
    "someone_else",
    "change",
    "change_answer",
    "rather_not_say",
    "explain",
    "asks_meaning",
    "asks_if_deleted",
    "resume",
    "waiting",
    "what_now",
    "of_age",
    "call_me",
    "no_detail",
]


def plain(text: str) -> str:
    """Small letters, words apart by one space, no punctuation: how phrases are compared."""
    return _BETWEEN_WORDS.sub(" ", _APOSTROPHES.sub("", text.casefold())).strip()


def stands_in(phrases: Iterable[str], plain_text: str) -> bool:
    """True when one of the phrases stands in the text as whole words."""
    padded = f" {plain_text} "
    return any(f" {phrase} " in padded for phrase in phrases)


def _is_plain(phrases: tuple[str, ...]) -> tuple[str, ...]:
    for phrase in phrases:
        if phrase != plain(phrase) or not phrase:
            raise ValueError(f'"{phrase}" would never match: write "{plain(phrase)}"')
    return phrases


PlainPhrases = Annotated[tuple[str, ...], AfterValidator(_is_plain)]


class Phrases(Strict):
    whole: PlainPhrases
    anywhere: PlainPhrases


class HealthPhrases(Strict):
    leave: Phrases
    later: Phrases
    withdraw: Phrases
    pressure: Phrases
    coaching: Phrases
    someone_else: Phrases
    change: Phrases
    change_answer: Phrases
    rather_not_say: Phrases
    explain: Phrases
    asks_meaning: Phrases
    asks_if_deleted: Phrases
    resume: Phrases
    waiting: Phrases
    what_now: Phrases
    of_age: Phrases
    call_me: Phrases
    no_detail: Phrases

    def match(self, kind: PhraseKind, text: str) -> bool:
        return self.is_whole(kind, text) or self.stands_in(kind, text)

    def is_whole(self, kind: PhraseKind, text: str) -> bool:
        """The text says this and nothing else."""
        phrases: Phrases = getattr(self, kind)
        return plain(text) in phrases.whole

    def stands_in(self, kind: PhraseKind, text: str) -> bool:
        """The words stand somewhere in the text."""
        phrases: Phrases = getattr(self, kind)
        return stands_in(phrases.anywhere, plain(text))


def load_health_phrases(path: Path = PATH) -> HealthPhrases:
    """Raises CriteriaInvalid."""
    try:
        return HealthPhrases.model_validate(read_yaml(path))
    except (YamlUnreadable, ValidationError) as error:
        raise CriteriaInvalid(f"{path.name}: {error}") from error
