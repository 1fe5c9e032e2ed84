"""`clinic check`: what is sound, what wants attention, and whether production would start."""

from datetime import UTC, datetime

import typer
from rich.console import Console
from rich.markup import escape

from clinic.commands.faults import CommandRefused
from clinic.config import SettingsRefused, read_settings

SIGNS = {
    "sound": "[green]sound[/]    ",
    "attention": "[yellow]attention[/]",
    "refused": "[red]refused[/]  ",
}


def register(app: typer.Typer) -> None:
    app.command()(check)


def check() -> None:
    """Show the state of this copy. The exit code is not 0 when production would be refused."""
    from clinic.checks import State, findings

    try:
        settings = read_settings()
    except SettingsRefused as refusal:
        raise CommandRefused(str(refusal)) from None
    found = list(findings(settings, datetime.now(UTC).date()))
    console = Console(highlight=False)
    for one in found:
        # Not wrapped: a hash or a command must be whole, to be copied.
        console.print(f"{one.topic:<16}{SIGNS[one.state]}  {escape(one.text)}", soft_wrap=True)
    refused = sum(one.state is State.REFUSED for one in found)
    print(f"Production would be refused for {refused} reasons." if refused else "Production would start.")
    if refused:
        raise typer.Exit(1)
