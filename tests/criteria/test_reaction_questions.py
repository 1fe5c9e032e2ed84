"""What is asked about a problem after a session: complete, short, in allowed words, and read as meant."""

from datetime import date
from pathlib import Path

import pytest

from clinic.criteria.claims import load_claims
from clinic.criteria.health_phrases import load_health_phrases
from clinic.criteria.loading import CriteriaInvalid
from clinic.criteria.reaction_questions import PATH, load_reaction_questions
from clinic.criteria.wording import MAX_BUTTON_WORDS, check_words
from clinic.logic.reaction import Asked
from clinic.services.reaction import Reader

READER = Reader(load_reaction_questions(), load_health_phrases())
TODAY = date(2026, 11, 27)


def test_every_button_is_short_allowed_and_unlike_the_others() -> None:
    for question, rows in load_reaction_questions().questions.items():
        titles = [choice.title for choice in rows.choices.values()]
        assert len(set(titles)) == len(titles), question
        assert all(len(title.split()) <= MAX_BUTTON_WORDS for title in titles), titles
        assert [found for title in titles for found in check_words(title, load_claims())] == []


@pytest.mark.parametrize("question", list(Asked))
def test_a_title_typed_out_means_its_choice(question: Asked) -> None:
    for value, choice in load_reaction_questions().questions[question].choices.items():
        meant = READER.answer(question, choice.title, "nlu_fallback", TODAY)
        if value not in ("other", "someone_else"):
            assert value in meant, choice.title


@pytest.mark.parametrize(
    ("question", "text", "values"),
    [
        ("what", "no pus but its red", ("swelling",)),
        ("what", "i dont have any bumps, it itches", ("rash",)),
        ("what", "the pain is unbearable and theres a boil", ("pain", "severe_pain", "lump")),
        ("where", "all over my head", ("scalp",)),
        ("where", "above my left eye", ("face",)),
        ("course", "not getting worse", ("same",)),
        ("course", "its not getting better", ("worse",)),
        ("course", "not sure if its spreading", ("not_sure", "spreads")),
        ("fever", "no fever or chills", ("no",)),
        ("fever", "a bit feverish and confused", ("fever", "ill")),
        ("since", "since yesterday", ("today",)),
        ("last_session", "about 5 weeks back", ("quarter",)),
        ("last_session", "never had one", ("never",)),
        ("last_session", "two years ago", ("older",)),
        ("last_session", "zzz", ()),
        ("what", "", ()),
    ],
)
def test_words_are_read_as_meant(question: str, text: str, values: tuple[str, ...]) -> None:
    assert set(READER.answer(Asked(question), text, "nlu_fallback", TODAY)) == set(values)


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("my mother has bumps", True),
        ("my mother says i have bumps", False),
        ("my wife saw it on my scalp", False),
        ("i have bumps", False),
    ],
)
def test_whose_problem_it_is(text: str, is_other: bool) -> None:
    assert READER.is_about_someone_else(text) is is_other


def test_a_file_that_lacks_a_question_or_names_no_choice_does_not_load(tmp_path: Path) -> None:
    whole = PATH.read_text()
    for broken in (
        whole.replace("  since:\n", "  when:\n", 1),
        whole.replace('"yes": worse', '"yes": gone', 1),
    ):
        (tmp_path / "questions.yml").write_text(broken)
        with pytest.raises(CriteriaInvalid):
            load_reaction_questions(tmp_path / "questions.yml")
