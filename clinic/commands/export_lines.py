"""`clinic export-lines`: what staff marked as not understood, as a draft of training lines."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from clinic.commands.faults import CommandRefused

if TYPE_CHECKING:
    from clinic.logic.training_lines import Draft

OWNER_ALONE = 0o600  # patients' words are for who asked for them


def register(app: typer.Typer) -> None:
    app.command()(export_lines)


def export_lines(
    out: Annotated[
        Path | None, typer.Option(help="A new file. Without it the lines go to the screen.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what was exported before.")] = False,
) -> None:
    """Write marked messages as training lines, for a person to review (they hold patients' words)."""
    from clinic.logic.training_lines import written

    with _opened(out) as file:
        drafted = _drafted(again)
        if drafted.count:
            file.write(written(drafted))
    print(_summary(drafted), file=sys.stderr)


def _drafted(again: bool) -> "Draft":
    from clinic.bootstrap import services
    from clinic.criteria.strict_yaml import YamlUnreadable

    try:
        return services().misunderstood.draft("command line", again=again)
    except YamlUnreadable as problem:
        raise CommandRefused(f"The training lines cannot be read. {problem}") from None


@contextmanager
def _opened(out: Path | None) -> Iterator[TextIO]:
    """The file, opened before anything is remembered as exported; gone again when nothing was written."""
    if out is None:
        yield sys.stdout
        return
    try:
        file = open(out, "x", encoding="utf-8", opener=partial(os.open, mode=OWNER_ALONE))  # noqa: SIM115
    except OSError as error:
        raise CommandRefused(f"{out}: {error.strerror}. Name a new file.") from None
    try:
        with file:
            yield file
    except OSError as error:
        raise CommandRefused(f"{out}: {error.strerror}. Repeat with --again: nothing is lost.") from None
    finally:
        if not out.stat().st_size:
            out.unlink()


def _summary(drafted: "Draft") -> str:
    left_out = f" {drafted.left_out} left out: they stand in the training lines." if drafted.left_out else ""
    if not drafted.count:
        return f"Nothing new to export.{left_out} (--again exports everything marked.)"
    return f"Lines: {drafted.count}.{left_out} A person must review every line before it is added."
