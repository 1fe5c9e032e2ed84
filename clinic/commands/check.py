"""`clinic check`: what is sound, what wants attention, and whether production would start."""

from datetime import UTC, datetime

import typer
from rich.console import Console
from rich.table import Table

from clinic.commands.faults import CommandRefused
from clinic.config import SettingsRefused, read_settings

SIGNS = {"sound": "[green]sound[/]", "attention": "[yellow]attention[/]", "refused": "[red]refused[/]"}


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
    table = Table(box=None, pad_edge=False)
    for heading in ("topic", "state", ""):
        table.add_column(heading, overflow="fold")  # a hash must be whole, to be copied
    for one in found:
        table.add_row(one.topic, SIGNS[one.state], one.text)
    Console().print(table)
    refused = sum(one.state is State.REFUSED for one in found)
    print(f"Production would be refused for {refused} reasons." if refused else "Production would start.")
    if refused:
        raise typer.Exit(1)
