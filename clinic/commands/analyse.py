"""`clinic analyse`: what the language part reads in a text, without a database or an engine."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    app.command()(analyse)


def analyse(
    texts: Annotated[list[str] | None, typer.Argument(help="Without one: lines of standard input.")] = None,
) -> None:
    """Print red flags and findings of each text, one JSON object a line."""
    from clinic.language.watch import red_flag_watch

    watch = red_flag_watch()
    for text in texts or _lines(sys.stdin):
        print(
            json.dumps({"text": text, "red_flags": asdict(watch.check(text))}, ensure_ascii=False), flush=True
        )


def _lines(stream: Iterable[str]) -> Iterable[str]:
    return (line.rstrip("\n") for line in stream if line.strip())
