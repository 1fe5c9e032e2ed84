"""The report as a plain table for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.evaluation.figures import Slice
from pipeline.evaluation.report import Measured, Report
from pipeline.evaluation.shares import Share
from pipeline.evaluation.wording import checklist_cells, checklist_rows, number_rows, percent, share_rows

CONFUSIONS_SHOWN: Final = 12
TITLE: Final = 62
COLUMN: Final = 34


def table(report: Report) -> str:
    """Return the figures that fit a terminal; the page has the rest."""
    parts = [[report.title, report.asked, *report.notes], [*_pipelines(report)], [*_figures(report)]]
    parts += [[*_slices(report, "voice", [one.voices for one in report.pipelines])]]
    parts += [[*_slices(report, "file", [one.files for one in report.pipelines])]]
    parts += [[*_checklist(report)]]
    parts += [[*_confusions(one)] for one in report.pipelines]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _pipelines(report: Report) -> Iterator[str]:
    for one in report.pipelines:
        yield f"{one.name}: {one.about}"


def _figures(report: Report) -> Iterator[str]:
    yield _line("", [one.name for one in report.pipelines])
    for row in zip(*(share_rows(one) for one in report.pipelines), strict=True):
        yield _line(row[0][0], [_share(share) for _, share in row])
    for numbers in zip(*(number_rows(one) for one in report.pipelines), strict=True):
        yield _line(numbers[0][0], [number for _, number in numbers])


def _slices(report: Report, what: str, columns: list[list[Slice]]) -> Iterator[str]:
    if len(columns[0]) < 2:
        return
    yield _line(f"by {what}: right · answered · answered and wrong", [one.name for one in report.pipelines])
    for row in zip(*columns, strict=True):
        yield _line(f"{row[0].name} ({row[0].accuracy.of})", [_slice(part) for part in row])


def _checklist(report: Report) -> Iterator[str]:
    rows = checklist_rows(report.pipelines)
    if rows:
        yield _line("CheckList: passed of cases · asked back", [one.name for one in report.pipelines])
    for title, lines in rows:
        yield _line(title, [" · ".join(checklist_cells(line)) for line in lines])


def _confusions(one: Measured) -> Iterator[str]:
    if not one.confusions:
        return
    yield f"{one.name}: mixed up most"
    for pair in one.confusions[:CONFUSIONS_SHOWN]:
        yield f"  {pair.count:4d}  {pair.label} taken for {pair.taken_for}"


def _share(share: Share) -> str:
    if share.interval is None:
        return percent(None)
    low, high = (round(100 * edge) for edge in share.interval)
    return f"{percent(share.value)}  ({low}–{high} %, {share.hits}/{share.of})"


def _slice(part: Slice) -> str:
    return " · ".join(percent(one.value) for one in (part.accuracy, part.answered, part.answered_wrongly))


def _line(title: str, cells: list[str]) -> str:
    return "".join([f"{title:<{TITLE}}", *(f"{cell:<{COLUMN}}" for cell in cells)]).rstrip()
