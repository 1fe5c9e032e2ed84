"""From a queued letter to the mail: words, links, calendar entry, and a Message-ID that never changes."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from clinic.criteria.letters import LetterTexts
from clinic.criteria.sender import Sender
from clinic.logic.letters import WITH_CALENDAR, LetterKind
from clinic.logic.when import write_moment
from clinic.services.calendar import CalendarFiles
from clinic.services.ports.bookings import Booking
from clinic.services.ports.letters import Mail


class Links(Protocol):
    """Where a letter leads to."""

    @property
    def public_url(self) -> str: ...

    def manage_url(self, booking_id: str) -> str: ...


@dataclass(frozen=True)
class Writing:
    """The clinic's own values, filled into the words of a letter."""

    texts: LetterTexts
    clinic_values: Mapping[str, str]
    sender: Sender
    links: Links
    code_of: Callable[[str], str] = field(repr=False)  # knows a secret
    calendar: CalendarFiles
    zone: ZoneInfo

    def mail(
        self,
        key: str,
        kind: LetterKind,
        to: str,
        values: Mapping[str, str],
        booking: Booking | None,
        written_at: datetime,
    ) -> Mail:
        """The whole mail; the same arguments give the same bytes."""
        text = self.texts[kind]
        with_calendar = booking is not None and kind in WITH_CALENDAR
        return Mail(
            key=key,
            message_id=self.message_id(key),
            to=to,
            subject=text.subject,
            text=text.filled({**self._known(booking), **self._own(kind, values)}),
            written_at=written_at,
            calendar=self.calendar.invitation(booking, written_at, to) if booking and with_calendar else None,
        )

    def _own(self, kind: LetterKind, values: Mapping[str, str]) -> Mapping[str, str]:
        """A code is queued as its id: its digits are worked out here, and wait in no table."""
        return {"code": self.code_of(values["code"])} if kind is LetterKind.ONE_TIME_CODE else values

    def message_id(self, key: str) -> str:
        return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{self.sender.domain}>"

    def _known(self, booking: Booking | None) -> Mapping[str, str]:
        known = {
            **self.clinic_values,
            "chat_url": f"{self.links.public_url}/chat",
            "sender_name": self.sender.name,
        }
        if booking is not None:
            known |= {
                "when": write_moment(booking.starts_at, self.zone),
                "reference": booking.reference,
                "manage_url": self.links.manage_url(booking.id),
            }
        return known
