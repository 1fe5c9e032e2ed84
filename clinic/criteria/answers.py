"""How people answer a health question in their own words, as data."""

from pathlib import Path
from typing import Final, Literal

from clinic.criteria.loading import Strict, read_file

PATH: Final = Path(__file__).with_name("answers.yml")
AnswerName = Literal["rather_not", "not_sure", "no", "yes"]


class AnswerRow(Strict):
    """One answer and the phrases that give it."""

    answer: AnswerName
    starts: tuple[str, ...]
    anywhere: tuple[str, ...]
    whole: tuple[str, ...]


class AnswerFile(Strict):
    """The answers, in the order in which they are tried."""

    answers: tuple[AnswerRow, ...]


def load_answers(path: Path = PATH) -> tuple[AnswerRow, ...]:
    """Read and check the answers file."""
    return read_file(path, AnswerFile).answers
