"""The reading grade: our own measure against a published one."""

import pytest

from clinic.criteria.reading import grade, sentences, words
from clinic.criteria.wording import Draft
from tests.content.textstat_grade import second_grade


def test_list_lines_and_lines_are_read_one_by_one() -> None:
    assert sentences("For people who\n- are ill,\n- or young.\nAsk us. Why not? “Now!” he said") == (
        "For people who",
        "- are ill,",
        "- or young.",
        "Ask us.",
        "Why not?",
        "“Now!",
        "he said",
    )


def test_numbers_and_hyphened_words_are_one_word_each() -> None:
    assert words("Call 116123 at 9:30, it's a well-known £40 line.") == (
        "Call",
        "116123",
        "at",
        "9:30",
        "it's",
        "a",
        "well-known",
        "40",
        "line",
    )


@pytest.mark.parametrize("text", ["", "[[", "🙂", "- "])
def test_a_text_without_words_has_no_grade(text: str) -> None:
    assert grade(text) == 0


def test_a_hard_text_is_harder_by_both_measures() -> None:
    easy, hard = "The cat sat on the mat.", "Individual expectations necessitate considerable deliberation."

    assert grade(easy) < 2 < 8 < grade(hard)
    assert second_grade(easy) < 2 < 8 < second_grade(hard)


def test_the_two_measures_agree_on_the_whole(drafts: tuple[Draft, ...]) -> None:
    text = "\n".join(draft.text for draft in drafts)

    assert grade(text) == pytest.approx(second_grade(text), abs=1.5)
