"""What staff do with bookings: the same diary and the same gate as the chat, by name and on the record.

In reading order: terms (what is asked and refused), permits (may this be booked at the desk?), bookings
(book, move, cancel), visits (came, did not come), blocking (time kept free), lists (what the pages show).
"""

from dataclasses import dataclass

from clinic.services.booking import Bookings
from clinic.services.delivery import Delivery
from clinic.services.desk.blocking import Blocking, BlockItem, BlockLifted, BlockOverBookings, BlockRefused
from clinic.services.desk.bookings import FrontDesk
from clinic.services.desk.lists import BookingFile, DeskLists
from clinic.services.desk.permits import DeskPermits
from clinic.services.desk.terms import (
    DESK,
    AlreadyBooked,
    BookingChanged,
    BookingRefused,
    BookingUnknown,
    Caller,
    CallerProblem,
    CallerRefused,
    OffCourse,
    Wanted,
)
from clinic.services.desk.visits import MarkRefused, Visits

__all__ = [
    "DESK",
    "AlreadyBooked",
    "BlockItem",
    "BlockLifted",
    "BlockOverBookings",
    "BlockRefused",
    "Blocking",
    "BookingChanged",
    "BookingFile",
    "BookingRefused",
    "BookingUnknown",
    "Caller",
    "CallerProblem",
    "CallerRefused",
    "Desk",
    "DeskLists",
    "FrontDesk",
    "MarkRefused",
    "OffCourse",
    "Visits",
    "Wanted",
]


@dataclass(frozen=True)
class Desk:
    """Everything the console does with bookings."""

    bookings: FrontDesk
    visits: Visits
    blocking: Blocking
    lists: DeskLists

    @classmethod
    def beside(cls, chat: Bookings, delivery: Delivery, rooms: tuple[str, ...]) -> "Desk":
        """The desk of the clinic whose chat books too."""
        permits = DeskPermits(chat.diary, chat.gate)
        return cls(
            FrontDesk(chat.uows, chat.diary, permits, chat.links, delivery),
            Visits(chat.uows, chat.diary),
            Blocking(chat.uows, chat.diary, rooms),
            DeskLists(chat.uows, chat.diary, permits),
        )
