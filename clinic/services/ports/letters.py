"""Letters: what a mail server is handed, and what is known of the letters that went."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True)
class CalendarEntry:
    """An iCalendar object beside the words of a mail; `method` is its METHOD."""

    method: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """One e-mail, complete. The same key gives the same bytes, however often it is written."""

    key: str
    message_id: str
    to: str
    subject: str
    text: str
    written_at: datetime
    calendar: CalendarEntry | None = None


class MailRefused(Exception):
    """The mail will never arrive there: the address is wrong, or its server does not take it."""


class MailDelayed(Exception):
    """The mail did not go now; trying again may help. Says why in one word, never to whom."""


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand it over once. Raises MailRefused, MailDelayed."""
        ...


class LetterStatus(StrEnum):
    SENDING = "sending"  # handed over perhaps: who was killed meanwhile tries again with the same Message-ID
    SENT = "sent"
    REFUSED = "refused"


@dataclass(frozen=True)
class SentLetter:
    """What is kept of a letter: that it went, and to whom only through its conversation."""

    dedup_key: str
    conversation_id: str
    kind: str
    message_id: str
    status: str
    began_at: datetime
    ended_at: datetime | None = None


class LetterStore(Protocol):
    def begin(self, letter: SentLetter) -> SentLetter:
        """Store it unless its key is known; the letter as it stands, with the time it was begun first."""
        ...

    def get(self, dedup_key: str) -> SentLetter | None: ...

    def end(self, dedup_key: str, status: LetterStatus, at: datetime) -> None: ...

    def of(self, conversation_id: str) -> tuple[SentLetter, ...]:
        """The conversation's letters in the order in which they went."""
        ...

    def count_refused(self, since: datetime) -> int: ...
