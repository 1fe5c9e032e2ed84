"""`clinic analyse`: lines in, JSON lines out."""

import json
import queue
import subprocess
import sys

from clinic.commands.analyse import named_lines, rows, waiting_together
from clinic.language.analysis import Analyser


def test_a_plain_line_is_named_by_its_number() -> None:
    (row,) = rows([*named_lines(["\n", "my throat is closing\n"])], Analyser())

    assert row == {
        "id": 2,
        "red_flags": [{"id": "RF-01", "level": "L1", "text": "throat is closing"}],
        "level": "L1",
        "findings": [],
        "label": None,
        "confidence": None,
    }


def test_a_json_line_brings_its_own_id() -> None:
    (row,) = rows([*named_lines(['{"id": "a7", "text": "I am diabetic"}'])], Analyser())

    assert row["id"] == "a7"
    assert row["findings"] == [{"concept": "diabetes", "assertion": "present", "text": "diabetic"}]


def test_a_line_that_only_looks_like_json_is_read_as_text() -> None:
    (row,) = rows([*named_lines(['{"id": 1, "text": chest pain'])], Analyser())

    assert (row["id"], row["level"]) == (1, "L1")


def test_standard_input_is_answered_line_by_line() -> None:
    script = "from clinic.cli import main; raise SystemExit(main())"
    ran = subprocess.run(
        [sys.executable, "-c", script, "analyse"],
        input=b"fire\n\xff\xfe\nhello\n",
        capture_output=True,
        check=True,
    )

    assert [json.loads(line)["level"] for line in ran.stdout.splitlines()] == ["L1", "none", "none"]


def test_what_the_model_answers_stands_beside_what_the_watch_sees() -> None:
    (row,) = rows([(1, "does it hurt")], Analyser(), [("faq/pain", 0.9)])

    assert (row["label"], row["confidence"], row["level"]) == ("faq/pain", 0.9, "none")


def test_many_lines_are_analysed_as_one_by_one() -> None:
    named = [*enumerate(["my throat is closing", "does it hurt", "I am diabetic"] * 60)]
    analyser = Analyser()

    assert [*rows(named, analyser)] == [row for one in named for row in rows([one], analyser)]


def test_whoever_types_is_answered_line_by_line() -> None:
    asked: queue.Queue[tuple[object, str] | None] = queue.Queue()
    batches = waiting_together(iter(asked.get, None))

    for one in ((1, "first"), (2, "second")):
        asked.put(one)
        assert next(batches) == [one]
    asked.put(None)
    assert list(batches) == []
