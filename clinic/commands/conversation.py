"""`clinic conversation show`: everything that is known of one conversation, its decisions recomputed."""

import json
from dataclasses import asdict
from typing import Annotated, Any, Final

import typer
from rich.console import Console

from clinic.commands.faults import CommandRefused

RECOMPUTED: Final = {
    "agrees": "They agree.",
    "disagrees": "THEY DISAGREE: the record was changed, or the rules were without a new edition.",
    "undecided": "Nothing was recorded yet.",
    "deleted": "Consent was taken back and the answers were deleted: nothing can be recomputed.",
    "other_rules": "The rules have another edition by now: what they say today proves nothing about then.",
    "unknown_version": "The questions of this version are not known: nothing can be recomputed.",
}
SHOWN: Final = ("outcome", "flags", "rules", "reasons", "notes")


def register(app: typer.Typer) -> None:
    conversation = typer.Typer(help="What patients and staff have written.", no_args_is_help=True)
    conversation.callback()(lambda: None)  # keeps `show` a word of its own while it is the only one
    conversation.command()(show)
    app.add_typer(conversation, name="conversation")


def show(
    conversation_id: str,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, for a program to read.")] = False,
) -> None:
    """Show messages, owner, health answers with their history, the decision and the same recomputed."""
    from clinic.bootstrap import services
    from clinic.services.errors import ConversationUnknown
    from clinic.services.records import as_json as plain

    clinic = services()
    try:
        record = clinic.records.of(conversation_id)
    except ConversationUnknown:
        raise CommandRefused(f"There is no conversation {conversation_id}.") from None
    screens = clinic.prescreen.records(conversation_id)
    if as_json:
        everything = {**plain(record), "decisions_on_answers": [_decisions(screen) for screen in screens]}
        print(json.dumps(everything, ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False, markup=False, soft_wrap=True)
    console.print(f"{record.conversation.id}, owner: {record.conversation.owner}")
    for message in record.messages:
        console.print(f"{message.sequence:>4}  {message.sender}: {message.text}")
    for screen in screens:
        _print_screen(console, screen)


def _decisions(screen: Any) -> dict[str, Any]:
    """The recorded decision, the recomputed one, and whether they agree."""
    from clinic.logic.screening import rules_fired

    prescreen, again = screen.prescreen, screen.replayed
    recomputed = None
    if again is not None:
        found = {**asdict(again), "rules": rules_fired(again)}
        recomputed = {name: found[name] for name in SHOWN}
    return {
        "prescreen_id": prescreen.id,
        "rules_version": prescreen.rules_version,
        "recorded": {"outcome": prescreen.outcome, "flags": prescreen.flags},
        "recomputed": recomputed,
        "replay": screen.replay.value,
    }


def _print_screen(console: Console, screen: Any) -> None:
    prescreen, told = screen.prescreen, _decisions(screen)
    console.print(
        f"\nHealth questions of {prescreen.started_at:%Y-%m-%d %H:%M} UTC, {prescreen.status}, "
        f"rules {prescreen.rules_version}"
    )
    for answer in screen.answers:
        changed = "" if answer.is_current else ", changed later"
        way = f"{answer.given_by}, {answer.answered_at:%Y-%m-%d %H:%M:%S}{changed}"
        words = f" “{answer.words}”" if answer.words and answer.words != answer.title else ""
        console.print(f"  {answer.question_id:<4} {answer.question}\n       {answer.title}{words} ({way})")
    for said in screen.unconfirmed:
        console.print(f"  {said.question_id:<4} not confirmed: {said.title} “{said.words}”")
    console.print(f"  recorded:   {_decision(told['recorded'])}")
    if told["recomputed"] is not None:
        console.print(f"  recomputed: {_decision(told['recomputed'])}")
        console.print(f"  rules:      {', '.join(told['recomputed']['rules'])}{_because(told['recomputed'])}")
    console.print(f"  {RECOMPUTED[told['replay']]}")


def _decision(told: dict[str, Any]) -> str:
    flags = ", ".join(told["flags"])
    return f"{told['outcome'] or 'none'}{f' ({flags})' if flags else ''}"


def _because(told: dict[str, Any]) -> str:
    reasons = ", ".join(f"{r['question']} {r['value']} → {r['outcome']}" for r in told["reasons"])
    return f", because of {reasons}" if reasons else ""
