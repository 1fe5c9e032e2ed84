"""`clinic migrate`, `clinic seed`, `clinic reset`: the database from nothing to the demo clinic and back."""

import shutil
from typing import Annotated

import typer

from clinic.commands.faults import CommandRefused
from clinic.commands.with_settings import loaded_settings
from clinic.config import Settings

DISPOSABLE = ("mail", "log")


def register(app: typer.Typer) -> None:
    for command in (migrate, seed, reset):
        app.command()(command)


def migrate() -> None:
    """Bring the database to the newest step (safe to repeat)."""
    _migrate(loaded_settings())


def seed() -> None:
    """Migrate, and add the demo clinic with its demo sign-ins (development only, safe to repeat)."""
    settings = loaded_settings()
    _require_development(settings, "The demo clinic")
    _migrate(settings)
    from clinic.bootstrap import bootstrap
    from clinic.db.seeds import seed as seed_demo

    for line in seed_demo(bootstrap(settings)):
        print(line)


def reset(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete databases, mail and logs of this copy (development only)."""
    settings = loaded_settings()
    _require_development(settings, "Deleting everything")
    _require_stopped(settings)
    if not yes:
        typer.confirm(f"Delete the databases, mail and logs in {settings.var}?", abort=True)
    for database in settings.var.glob("*.db*"):
        database.unlink()
    for folder in DISPOSABLE:
        shutil.rmtree(settings.var / folder, ignore_errors=True)


def _migrate(settings: Settings) -> None:
    from clinic.db.migrate import upgrade

    settings.var.mkdir(parents=True, exist_ok=True)
    upgrade(settings.database_url)


def _require_development(settings: Settings, what: str) -> None:
    if settings.in_production:
        raise CommandRefused(f"{what} is for development only (CLINIC_MODE).")


def _require_stopped(settings: Settings) -> None:
    from clinic.launcher.run_folder import running

    if running(settings.var):
        raise CommandRefused("Mesochat is running. Stop it first.")
