"""A problem after a treatment."""

from actions.base import Heard, Outcome, ServiceAction
from clinic.bootstrap import Services


class ActionReportReaction(ServiceAction):
    """Opens an incident and gets a person."""

    def name(self) -> str:
        return "action_report_reaction"

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        return Outcome(clinic.reaction.report(heard.conversation_id, heard.message_id))
