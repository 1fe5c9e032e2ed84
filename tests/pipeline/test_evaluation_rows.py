"""Labelled files: what is read, and the one line that says why a file is not."""

from pathlib import Path

import pytest

from clinic.config import ROOT
from pipeline.evaluation.lines import known_labels
from pipeline.evaluation.refusal import EvaluationRefused
from pipeline.evaluation.rows import Row, read_rows

KNOWN = {"faq/pain", "faq/cost", "greet", "out_of_scope"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "asked.jsonl"


def test_a_row_brings_label_neighbours_and_voice(file: Path) -> None:
    file.write_text('{"text": "ouch?", "label": "faq/pain", "alt": ["greet"], "voice": "terse"}\n')

    (row,) = read_rows(file, KNOWN)

    assert row == Row("ouch?", "faq/pain", ("greet",), voice="terse", place="asked.jsonl:1")
    assert row.accepts("faq/pain")
    assert row.accepts("greet")
    assert not row.accepts("faq/cost")


def test_neighbours_and_voice_may_be_missing(file: Path) -> None:
    file.write_text('{"text": "hi", "label": "greet"}')

    assert read_rows(file, KNOWN) == [Row("hi", "greet", place="asked.jsonl:1")]


def test_two_labels_are_two_questions(file: Path) -> None:
    file.write_text('{"text": "hurt? price?", "labels": ["faq/pain", "faq/cost"]}')

    (row,) = read_rows(file, KNOWN)

    assert row.asks_two
    assert (row.label, row.labels) == ("", ("faq/pain", "faq/cost"))


def test_a_list_of_one_label_is_one_question(file: Path) -> None:
    file.write_text('{"text": "sore and red?", "labels": ["faq/pain"]}')

    (row,) = read_rows(file, KNOWN)

    assert not row.asks_two
    assert (row.label, row.labels) == ("faq/pain", ("faq/pain",))


def test_blank_lines_a_byte_order_mark_and_foreign_line_ends_do_no_harm(file: Path) -> None:
    file.write_bytes(
        '\ufeff{"text": "a\u2028b", "label": "greet"}\r\n\r\n{"text": "c", "label": "greet"}'.encode()
    )

    assert [(row.text, row.place) for row in read_rows(file, KNOWN)] == [
        ("a\u2028b", "asked.jsonl:1"),
        ("c", "asked.jsonl:3"),
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{oops", "this is not JSON."),
        ("[1]", "must be an object"),
        ('"text"', "must be an object"),
        ('{"label": "greet"}', '"text" is missing.'),
        ('{"text": " ", "label": "greet"}', '"text" is missing.'),
        ('{"text": 7, "label": "greet"}', '"text" is missing.'),
        ('{"text": "a"}', 'one of "label"'),
        ('{"text": "a", "label": "greet", "labels": ["greet"]}', 'one of "label"'),
        ('{"text": "a", "label": "faq/pane"}', 'there is no label "faq/pane".'),
        ('{"text": "a", "label": null}', "there is no label null."),
        ('{"text": "a", "label": ["greet"]}', 'there is no label ["greet"].'),
        ('{"text": "a", "label": "greet", "alt": ["faq/pane"]}', 'there is no label "faq/pane".'),
        ('{"text": "a", "label": "greet", "alt": "faq/pain"}', "must be lists."),
        ('{"text": "a", "labels": []}', '"labels" needs'),
        ('{"text": "a", "labels": ["greet", "greet"]}', '"labels" needs'),
        ('{"text": "a", "label": "greet", "voice": 3}', '"voice" must be one word.'),
    ],
)
def test_a_line_that_cannot_be_used_is_named(file: Path, line: str, fault: str) -> None:
    file.write_text(f'{{"text": "fine", "label": "greet"}}\n{line}\n')

    with pytest.raises(EvaluationRefused) as refused:
        read_rows(file, KNOWN)

    assert str(refused.value).startswith(f"{file}, line 2: ")
    assert fault in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("nothing", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(file: Path, nothing: bytes) -> None:
    file.write_bytes(nothing)

    with pytest.raises(EvaluationRefused, match="is empty"):
        read_rows(file, KNOWN)


def test_a_file_that_is_no_text_is_refused(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(EvaluationRefused, match="not UTF-8"):
        read_rows(file, KNOWN)


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(EvaluationRefused, match="cannot be read"):
        read_rows(tmp_path / name, KNOWN)


def test_the_labels_are_those_of_the_training_data() -> None:
    known = known_labels(ROOT)

    assert {"faq/pain", "out_of_scope", "emergency"} <= known
    assert "faq" not in known


def test_the_files_of_this_repository_can_be_measured() -> None:
    known = known_labels(ROOT)
    files = sorted((ROOT / "tests" / "nlu" / "data").rglob("*.jsonl"))

    assert files
    assert all(read_rows(path, known) for path in files)
