"""Loads what is asked about a problem after a session: choices, titles, and the words that mean them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

from pydantic import model_validator

from clinic.criteria.health_phrases import PlainPhrases
from clinic.criteria.loading import Strict, read_file
from clinic.logic.reaction import Asked

PATH: Final = Path(__file__).with_name("reaction_questions.yml")


class ReactionChoice(Strict):
    """One answer. `until_days`: a time up to this many days ago means it."""

    title: str
    words: PlainPhrases
    until_days: int | None = None


class ReactionQuestion(Strict):
    """The choices in the order of the buttons; what a bare yes or no means, where it means one of them."""

    response: str
    choices: Mapping[str, ReactionChoice]
    yes: str | None = None
    no: str | None = None

    @model_validator(mode="after")
    def _yes_and_no_are_choices(self) -> Self:
        unknown = {value for value in (self.yes, self.no) if value} - self.choices.keys()
        if unknown:
            raise ValueError(f"no such choice: {', '.join(sorted(unknown))}")
        return self


class ReactionQuestions(Strict):
    """Every question, and the words that say something else than an answer."""

    questions: Mapping[Asked, ReactionQuestion]
    negating: PlainPhrases
    fine_now: PlainPhrases
    not_fine: PlainPhrases
    joking: PlainPhrases
    someone_else: PlainPhrases
    own_words: PlainPhrases
    abuse: PlainPhrases

    @model_validator(mode="after")
    def _every_question_stands_here(self) -> Self:
        missing = set(Asked) - self.questions.keys()
        if missing:
            raise ValueError(f"no choices for {', '.join(sorted(missing))}")
        return self

    def choice(self, question: str, value: str) -> ReactionChoice | None:
        """None for a question or an answer that is not offered."""
        if question not in self.questions:
            return None
        return self.questions[Asked(question)].choices.get(value)


def load_reaction_questions(path: Path = PATH) -> ReactionQuestions:
    """Raises CriteriaInvalid."""
    return read_file(path, ReactionQuestions)
