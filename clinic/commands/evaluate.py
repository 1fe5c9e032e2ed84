"""`clinic evaluate`: how well messages are understood, on labelled files or by cross-validation."""

import subprocess
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from clinic.commands.faults import CommandRefused
from clinic.commands.with_settings import loaded_settings
from clinic.config import ROOT

ENGINE_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
FOLDER = "evaluation"


class Opponent(StrEnum):
    """What our own pipeline can be measured against."""

    STOCK = "stock"


def register(app: typer.Typer) -> None:
    app.command()(evaluate)


def evaluate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help='JSON lines {"text", "label", "alt"}. Without one: cross-validation.'),
    ] = None,
    folds: Annotated[int, typer.Option(min=2, help="Parts of the training data, each asked once.")] = 5,
    only: Annotated[int | None, typer.Option(min=1, help="Ask only the first so many folds.")] = None,
    against: Annotated[Opponent | None, typer.Option(help="Also train and ask a stock Rasa (slow).")] = None,
    share: Annotated[
        float | None, typer.Option(min=0.01, max=1.0, help="Train anew, on this share of the lines.")
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Of the stock Rasa, to try it out.")] = None,
    model: Annotated[Path | None, typer.Option(help="Ask this archive instead of today's model.")] = None,
    show_errors: Annotated[int, typer.Option(min=0, help="Wrong lines to show on the page.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Where the report goes (var/evaluation).")] = None,
) -> None:
    """Measure understanding; writes report.html, figures.json and predictions.jsonl, and prints a table."""
    kept = loaded_settings().var / FOLDER
    wanted = {
        "folds": folds,
        "only": only,
        "against": against,
        "share": share,
        "epochs": epochs,
        "model": model and model.resolve(),
        "show-errors": show_errors,
        "out": (out or kept).resolve(),
        "cache": (kept / "cache").resolve(),
    }
    code = _measure([*_options(wanted), *(str(path.resolve()) for path in files or [])])
    if code:
        raise typer.Exit(code)


def _options(wanted: Mapping[str, object]) -> Iterator[str]:
    for name, value in wanted.items():
        if value is not None:
            yield from (f"--{name}", str(value))


def _measure(arguments: list[str]) -> int:
    """Run the measurement in the engine's environment; it tells itself how far it is."""
    if not ENGINE_PYTHON.exists():
        raise CommandRefused("The engine's environment is missing: run `make setup`.")
    command = [str(ENGINE_PYTHON), "-m", "pipeline.evaluation", *arguments]
    try:
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130
