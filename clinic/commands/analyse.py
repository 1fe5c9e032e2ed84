"""`clinic analyse`: what the language part reads in a text, without a database or an engine."""

import io
import json
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from clinic.language.analysis import Analyser

type Named = tuple[object, str]


def register(app: typer.Typer) -> None:
    app.command()(analyse)


def analyse(
    texts: Annotated[
        list[str] | None,
        typer.Argument(help='Plain or JSON {"id", "text"}. Without one: lines of standard input.'),
    ] = None,
) -> None:
    """Print red flags and findings of each text, one JSON object a line."""
    from clinic.language.analysis import Analyser

    lines = texts if texts else _standard_input()
    for row in rows(lines, Analyser()):
        print(json.dumps(row, ensure_ascii=False), flush=True)


def rows(lines: Iterable[str], analyser: "Analyser") -> Iterator[dict[str, object]]:
    """One object for every line that says something; the label stays empty until an engine is asked."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        name, text = _named(line.rstrip("\r\n"), number)
        found = analyser.analyse(text)
        yield {
            "id": name,
            "red_flags": [
                {"id": flag.id, "level": flag.level.value, "text": flag.words} for flag in found.red_flags
            ],
            "level": found.level.value,
            "findings": [
                {"concept": one.concept, "assertion": one.assertion.value, "text": one.words}
                for one in found.findings
            ],
            "label": None,
            "confidence": None,
        }


def _named(line: str, number: int) -> Named:
    """A JSON line brings its own id; a plain line is named by its number."""
    try:
        row = json.loads(line) if line.lstrip().startswith("{") else None
    except ValueError:
        row = None
    if isinstance(row, dict) and isinstance(row.get("text"), str):
        return row.get("id", number), row["text"]
    return number, line


def _standard_input() -> Iterable[str]:
    """Standard input as UTF-8; a byte that is none is replaced, never a reason to stop."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    return sys.stdin
