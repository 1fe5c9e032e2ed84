"""The clinic's mail for an operator: where letters go, and whether they get there."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from clinic.checks import Finding, State
from clinic.clock import SystemClock
from clinic.config import Settings
from clinic.db.unit_of_work import transactions
from clinic.services.letters.queue import LETTER
from clinic.services.ports import UnitOfWorkFactory
from clinic.services.staff_notices import NOTICE

LOOKED_BACK: Final = timedelta(days=7)
WAITS_TOO_LONG: Final = timedelta(hours=1)
TRIED_FOR_AN_HOUR: Final = 10  # times, with growing pauses


def mail_road(settings: Settings) -> Finding:
    """Whether letters leave this machine, and how."""
    if not settings.smtp_host:
        text = f"no mail server: letters are files in {settings.mail_folder.name}/ of the data folder"
        return Finding("mail", State.ATTENTION, text)
    server = f"{settings.smtp_host}:{settings.smtp_port}"
    if settings.smtp_security == "none":
        return Finding("mail", State.ATTENTION, f"{server}, not encrypted")
    return Finding("mail", State.SOUND, f"{server}, encrypted ({settings.smtp_security})")


def letter_findings(settings: Settings) -> Iterator[Finding]:
    """Letters that wait or came back. Asks a database that is sound."""
    yield from letters_in(transactions(settings.database_url))


def letters_in(uows: UnitOfWorkFactory) -> Iterator[Finding]:
    """One line for each trouble; one that all is well."""
    now = SystemClock().now()
    with uows(reads_only=True) as uow:
        waiting = sum(
            uow.jobs.count_stuck(kind, now - WAITS_TOO_LONG, TRIED_FOR_AN_HOUR) for kind in (LETTER, NOTICE)
        )
        refused = uow.letters.count_refused(now - LOOKED_BACK)
    if waiting:
        text = f"{waiting} wait for more than an hour: look at the mail server and at the worker's log"
        yield Finding("letters", State.ATTENTION, text)
    if refused:
        text = f"{refused} came back within a week: the patients were told in the chat"
        yield Finding("letters", State.ATTENTION, text)
    if not waiting and not refused:
        yield Finding("letters", State.SOUND, "none waits, none came back within a week")
