"""`clinic staff add`: the first account, and any other where nobody can sign in to make it."""

from typing import Annotated

import typer

from clinic.commands.faults import CommandRefused
from clinic.logic.permissions import Role


def register(app: typer.Typer) -> None:
    staff = typer.Typer(help="Accounts of the people who work with the assistant.", no_args_is_help=True)
    staff.command()(add)
    app.add_typer(staff, name="staff")


def add(
    email: str,
    name: Annotated[str, typer.Option(help="As patients and colleagues read it.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")],
    registration: Annotated[
        str | None, typer.Option(help="Professional registration of a clinician.")
    ] = None,
    password: Annotated[
        str,
        typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="CLINIC_NEW_PASSWORD"),
    ] = "",
) -> None:
    """Make an account; the password is asked for, or taken from CLINIC_NEW_PASSWORD."""
    from clinic.bootstrap import services
    from clinic.services.staff import AccountRefused

    try:
        made = services().staff.add(
            email=email,
            name=name,
            role=role,
            password=password,
            registration=registration,
            actor="command line",
        )
    except AccountRefused as refusal:
        raise CommandRefused(str(refusal)) from None
    print(f"{made.name} ({made.role}) may sign in as {made.email}.")
