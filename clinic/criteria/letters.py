"""The words of the letters (letters.yml): read strictly, every placeholder known before anybody gets one."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from clinic.criteria.loading import CriteriaInvalid, Strict, read_file
from clinic.criteria.responses import PLACEHOLDER
from clinic.logic.letters import ABOUT_BOOKING, LetterKind

PATH: Final = Path(__file__).with_name("letters.yml")
OF_EVERY_LETTER: Final = frozenset({"chat_url", "sender_name"})
OF_BOOKINGS: Final = frozenset({"when", "reference", "manage_url"})

Words = Annotated[str, Field(min_length=1)]


class WrittenLetter(Strict):
    """One letter as it stands in the file."""

    subject: Annotated[Words, Field(pattern=r"^[^\n\[\]]+$")]  # no values: a lock screen shows it
    text: Words
    values: frozenset[str] = frozenset()


class _File(Strict):
    closing: Words
    letters: Mapping[LetterKind, WrittenLetter]


@dataclass(frozen=True)
class LetterText:
    """The words of one kind, closing included; `values` are those that whoever queues it must bring."""

    subject: str
    text: str
    values: frozenset[str]

    def filled(self, values: Mapping[str, str]) -> str:
        """The words with every placeholder filled; KeyError when one has no value."""
        return PLACEHOLDER.sub(lambda match: values[match[1]], self.text)


type LetterTexts = Mapping[LetterKind, LetterText]


def load_letters(clinic_values: Collection[str], path: Path = PATH) -> LetterTexts:
    """Every kind with its words. Raises CriteriaInvalid: a kind is missing, or a placeholder is unknown."""
    written = read_file(path, _File)
    missing = [kind.value for kind in LetterKind if kind not in written.letters]
    if missing:
        raise CriteriaInvalid(f"{path.name}: no words for {', '.join(missing)}")
    texts = {kind: _text(letter, written.closing) for kind, letter in written.letters.items()}
    problems = [line for kind, text in texts.items() for line in _problems(kind, text, clinic_values)]
    if problems:
        raise CriteriaInvalid(f"{path.name}: {'; '.join(problems)}")
    return texts


def _text(letter: WrittenLetter, closing: str) -> LetterText:
    return LetterText(letter.subject, f"{letter.text}\n{closing}", letter.values)


def _problems(kind: LetterKind, text: LetterText, clinic_values: Collection[str]) -> Iterator[str]:
    named = set(PLACEHOLDER.findall(text.text))
    known = OF_EVERY_LETTER | text.values | set(clinic_values)
    if kind in ABOUT_BOOKING:
        known |= OF_BOOKINGS
    yield from (f"{kind}: nobody fills [[{name}]]" for name in sorted(named - known))
    yield from (f"{kind}: the text does not use {name}" for name in sorted(text.values - named))
