"""Signals of a message beside red flags and findings, as data, with the words that only signals need."""

import re
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from clinic.criteria.findings import FindingPattern
from clinic.criteria.loading import CriteriaInvalid, Strict, read_file
from clinic.criteria.vocabulary import Vocabulary

PATH: Final = Path(__file__).with_name("signals.yml")
SignalName = Literal[
    "third_person",
    "books_for_other",
    "carer",
    "distress",
    "bypass",
    "coaching",
    "took_back",
    "command",
    "claims_approval",
    "drug_advice",
    "self_injection",
    "asks_who",
    "about_me",
    "asks_of_baby",
    "asks_of_danger",
    "asks_of_harm",
    "asks_of_consultation",
    "asks_language",
    "asks_emergency_number",
    "asks_number",
    "needs_someone_now",
    "asks_what_to_do",
    "gets_worse",
    "makes_light",
    "asks_to_delete",
    "asks_no_contact",
    "own_child",
]


def _compiles(shape: str) -> str:
    try:
        re.compile(shape)
    except re.error as error:
        raise ValueError(f"{shape} is no regular expression: {error}") from error
    return shape


class SignalRow(Strict):
    """One signal: the patterns that raise it, and shapes of the typed characters that no word tells."""

    signal: SignalName
    patterns: tuple[FindingPattern, ...] = ()
    shapes: tuple[Annotated[str, AfterValidator(_compiles)], ...] = ()


class SignalFile(Strict):
    """The signals, and concepts beside those of the vocabulary: only signals look for them."""

    concepts: dict[str, list[str]] = Field(default_factory=dict)
    signals: tuple[SignalRow, ...]


def load_signals(vocabulary: Vocabulary, path: Path = PATH) -> SignalFile:
    """Read and check the signals against the vocabulary. Raises CriteriaInvalid."""
    file = read_file(path, SignalFile)
    twice = sorted(file.concepts.keys() & vocabulary.names)
    if twice:
        raise CriteriaInvalid(f"{path.name}: the vocabulary has {twice} already")
    named = {
        concept
        for row in file.signals
        for told in row.patterns
        for concept in (*told.all, *told.needs, *told.unless, *told.except_within)
    }
    unknown = sorted(named - vocabulary.names - file.concepts.keys())
    if unknown:
        raise CriteriaInvalid(f"{path.name}: unknown concepts {unknown}")
    return file
