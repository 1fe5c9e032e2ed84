"""`clinic analyse`: what the language part reads in a text, without a database or an engine."""

import io
import json
import queue
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from clinic.commands.labels import NO_LABEL, Label, labels_of

if TYPE_CHECKING:
    from clinic.language.analysis import Analyser, Analysis

type Named = tuple[object, str]

TOGETHER: Final = 1024
"""Lines analysed at once where so many are waiting; whoever types line by line is answered line by line."""


def register(app: typer.Typer) -> None:
    app.command()(analyse)


def analyse(
    texts: Annotated[
        list[str] | None,
        typer.Argument(help='Plain or JSON {"id", "text"}. Without one: lines of standard input.'),
    ] = None,
    labels: Annotated[
        bool, typer.Option("--labels", help="Also ask the trained model, when all lines have been read.")
    ] = False,
) -> None:
    """Print red flags and findings of each text, one JSON object a line."""
    from clinic.language.analysis import Analyser

    analyser = Analyser()
    named = named_lines(texts or _standard_input())
    if labels:
        known = list(named)
        _print(rows(known, analyser, labels_of([text for _, text in known])))
        return
    for batch in waiting_together(named):
        _print(rows(batch, analyser))


def _print(found: Iterable[dict[str, object]]) -> None:
    for row in found:
        print(json.dumps(row, ensure_ascii=False))
    sys.stdout.flush()


def rows(
    named: Sequence[Named], analyser: "Analyser", labels: Sequence[Label] | None = None
) -> Iterator[dict[str, object]]:
    """One object for every text; its label stays empty where no model was asked."""
    analyses = analyser.analyse([text for _, text in named])
    for (name, _), found, label in zip(named, analyses, labels or [NO_LABEL] * len(named), strict=True):
        yield {"id": name, **_read(found), "label": label[0], "confidence": label[1]}


def _read(found: "Analysis") -> dict[str, object]:
    return {
        "red_flags": [
            {"id": flag.id, "level": flag.level.value, "text": flag.words} for flag in found.red_flags
        ],
        "level": found.level.value,
        "findings": [
            {"concept": one.concept, "assertion": one.assertion.value, "text": one.words}
            for one in found.findings
        ],
    }


def named_lines(lines: Iterable[str]) -> Iterator[Named]:
    """Every line that says something. JSON brings its own id; a plain line is named by its number."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _named(line.rstrip("\r\n"), number)


def _named(line: str, number: int) -> Named:
    try:
        row = json.loads(line) if line.lstrip().startswith("{") else None
    except ValueError:
        row = None
    if isinstance(row, dict) and isinstance(row.get("text"), str):
        return row.get("id", number), row["text"]
    return number, line


def waiting_together(named: Iterable[Named]) -> Iterator[list[Named]]:
    """What is there already, in batches; waits only where nothing is."""
    waiting: queue.Queue[Named | None] = queue.Queue(TOGETHER)

    def read() -> None:
        for one in named:
            waiting.put(one)
        waiting.put(None)

    threading.Thread(target=read, daemon=True).start()
    while (first := waiting.get()) is not None:
        batch, is_last = [first], False
        while len(batch) < TOGETHER and not waiting.empty():
            following = waiting.get()
            if following is None:
                is_last = True
                break
            batch.append(following)
        yield batch
        if is_last:
            return


def _standard_input() -> Iterable[str]:
    """Standard input as UTF-8; a byte that is none is replaced, never a reason to stop."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    return sys.stdin
