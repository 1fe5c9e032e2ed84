"""claims.yml, forbidden_words.yml and sources.yml are refused when they contradict themselves."""

import shutil
from pathlib import Path

import pytest

from clinic.criteria.claims import FOLDER, load_claims
from clinic.criteria.sources import SOURCES_FILE, load_sources


def claims_with(tmp_path: Path, old: str, new: str) -> Path:
    text = (FOLDER / "claims.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "claims.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    shutil.copy(FOLDER / "forbidden_words.yml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: S0-02", "id: S0-01", "an id stands twice"),
        ("template: [C12]", "template: [C77]", "no template C77"),
        ("template: [C12], ", "", "says on no condition"),
        ("status: hedge", "status: perhaps", "status"),
        ("status: hedge, ", "status: hedge, colour: red, ", "colour"),
    ],
)
def test_a_claims_file_that_contradicts_itself_is_refused(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    with pytest.raises(ValueError, match=expected):
        load_claims(claims_with(tmp_path, old, new))


def test_a_source_listed_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sources.yml"
    text = SOURCES_FILE.read_text(encoding="utf-8")
    path.write_text(text.replace("id: E4", "id: E1"), encoding="utf-8")

    with pytest.raises(ValueError, match="an id stands twice"):
        load_sources(path)


def test_a_star_stands_for_any_ending_and_words_are_whole() -> None:
    promise = next(group for group in load_claims().forbidden if group.id == "promise")

    assert promise.pattern.search("It GUARANTEES that.")
    assert promise.pattern.search("It cured him.")
    assert not promise.pattern.search("It is secure.")
