"""The documents on the health questions say what the questions and the code do."""

import re
from pathlib import Path

from clinic.criteria.health_questions import load_health_questions
from clinic.db.tables.prescreen import prescreens
from clinic.logic.screening import Flag, Outcome

DOCS = Path(__file__).parents[2] / "docs"
QUESTIONS = load_health_questions().questions


def rows(file, heading):
    """The cells of the first table below a heading, without its two head lines."""
    section = (DOCS / file).read_text(encoding="utf-8").split(f"{heading}\n", 1)[1]
    lines = re.search(r"(?:^\|.*\n?)+", section, re.MULTILINE).group().splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_question_has_its_row_with_topic_reason_and_outcomes():
    expected = [
        [q.id, q.topic, q.why, " · ".join(f"{value} {choice.outcome}" for value, choice in q.choices.items())]
        for q in QUESTIONS
    ]

    written = [row[:4] for row in rows("question-protocol.md", "## Question by question")]

    assert written == expected, "docs/question-protocol.md: bring the row in line with health_questions.yml"


def test_the_state_table_names_every_state_of_a_prescreen():
    allowed = next(c for c in prescreens.constraints if "status" in str(c.name))

    written = [row[0] for row in rows("states.md", "## Prescreen: one time of asking the health questions")]

    assert sorted(written) == sorted(re.findall(r"'(\w+)'", str(allowed.sqltext)))


def test_the_outcome_table_names_every_outcome():
    assert {row[0] for row in rows("states.md", "### Outcome → what happens")} == set(Outcome)


def test_the_flag_table_names_every_flag():
    assert [row[0] for row in rows("states.md", "### Flags → who looks")] == [flag.value for flag in Flag]
