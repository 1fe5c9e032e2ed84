"""The section of the page that counts CheckList cases by kind and change."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.evaluation import html
from pipeline.evaluation.report import Measured
from pipeline.evaluation.wording import checklist_cells, checklist_rows


def checklist_section(pipelines: Sequence[Measured]) -> str:
    """Return the section; every pipeline was asked the same cases."""
    heads = ("passed", "cases", "asked back")
    rows = [
        [title, *(cell for line in lines for cell in checklist_cells(line))]
        for title, lines in checklist_rows(pipelines)
    ]
    return html.section(
        "CheckList",
        html.paragraph(
            "Plain messages of every label; changes that must not lead to another answer; words that must. "
            "Only labels count here: what the red-flag watch and the health points add is left to the tests."
        ),
        html.table(
            "By kind and change",
            ["case", *(f"{one.name}: {head}" for one in pipelines for head in heads)],
            rows,
        ),
    )
