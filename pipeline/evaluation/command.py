"""Reads the command line, measures, writes page, figures and predictions, and prints the table."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from pipeline.encoder_manifest import EncoderDamaged
from pipeline.evaluation.answers import Pipeline
from pipeline.evaluation.checklist import FOLDER, read_cases
from pipeline.evaluation.lines import known_labels
from pipeline.evaluation.progress import tell
from pipeline.evaluation.quiet import be_quiet
from pipeline.evaluation.recipe import read_recipe
from pipeline.evaluation.refusal import EvaluationRefused
from pipeline.evaluation.report import Report, plain, prediction
from pipeline.evaluation.rows import Row, read_rows


def main() -> int:
    """Measure once; what stands in the way is one line."""
    options = _parser().parse_args()
    be_quiet()
    try:
        rows = _rows(options.files, options.root)
        _make(options.out)
        from pipeline.evaluation.plan import Plan

        cases = read_cases(options.root / FOLDER)
        report, pipelines = Plan(options, read_recipe(options.root), rows, cases).measure()
        _write(report, pipelines, options.out, options.show_errors)
    except (EvaluationRefused, EncoderDamaged) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _make(out: Path) -> None:
    """Make the folder before anything else: nobody should wait an hour to hear that there is no room."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise EvaluationRefused(f"The report cannot be written to {out}: {problem.strerror}.") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure understanding.")
    parser.add_argument("files", type=Path, nargs="*", help="labelled rows; without one: cross-validation")
    parser.add_argument("--root", type=Path, default=Path("."), help="where config.yml and data/ are")
    parser.add_argument("--out", type=Path, default=Path("var/evaluation"))
    parser.add_argument("--cache", type=Path, default=Path("var/evaluation/cache"))
    parser.add_argument("--model", type=Path, help="another trained archive than the standing one")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", type=int, help="ask only the first so many folds")
    parser.add_argument("--against", choices=["stock"])
    parser.add_argument("--share", type=float, help="train on this share of the lines")
    parser.add_argument("--epochs", type=int, help="of the stock pipeline; its own default is 100")
    parser.add_argument("--show-errors", type=int, default=0, help="wrong lines shown on the page")
    return parser


def _rows(files: list[Path], root: Path) -> tuple[Row, ...]:
    known = known_labels(root)
    return tuple(row for path in files for row in read_rows(path, known))


def _write(report: Report, pipelines: list[Pipeline], out: Path, errors: int) -> None:
    from pipeline.evaluation.page import page
    from pipeline.evaluation.terminal import table

    figures = json.dumps(plain(report), ensure_ascii=False, indent=1)
    predictions = [
        json.dumps(prediction(pipeline, at), ensure_ascii=False)
        for pipeline in pipelines
        for at in range(len(pipeline.rows))
    ]
    (out / "figures.json").write_text(figures + "\n", encoding="utf-8")
    (out / "predictions.jsonl").write_text("\n".join(predictions) + "\n", encoding="utf-8")
    (out / "report.html").write_text(page(report, errors), encoding="utf-8")
    print(table(report), flush=True)
    tell(f"the page is {out / 'report.html'}")
