"""Booking a consultation: begin, the form, and what happens to a booking that stands."""

from rasa_sdk.events import FollowupAction

from actions.base import Heard, Outcome, ServiceAction
from actions.forms import AskStep, FormService, FormStepAction, SubmitForm, ValidateStep
from clinic.bootstrap import Services


class ActionBeginBooking(ServiceAction):
    """Opens whichever form comes next: the health questions, the booking, or none."""

    def name(self) -> str:
        return "action_begin_booking"

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        begun = clinic.booking.begin(heard.conversation_id, heard.message_id)
        return Outcome(begun.replies, (FollowupAction(begun.form),) if begun.form else ())


class BookingStep(FormStepAction):
    """The form's own service and step."""

    step = "booking_step"

    def form_service(self, clinic: Services) -> FormService:
        return clinic.booking


class ValidateBookingForm(BookingStep, ValidateStep):
    def name(self) -> str:
        return "validate_booking_form"


class ActionAskBookingFormBookingStep(BookingStep, AskStep):
    def name(self) -> str:
        return "action_ask_booking_form_booking_step"


class ActionSubmitBooking(BookingStep, SubmitForm):
    def name(self) -> str:
        return "action_submit_booking"


class ActionCheckBooking(ServiceAction):
    """Says what is booked."""

    def name(self) -> str:
        return "action_check_booking"

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        return Outcome(clinic.booking.check(heard.conversation_id, heard.message_id))


class ActionCancelBooking(ServiceAction):
    """Asks whether the booking is really to be cancelled; the form takes the answer."""

    def name(self) -> str:
        return "action_cancel_booking"

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        return Outcome(clinic.booking.cancel(heard.conversation_id, heard.message_id))


class ActionRescheduleBooking(ServiceAction):
    """Offers other times; the form takes the answer."""

    def name(self) -> str:
        return "action_reschedule_booking"

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        return Outcome(clinic.booking.reschedule(heard.conversation_id, heard.message_id))
