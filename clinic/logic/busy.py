"""Busy times of a clinician's own calendar, in the steps in which bookings take time."""

from collections.abc import Iterator

from clinic.logic.hours import Stretch
from clinic.logic.openings import Cell, clinician_key, steps_of


def busy_cells(clinician: str, busy: Stretch, within: Stretch) -> Iterator[Cell]:
    """The steps of `within` that a busy time takes from the clinician, as if somebody had booked them."""
    start, end = max(busy.starts_at, within.starts_at), min(busy.ends_at, within.ends_at)
    if start < end:
        yield from (Cell(clinician_key(clinician), step) for step in steps_of(Stretch(start, end)))
