"""A problem after a treatment: the report, and the form that asks what a clinician must know."""

from actions.base import Heard, Outcome, ServiceAction
from actions.forms import AskStep, FormService, FormStepAction, SubmitForm, ValidateStep
from clinic.bootstrap import Services


class ActionReportReaction(ServiceAction):
    """Opens an incident, gets a person and puts the first question; web opens the form with the next turn."""

    def name(self) -> str:
        return "action_report_reaction"

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        return Outcome(clinic.reaction.report(heard.conversation_id, heard.message_id))


class ReactionStep(FormStepAction):
    """The form's own service and step."""

    step = "reaction_step"

    def form_service(self, clinic: Services) -> FormService:
        return clinic.reaction


class ValidateReactionForm(ReactionStep, ValidateStep):
    def name(self) -> str:
        return "validate_reaction_form"


class ActionAskReactionFormReactionStep(ReactionStep, AskStep):
    def name(self) -> str:
        return "action_ask_reaction_form_reaction_step"


class ActionSubmitReaction(ReactionStep, SubmitForm):
    def name(self) -> str:
        return "action_submit_reaction"
