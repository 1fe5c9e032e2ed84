"""The health questions are read aloud too: every question, its reason, its explanation and its buttons."""

from collections.abc import Iterator

import pytest

from clinic.criteria.claims import Claims
from clinic.criteria.health_questions import HealthQuestions, load_health_questions
from clinic.criteria.reading import grade
from clinic.criteria.responses import ResponseCatalogue
from clinic.criteria.wording import MAX_GRADE, MAX_MEAN_GRADE, check_sentences, check_words
from tests.content.textstat_grade import second_grade

MAX_TITLE_WORDS = 6
# The exact words of the clinical specification; a shorter form needs the clinical safety officer.
LONG_BY_SPECIFICATION = {"Q8 text"}


@pytest.fixture(scope="module")
def health() -> HealthQuestions:
    return load_health_questions()


def texts(health: HealthQuestions) -> Iterator[tuple[str, str]]:
    for question in health.questions:
        for kind in ("text", "why", "help"):
            yield f"{question.id} {kind}", getattr(question, kind)


def titles(health: HealthQuestions) -> Iterator[tuple[str, str]]:
    for question in health.questions:
        for value, choice in question.choices.items():
            if choice.is_offered:
                yield f"{question.id} {value}", health.title(question.id, value)


def test_no_sentence_is_too_long_to_read_aloud(health: HealthQuestions) -> None:
    long = {where for where, text in texts(health) if list(check_sentences(text))}

    assert long == LONG_BY_SPECIFICATION


def test_no_text_or_button_holds_a_forbidden_word(health: HealthQuestions, claims: Claims) -> None:
    strings = [*texts(health), *titles(health)]

    assert [f"{where}: {found}" for where, text in strings for found in check_words(text, claims)] == []


def test_questions_are_easy_by_both_measures(health: HealthQuestions) -> None:
    hard = {
        where: (round(grade(text), 1), second_grade(text))
        for where, text in texts(health)
        if max(grade(text), second_grade(text)) > MAX_GRADE
    }

    assert hard == {}


def test_questions_are_easy_on_the_whole(health: HealthQuestions) -> None:
    grades = [grade(text) for _, text in texts(health)]

    assert sum(grades) / len(grades) <= MAX_MEAN_GRADE


def test_buttons_are_short(health: HealthQuestions) -> None:
    assert {where: title for where, title in titles(health) if len(title.split()) > MAX_TITLE_WORDS} == {}


def test_no_text_has_a_blank_line_or_braces(health: HealthQuestions) -> None:
    for where, text in texts(health):
        assert "\n\n" not in text, where
        assert not set("{}[]") & set(text), where


def test_every_text_that_follows_an_answer_exists(
    health: HealthQuestions, catalogue: ResponseCatalogue
) -> None:
    named = {
        choice.then for question in health.questions for choice in question.choices.values() if choice.then
    }

    assert named <= set(catalogue.responses)
