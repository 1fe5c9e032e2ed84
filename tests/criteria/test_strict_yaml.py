"""YAML as the people who edit it mean it."""

from pathlib import Path

import pytest

from clinic.criteria.strict_yaml import YamlUnreadable, read_yaml


def read(tmp_path: Path, text: str) -> object:
    path = tmp_path / "a.yml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path)


def test_yes_no_on_and_off_are_words(tmp_path: Path) -> None:
    assert read(tmp_path, "{yes: no, on: off, y: n}") == {"yes": "no", "on": "off", "y": "n"}


def test_true_and_false_are_not(tmp_path: Path) -> None:
    assert read(tmp_path, "[true, False, TRUE]") == [True, False, True]


def test_a_key_written_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(YamlUnreadable, match=r'a\.yml: is not YAML: "b" stands twice in line 2'):
        read(tmp_path, "a: 1\nc: {b: 1, b: 2}\n")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"\xff\xfe")

    with pytest.raises(YamlUnreadable, match="is not UTF-8 text"):
        read_yaml(tmp_path / "a.yml")
