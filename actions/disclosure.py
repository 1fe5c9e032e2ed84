"""A condition or medicine that a patient mentions in passing."""

from actions.base import Heard, Outcome, ServiceAction
from clinic.bootstrap import Services


class ActionOfferNote(ServiceAction):
    """Offers to note it for the clinic; web has put the safety point before it."""

    def name(self) -> str:
        return "action_offer_note"

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        return Outcome((clinic.disclosure.offer(),))
