"""The command line `clinic`: every module of `clinic.commands` registers its own commands."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import typer

from clinic import commands
from clinic.commands.faults import CommandRefused


def build() -> typer.Typer:
    """Return the application with the commands of every module in `clinic.commands`."""
    app = typer.Typer(
        name="clinic",
        help="Run and look after the assistant of a hair-mesotherapy clinic.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,  # a pretty trace would show values, and values are patients' words
    )
    for module in iter_modules(commands.__path__):
        register = getattr(import_module(f"clinic.commands.{module.name}"), "register", None)
        if register:
            register(app)
    return app


def main() -> int:
    """Run one command; what stands in its way is one line."""
    try:
        build()()
    except CommandRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0
