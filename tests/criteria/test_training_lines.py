"""The training lines that stand: read with their labels, and every label is one that can be marked."""

from pathlib import Path

import pytest

from clinic.config import ROOT
from clinic.criteria.label_titles import load_label_titles, load_labels
from clinic.criteria.strict_yaml import YamlUnreadable
from clinic.criteria.training_lines import load_training_lines
from clinic.logic.training_lines import key_of

TWO_FILES = {
    "a.yml": 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - Hello there\n    - hi\n',
    "b.yml": 'version: "3.1"\nnlu:\n- intent: goodbye\n  examples: |\n    - hi\n',
}


def test_a_line_is_known_with_every_label_that_it_stands_under(tmp_path: Path) -> None:
    for name, text in TWO_FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    known = load_training_lines(tmp_path)

    assert known == {"hello there": {"greet"}, "hi": {"greet", "goodbye"}}


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.yml").write_text("nlu: [", encoding="utf-8")

    with pytest.raises(YamlUnreadable, match=r"broken\.yml"):
        load_training_lines(tmp_path)


def test_the_training_data_and_the_labels_to_mark_are_the_same() -> None:
    known = load_training_lines(ROOT / "data" / "nlu")

    assert {label for labels in known.values() for label in labels} == load_labels()
    assert known[key_of("Does it hurt")] == {"faq/pain"}


def test_every_label_has_a_title_and_a_button_is_no_label() -> None:
    titles = load_label_titles()

    assert load_labels() < set(titles)
    assert "something_else" not in load_labels()
