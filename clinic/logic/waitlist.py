"""The waitlist: which free time is for whom, how long it is kept for them, and what asks to wait."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from clinic.logic.dates import Wish
from clinic.logic.hours import Timetable
from clinic.logic.openings import Opening
from clinic.logic.promise import promise_within

OFFER_LASTS: Final = timedelta(hours=1)  # of opening hours: nobody loses a time overnight
LEAST_OFFER: Final = timedelta(minutes=15)  # less is no time to answer in

_WAITS: Final = re.compile(
    r"\b(?:wait(?:ing)?[ -]?list|(?:any|no)thing (?:earlier|sooner)"
    r"|(?:earlier|sooner) (?:one|time|day|date|appointment)"
    r"|(?:nothing|none)(?: of (?:these|those|them|that))? (?:suits?|works?|fits?|is good|are good)"
    r"|none of (?:these|those|them)|cancellations?\b(?! (?:fee|charge|cost|polic|term|rule))"
    r"|(?:if|when) (?:something|anything|one|a time) (?:comes up|opens up|is free|gets free|becomes free))",
    re.IGNORECASE,
)
_TITLES: Final = frozenset({"dr", "doctor", "mr", "mrs", "ms", "miss", "prof", "professor"})
_REFUSES: Final = re.compile(
    r"\b(?:not|no|dont|don['’]t|except|but|other than|apart from|instead of)\b", re.IGNORECASE
)
_EARLIER: Final = re.compile(r"\b(?:earlier|sooner)\b", re.IGNORECASE)
_LEAVES: Final = re.compile(
    r"\b(?:off|leave|out of|from|cancel|stop)\b[^.]*\b(?:wait(?:ing)?[ -]?list|waiting)\b", re.IGNORECASE
)


class WaitStatus(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"  # a time is held for them
    TAKEN = "taken"  # they have a time now
    LEFT = "left"  # they do not want to wait any more
    OVER = "over"  # the last day they could use has passed


class WaitMove(StrEnum):
    OFFER = "offer"
    TAKE = "take"
    LAPSE = "lapse"  # not taken, or its hold ran out: the next person is asked
    LEAVE = "leave"
    END = "end"


WAIT_MOVES: Final[Mapping[tuple[WaitStatus, WaitMove], WaitStatus]] = {
    (WaitStatus.WAITING, WaitMove.OFFER): WaitStatus.OFFERED,
    (WaitStatus.WAITING, WaitMove.TAKE): WaitStatus.TAKEN,
    (WaitStatus.WAITING, WaitMove.LEAVE): WaitStatus.LEFT,
    (WaitStatus.WAITING, WaitMove.END): WaitStatus.OVER,
    (WaitStatus.OFFERED, WaitMove.TAKE): WaitStatus.TAKEN,
    (WaitStatus.OFFERED, WaitMove.LAPSE): WaitStatus.WAITING,
    (WaitStatus.OFFERED, WaitMove.LEAVE): WaitStatus.LEFT,
}


@dataclass(frozen=True)
class WaitFor:
    """Which times somebody waits for."""

    wish: Wish
    until: date  # the last day that helps
    clinician: str | None  # None: any
    passed: Collection[datetime]  # offered once and not taken: never offered to them again

    def accepts(self, opening: Opening, zone: ZoneInfo) -> bool:
        local = opening.starts_at.astimezone(zone)
        return (
            local.date() <= self.until
            and self.wish.accepts(local)
            and self.clinician in (None, opening.clinician)
            and opening.starts_at not in self.passed
        )

    def first(self, openings: Iterable[Opening], zone: ZoneInfo) -> Opening | None:
        return next((opening for opening in openings if self.accepts(opening, zone)), None)


def offer_end(starts_at: datetime, now: datetime, opening: Timetable, notice: timedelta) -> datetime | None:
    """Until when a time is kept for whoever is offered it; None when that leaves no time to answer."""
    promised = promise_within(OFFER_LASTS, now, opening)
    if promised is None:
        return None
    end = min(promised.by, starts_at - notice)
    return end if end - now >= LEAST_OFFER else None


def asks_to_wait(text: str) -> bool:
    """ "Nothing suits", "anything earlier?", "put me on the waiting list"."""
    return _WAITS.search(text) is not None


def asks_for_earlier(text: str) -> bool:
    return _EARLIER.search(text) is not None


def asks_to_leave(text: str) -> bool:
    """ "Take me off the waiting list"."""
    return _LEAVES.search(text) is not None


def named_clinician(text: str, names: Mapping[str, str]) -> str | None:
    """The one clinician whose name is in the text, wholly or in part, and who is not refused."""
    words = set(re.findall(r"\w+", text.casefold()))
    named = [clinician for clinician, name in names.items() if words.intersection(_parts_of(name))]
    return named[0] if len(named) == 1 and not _REFUSES.search(text) else None


def without_clinician(text: str, name: str) -> str:
    """The other words: "Dr Lind on Friday" is "on Friday"."""
    parts = "|".join(map(re.escape, _parts_of(name)))
    return re.sub(rf"\b(?:with )?(?:dr|doctor)?\.? ?\b(?:{parts})\b", " ", text, flags=re.IGNORECASE)


def _parts_of(name: str) -> tuple[str, ...]:
    words: list[str] = re.findall(r"\w+", name.casefold())
    return tuple(word for word in words if word not in _TITLES)
