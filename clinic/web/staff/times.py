"""Days, times and openings as the forms of the console send them."""

from contextlib import suppress
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinic.logic.hours import moments
from clinic.services.desk import Wanted


def read_day(text: str) -> date | None:
    """A day as a date field sends it; None for none, and for what is no day."""
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None


def read_wanted(text: str) -> Wanted | None:
    """An opening as its button sends it; None for anything else. Whether it is free is asked later."""
    moment, _, clinician = text.partition(" ")
    with suppress(ValueError):
        starts_at = datetime.fromisoformat(moment)
        if starts_at.tzinfo is not None and clinician:
            return Wanted(starts_at, clinician)
    return None


def read_stretch(start: str, end: str, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Two times on the clinic's clock; where the clock changes, the longest stretch that they may mean."""
    with suppress(ValueError):
        first, last = (datetime.fromisoformat(text) for text in (start, end))
        if first.tzinfo is None and last.tzinfo is None:
            return min(moments(first.date(), first.time(), zone)), max(
                moments(last.date(), last.time(), zone)
            )
    return None
