"""`clinic run`: everything of one copy, until Ctrl-C."""

import asyncio

import typer

from clinic.commands.faults import CommandRefused
from clinic.commands.with_settings import loaded_settings


def register(app: typer.Typer) -> None:
    app.command()(run)


def run() -> None:
    """Start engine, action server, web and worker, and keep them running."""
    from clinic.launcher.faults import RunRefused
    from clinic.launcher.start import Launch

    try:
        asyncio.run(Launch(loaded_settings()).run())
    except RunRefused as refusal:
        raise CommandRefused(str(refusal)) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
