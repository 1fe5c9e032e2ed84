"""What every use case of booking works with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clinic.logic.approval import CONSULTATION
from clinic.services.booking.diary import Diary
from clinic.services.booking.drafts import Drafts
from clinic.services.booking.gate import Gate
from clinic.services.booking.links import ManageLinks
from clinic.services.booking.making import Making
from clinic.services.booking.plan import BookingStep, Plan
from clinic.services.booking.proving import Proving
from clinic.services.booking.questions import Questions
from clinic.services.booking.waiting import Waiting
from clinic.services.dialogue import Reply
from clinic.services.ports import UnitOfWork
from clinic.services.ports.bookings import Booking

FAILED: Final = Reply("utter_booking_failed")


@dataclass(frozen=True)
class Office:
    """The clinic's diary and rules, and the tools made from them."""

    diary: Diary
    gate: Gate
    links: ManageLinks
    titles: Mapping[str, str]
    country: str
    proving: Proving

    def questions(self) -> Questions:
        return Questions(self.diary, self.titles, self.country)

    def results(self, plan: Plan, booking: Booking) -> tuple[Reply, ...]:
        """What has come of a plan that has ended."""
        values = {
            "clinician": self.diary.name_of(booking),
            "when": self.questions().when(booking),
            "reference": booking.reference,
            "calendar_url": self.links.calendar_url(booking.id),
        }
        manage = Reply("utter_booking_manage", {"manage_url": self.links.manage_url(booking.id)})
        match plan.step:
            case BookingStep.BOOKED:
                is_talk = booking.appointment_type == CONSULTATION
                name = "utter_booking_confirmed" if is_talk else "utter_booking_confirmed_session"
                return (Reply(name, values), manage)
            case BookingStep.MOVED:
                return (Reply("utter_booking_moved", values), manage)
            case BookingStep.CANCELLED:
                return (Reply("utter_booking_cancelled", values),)
        return (FAILED,)

    def drafts(self, uow: UnitOfWork) -> Drafts:
        return Drafts(uow, self.diary.clock)

    def making(self, uow: UnitOfWork, conversation_id: str) -> Making:
        return Making(uow, conversation_id, self.diary, self.gate, self.links)

    def waiting(self, uow: UnitOfWork, conversation_id: str) -> Waiting:
        return Waiting(uow, conversation_id, self.diary)
