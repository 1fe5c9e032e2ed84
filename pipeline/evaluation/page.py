"""The report as one page that needs nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from pipeline.evaluation import html
from pipeline.evaluation.checklist_section import checklist_section
from pipeline.evaluation.confusion_grid import confusion_grid
from pipeline.evaluation.figures import Slice
from pipeline.evaluation.plots import calibration_plot, confusion_plot, risk_plot, voices_plot
from pipeline.evaluation.report import Measured, Report
from pipeline.evaluation.shares import Share
from pipeline.evaluation.wording import decimal, interval, number_rows, percent, share_rows

SKELETON: Final = Path(__file__).with_name("page.html")
PAIRS_SHOWN: Final = 30
CARDS: Final = {
    "accuracy": "best label is right",
    "answered": "answered at once",
    "answered_wrongly": "answered and wrong, of all",
    "scope_refused": "out of scope, no other answer",
    "kept": "in scope, not refused",
}


def page(report: Report, errors_shown: int = 0) -> str:
    """Return the page; lines that were got wrong are on it only when asked for."""
    skeleton = Template(SKELETON.read_text(encoding="utf-8"))
    return skeleton.substitute(
        title=escape(report.title),
        asked=escape(report.asked),
        about="".join(f"<li><b>{escape(one.name)}</b>: {escape(one.about)}</li>" for one in report.pipelines),
        notes="".join(f'<p class="note">{escape(note)}</p>' for note in report.notes),
        sections="".join(_sections(report.pipelines, errors_shown)),
    )


def _sections(pipelines: list[Measured], errors_shown: int) -> Iterator[str]:
    yield html.section("Main figures", *map(_cards, pipelines), _main_table(pipelines))
    if pipelines[0].risk:
        yield _risk(pipelines)
        yield _calibration(pipelines)
    if len(pipelines[0].voices) > 1:
        yield _voices(pipelines)
    if len(pipelines[0].files) > 1:
        yield html.section("Files", _slices("file", pipelines, [one.files for one in pipelines]))
    if pipelines[0].checklist:
        yield checklist_section(pipelines)
    for one in pipelines:
        if one.confusions:
            yield _confusions(one)
    for one in pipelines:
        if one.labels:
            yield html.section(f"Labels: {one.name}", _labels(one))
    if errors_shown:
        yield html.section("Lines that were got wrong", *(_errors(one, errors_shown) for one in pipelines))


def _cards(one: Measured) -> str:
    inside = [_card(title, getattr(one.main, name)) for name, title in CARDS.items()]
    inside.append(html.card("macro F1", decimal(one.main.macro_f1), "every label counts the same"))
    return html.cards(one.name, inside)


def _card(title: str, share: Share) -> str:
    return html.card(title, percent(share.value), f"95 %: {interval(share)}")


def _main_table(pipelines: list[Measured]) -> str:
    heads = ["figure", *(head for one in pipelines for head in (one.name, "95 % interval", "rows"))]
    rows = [
        [shares[0][0], *(cell for _, share in shares for cell in _cells(share))]
        for shares in zip(*map(share_rows, pipelines), strict=True)
    ]
    rows += [
        [numbers[0][0], *(cell for _, number in numbers for cell in (number, "", ""))]
        for numbers in zip(*map(number_rows, pipelines), strict=True)
    ]
    return html.table("Every main figure", heads, rows)


def _cells(share: Share) -> tuple[str, str, str]:
    return percent(share.value), interval(share), f"{share.hits} of {share.of}"


def _risk(pipelines: list[Measured]) -> str:
    return html.section(
        "Answering more, and what it costs",
        html.paragraph(
            "From left to right more is answered, the surest first. The height is how much of that is wrong. "
            "A dot marks where the gates stand: they ask more of some labels, so a dot may lie off its line."
        ),
        html.picture(risk_plot(pipelines), _risk_words(pipelines), "Share answered and share wrong"),
    )


def _risk_words(pipelines: list[Measured]) -> str:
    return " ".join(
        f"{one.name} answers {percent(one.main.answered.value)}; of that "
        f"{percent(one.main.right_of_answered.value)} is right."
        for one in pipelines
    )


def _calibration(pipelines: list[Measured]) -> str:
    words = " ".join(f"{one.name}: calibration error {decimal(one.calibration_error)}." for one in pipelines)
    return html.section(
        "Does the confidence mean what it says?",
        html.picture(
            calibration_plot(pipelines), words, "Confidence said and share right; large dots hold many rows"
        ),
        *(_bins(one) for one in pipelines),
    )


def _bins(one: Measured) -> str:
    rows = [
        [f"{part.low:.0%} to {part.low + 0.1:.0%}", percent(part.said), percent(part.right), str(part.rows)]
        for part in one.calibration
    ]
    return html.table(f"{one.name}: by tenths of confidence", ["confidence", "said", "right", "rows"], rows)


def _voices(pipelines: list[Measured]) -> str:
    words = "; ".join(f"{part.name} {percent(part.accuracy.value)}" for part in pipelines[0].voices)
    return html.section(
        "Voices",
        html.picture(
            voices_plot(pipelines),
            f"{pipelines[0].name}: {words}.",
            "Best label is right, by voice, with 95 % intervals",
        ),
        _slices("voice", pipelines, [one.voices for one in pipelines]),
    )


def _slices(what: str, pipelines: list[Measured], columns: Sequence[Sequence[Slice]]) -> str:
    kinds = ("right", "answered", "answered and wrong")
    heads = [what, "rows", *(f"{one.name}: {kind}" for one in pipelines for kind in kinds)]
    rows = [
        [parts[0].name, str(parts[0].accuracy.of), *(cell for part in parts for cell in _slice(part))]
        for parts in zip(*columns, strict=True)
    ]
    return html.table(f"By {what}", heads, rows)


def _slice(part: Slice) -> list[str]:
    return [percent(share.value) for share in (part.accuracy, part.answered, part.answered_wrongly)]


def _confusions(one: Measured) -> str:
    grid = confusion_grid(one.confusions)
    if grid is None:
        return ""
    caption = f"{one.name}: what was taken for what"
    if grid.left_out:
        caption += f" ({grid.left_out} mistakes of rarer pairs are left out)"
    rows = [[pair.label, pair.taken_for, str(pair.count)] for pair in one.confusions[:PAIRS_SHOWN]]
    pairs = html.table(f"{one.name}: most frequent pairs", ["label", "was taken for", "rows"], rows)
    alt = "A grid of labels; the table that follows lists its most frequent pairs."
    return html.section(
        f"Mixed up: {one.name}", html.picture(confusion_plot(grid), alt, caption, "wide"), pairs
    )


def _labels(one: Measured) -> str:
    rows = [
        [
            line.label,
            str(line.rows),
            percent(line.precision),
            percent(line.recall),
            percent(line.f1),
            ", ".join(f"{label} {count}" for label, count in line.taken_for),
        ]
        for line in one.labels
    ]
    heads = ["label", "rows", "precision", "recall", "F1", "taken for"]
    return html.table(f"{one.name}: every label", heads, rows)


def _errors(one: Measured, shown: int) -> str:
    rows = [
        [
            wrong.row.text,
            wrong.row.place,
            wrong.row.label,
            wrong.answer.best,
            percent(wrong.answer.confidence),
        ]
        for wrong in one.wrong[:shown]
    ]
    heads = ["text", "place", "label", "was taken for", "confidence"]
    title = f"{one.name}: {len(rows)} of {len(one.wrong)}"
    return html.folded(title, html.table(title, heads, rows))
