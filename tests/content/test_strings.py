"""The claim guard over everything that is no response: titles, pages, the widget, errors, staff replies."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from clinic.criteria.claims import Claims
from clinic.criteria.profile import Profile
from clinic.criteria.reading import grade, words
from clinic.criteria.wording import MAX_GRADE, MAX_MEAN_GRADE, MIN_GRADED_WORDS, check_string, check_words
from tests.content import strings
from tests.content.textstat_grade import second_grade

# Where strings come from, and how many there are at least: a reader that finds nothing checks nothing.
LEAST = {
    "label_titles.yml": 54,
    "booking_titles.yml": 12,
    "health_questions.yml": 4,
    "reaction_questions.yml": 20,
    "replies.yml": 6,
    "letters.yml": 80,
    "clinic.yml": 20,
    "words.js": 45,
    "privacy.html": 20,
    "demo_website.html": 10,
    "booking/booking.html": 15,
    "booking/cancel.html": 4,
    "errors.py": 4,
    "error_pages.py": 8,
    "booking_pages.py": 4,
    "guards.py": 2,
    "chat_api.py": 1,
}


@pytest.fixture(scope="module")
def found(profile: Profile) -> list[tuple[str, str]]:
    return strings.everything(profile)


def graded(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(where, text) for where, text in found if len(words(text)) >= MIN_GRADED_WORDS]


def test_every_place_with_words_is_read(found: list[tuple[str, str]]) -> None:
    counted = {place: sum(where.startswith(f"{place}:") for where, _ in found) for place in LEAST}

    assert {place: count for place, count in counted.items() if count < LEAST[place]} == {}


def test_the_guard_lets_every_string_through(found: list[tuple[str, str]], claims: Claims) -> None:
    assert [f"{where}: {reason}" for where, text in found for reason in check_string(text, claims)] == []


def test_no_string_is_hard_by_the_second_measure(found: list[tuple[str, str]]) -> None:
    hard = {where: grade for where, text in graded(found) if (grade := second_grade(text)) > MAX_GRADE}

    assert hard == {}


def test_the_strings_are_easy_on_the_whole(found: list[tuple[str, str]]) -> None:
    texts = [text for _, text in graded(found)]

    assert sum(map(grade, texts)) / len(texts) <= MAX_MEAN_GRADE
    assert sum(map(second_grade, texts)) / len(texts) <= MAX_MEAN_GRADE


def test_titles_of_sources_claim_nothing(claims: Claims) -> None:
    """A title names somebody else's page: it may hold a hard word, and no claim."""
    titles = strings.source_titles()

    assert [reason for _, text in titles for reason in check_words(text, claims, spare=("jargon",))] == []


def test_the_widget_keeps_its_words_in_one_file() -> None:
    loose = {
        path.name: said
        for path in strings.widget_code()
        if (said := [text for text in strings.sentences_of(path) if not text.startswith("Bearer ")])
    }

    assert loose == {}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<p title="Cures it">A <em>gentle</em> way</p>', ["Cures it", "A gentle way"]),
        ('<img alt="Thick hair"><button aria-label="Book now">x</button>', ["Thick hair", "Book now"]),
        ("<p>{% if late %}Too{{ x }}late{% endif %}</p>", ["Tooitlate"]),
        ("<!-- cures --><p>1</p>", []),
        ('<p>{{ {"a": "Guaranteed"}.get(x) }}</p>', ["it", "Guaranteed"]),
    ],
)
def test_a_page_is_read_as_a_reader_meets_it(tmp_path: Path, source: str, expected: list[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text(source)

    assert list(strings.texts_of_page(page)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('say("Hair grows back"); // "not this"', ["Hair grows back", "not this"]),
        ('/** "No risk" */\n// "No risk"\nx = `You have ${n} left`;', ["You have it left"]),
        ('go("a", "GET", "");', ["GET"]),
    ],
)
def test_a_script_is_read_without_its_comments(tmp_path: Path, source: str, expected: list[str]) -> None:
    script = tmp_path / "script.js"
    script.write_text(source)

    assert list(strings.texts_of_script(script)) == expected
