"""All figures of a measurement in one object, and as plain JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from pipeline.evaluation.answers import CheckListLine, Judged, Pipeline
from pipeline.evaluation.confidence import (
    Bin,
    RiskPoint,
    area_under,
    calibration,
    calibration_error,
    risk_curve,
)
from pipeline.evaluation.figures import Main, Slice, by_file, by_voice, main_figures
from pipeline.evaluation.labels import Confusion, LabelLine, confusions, label_lines
from pipeline.evaluation.rows import Row
from pipeline.evaluation.shares import Share
from pipeline.evaluation.two_questions import TwoQuestions, two_questions


@dataclass(frozen=True)
class Measured:
    """One pipeline with everything that was counted."""

    name: str
    about: str
    main: Main
    voices: list[Slice]
    files: list[Slice]
    two_questions: TwoQuestions
    labels: list[LabelLine]
    confusions: list[Confusion]
    calibration: list[Bin]
    calibration_error: float | None
    risk: list[RiskPoint]
    area_under_risk: float | None
    checklist: tuple[CheckListLine, ...]
    wrong: list[Judged]


@dataclass(frozen=True)
class Report:
    """What was asked, of whom, and what came out."""

    title: str
    asked: str
    notes: list[str]
    pipelines: list[Measured]


def measured(pipeline: Pipeline) -> Measured:
    """Return every figure of a pipeline."""
    judged = pipeline.judged
    curve = risk_curve(judged)
    return Measured(
        name=pipeline.name,
        about=pipeline.about,
        main=main_figures(judged),
        voices=by_voice(judged),
        files=by_file(judged),
        two_questions=two_questions(pipeline),
        labels=label_lines(judged),
        confusions=confusions(judged),
        calibration=calibration(judged),
        calibration_error=calibration_error(judged),
        risk=curve,
        area_under_risk=area_under(curve),
        checklist=pipeline.checklist,
        wrong=[one for one in judged if not one.is_right],
    )


def plain(report: Report) -> dict[str, Any]:
    """Return the report as JSON can hold it; what patients wrote is not in it."""
    return {
        "title": report.title,
        "asked": report.asked,
        "notes": report.notes,
        "pipelines": [_plain(_without_texts(one)) for one in report.pipelines],
    }


def prediction(pipeline: Pipeline, at: int) -> dict[str, Any]:
    """Return one row with its answer, for a program to read."""
    row, answer = pipeline.rows[at], pipeline.answers[at]
    right = bool(answer.found & set(row.labels)) if row.asks_two else row.accepts(answer.best)
    return {"pipeline": pipeline.name, **_plain(asdict(row)), **_plain(asdict(answer)), "right": right}


def rows_asked(rows: tuple[Row, ...]) -> str:
    """Say how many rows of which kind."""
    two = sum(row.asks_two for row in rows)
    return f"{len(rows) - two:,} messages" + (f" and {two:,} with two questions" if two else "")


def _without_texts(one: Measured) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one) if field.name != "wrong"}


def _plain(value: Any) -> Any:
    if isinstance(value, Share):
        return value.plain
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
