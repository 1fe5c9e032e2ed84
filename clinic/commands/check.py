"""`clinic check`: what is sound, what wants attention, and whether production would start."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from clinic.commands.faults import CommandRefused
from clinic.config import SettingsRefused, read_settings

if TYPE_CHECKING:  # the command line starts without the content
    from clinic.checks import Finding

SIGNS = {
    "sound": "[green]sound[/]    ",
    "attention": "[yellow]attention[/]",
    "refused": "[red]refused[/]  ",
}


def register(app: typer.Typer) -> None:
    app.command()(check)


def check(
    production: Annotated[
        bool, typer.Option("--production", help="Refuse also what a clinic must mend before it goes live.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object, for monitoring.")] = False,
) -> None:
    """Show the state of this copy. The exit code is not 0 when production would be refused."""
    from clinic.checks import findings, stands_in_the_way

    try:
        settings = read_settings()
    except SettingsRefused as refusal:
        raise CommandRefused(str(refusal)) from None
    found = list(findings(settings, datetime.now(UTC).date()))
    reasons = [one for one in found if stands_in_the_way(one, going_live=production)]
    if as_json:
        rows = [asdict(one) | {"refused": one in reasons} for one in found]
        print(json.dumps({"refused": len(reasons), "findings": rows}, ensure_ascii=False))
    else:
        _show(found, len(reasons), "Going live" if production else "Production")
    if reasons:
        raise typer.Exit(1)


def _show(found: "list[Finding]", reasons: int, step: str) -> None:
    console = Console(highlight=False)
    for one in found:
        # Not wrapped: a hash or a command must be whole, to be copied.
        console.print(f"{one.topic:<16}{SIGNS[one.state]}  {escape(one.text)}", soft_wrap=True)
    if reasons:
        print(f"{step} would be refused for {reasons} {'reason' if reasons == 1 else 'reasons'}.")
    else:
        print(
            "Nothing stands in the way of going live." if step == "Going live" else "Production would start."
        )
