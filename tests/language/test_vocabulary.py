"""The vocabulary and the red flags are data: strict, small files, and everything they name exists."""

from pathlib import Path

import pytest
import yaml

from clinic.criteria import findings, red_flags, vocabulary
from clinic.criteria.loading import CriteriaInvalid, read_file
from clinic.criteria.vocabulary import inflections, load_vocabulary

FILES = sorted(
    path
    for folder in (vocabulary.HERE, red_flags.HERE, findings.HERE)
    for path in folder.rglob("*")
    if path.is_file() and path.suffix != ".jsonl"  # examples are lines to measure with, not vocabulary
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_grows_beyond_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_a_key_that_nobody_knows_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "odd.yml"
    file.write_text("red_flags: []\ncolour: red\n", encoding="utf-8")

    with pytest.raises(CriteriaInvalid, match=r"odd\.yml"):
        read_file(file, red_flags.RedFlagFile)


def test_a_key_written_twice_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "twice.yml"
    file.write_text("concepts:\n  throat: [throat]\n  throat: [neck]\n", encoding="utf-8")

    with pytest.raises(CriteriaInvalid, match="twice"):
        read_file(file, vocabulary.ConceptFile)


def test_a_pattern_may_name_known_concepts_only(tmp_path: Path) -> None:
    group = yaml.safe_load((red_flags.HERE / "medicine.yml").read_text(encoding="utf-8"))
    group["red_flags"][0]["patterns"][0]["all"] = ["no_such_concept"]
    (tmp_path / "medicine.yml").write_text(yaml.safe_dump(group), encoding="utf-8")

    with pytest.raises(CriteriaInvalid, match="no_such_concept"):
        red_flags.load_red_flags(load_vocabulary(), tmp_path)


def test_every_red_flag_names_its_source_or_says_that_it_has_none() -> None:
    groups = red_flags.load_red_flags(load_vocabulary())

    assert [group.id for group in groups if not group.source.refs and not group.source.note] == []


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("close", "closing"),
        ("stop", "stopped"),
        ("carry", "carries"),
        ("pass", "passes"),
        ("swell", "swelling"),
    ],
)
def test_a_wave_stands_for_the_regular_forms(verb: str, forms: str) -> None:
    assert forms in inflections(verb)
