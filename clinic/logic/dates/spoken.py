"""A wish as it is said back: "on Saturday 28 November from 4pm", "in the morning before 10am"."""

from collections.abc import Iterator
from typing import Final

from clinic.logic.dates.wish import PartOfDay, Wish
from clinic.logic.when import write_clock, write_day

MOST_DAYS: Final = 3  # more of them are a stretch that the patient knows


def write_wish(wish: Wish) -> str:
    """Which days and times were wished; "then" where there is nothing short to say."""
    return " ".join(_told(wish)) or "then"


def _told(wish: Wish) -> Iterator[str]:
    if 0 < len(wish.days) <= MOST_DAYS:
        yield f"on {' or '.join(write_day(day) for day in wish.days)}"
    if wish.parts:
        yield f"in the {' or '.join(part for part in PartOfDay if part in wish.parts)}"
    if wish.at:
        yield f"at {' or '.join(write_clock(at) for at in wish.at)}"
    if wish.after:
        yield f"from {write_clock(wish.after)}"
    if wish.before:
        yield f"before {write_clock(wish.before)}"
