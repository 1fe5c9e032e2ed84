"""What the watch is measured on: look-alikes from a folder, everyday messages from a labelled file."""

import json
from pathlib import Path

import pytest

from clinic.language.watch_evaluation import main, read


def labelled(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_of_a_labelled_file_what_may_tell_of_a_symptom_is_left_out(tmp_path: Path) -> None:
    path = labelled(
        tmp_path / "a.jsonl",
        {"text": "does it hurt", "label": "faq/pain"},
        {"text": "my scalp is on fire", "label": "report_reaction"},
        {"text": "it went red, is that usual", "label": "faq/side_effects", "alt": ["report_reaction"]},
        {"text": "price and place", "labels": ["faq/cost", "faq/location_hours_contact"]},
    )

    assert read(path) == ([], ["does it hurt"])


def test_false_alarms_among_everyday_messages_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = labelled(
        tmp_path / "a.jsonl",
        {"text": "what does it cost", "label": "faq/cost"},
        {"text": "my throat is closing and i cant breathe", "label": "faq/cost"},
    )

    assert main([str(path)]) == 0

    name, header, *lines = capsys.readouterr().out.splitlines()
    assert (name, header.split()) == (str(path), ["rules", "semantic", "both"])
    assert [line.split()[-2:] for line in lines] == [["1/2", "50.0%"]]


def test_without_a_path_it_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "watch_evaluation" in capsys.readouterr().err
