"""`clinic conversation show`: everything that is known of one conversation."""

import json
from typing import Annotated

import typer
from rich.console import Console

from clinic.commands.faults import CommandRefused


def register(app: typer.Typer) -> None:
    conversation = typer.Typer(help="What patients and staff have written.", no_args_is_help=True)
    conversation.callback()(lambda: None)  # keeps `show` a word of its own while it is the only one
    conversation.command()(show)
    app.add_typer(conversation, name="conversation")


def show(
    conversation_id: str,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, for a program to read.")] = False,
) -> None:
    """Show messages, owner, health answers with their history, outcome, bookings and handoffs."""
    from clinic.bootstrap import services
    from clinic.services.errors import ConversationUnknown
    from clinic.services.records import as_json as plain

    try:
        record = services().records.of(conversation_id)
    except ConversationUnknown:
        raise CommandRefused(f"There is no conversation {conversation_id}.") from None
    if as_json:
        print(json.dumps(plain(record), ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False, markup=False)
    console.print(f"{record.conversation.id}, owner: {record.conversation.owner}")
    for message in record.messages:
        console.print(f"{message.sequence:>4}  {message.sender}: {message.text}")
