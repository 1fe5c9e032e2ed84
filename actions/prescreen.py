"""The health questions before booking."""

from rasa_sdk.events import FollowupAction

from actions.base import Heard, Outcome, ServiceAction
from actions.forms import AskStep, FormService, FormStepAction, SubmitForm, ValidateStep
from clinic.bootstrap import Services
from clinic.services.dialogue import Taken

FORM = "prescreen_form"


class ActionStartPrescreen(ServiceAction):
    """Opens the form, unless the service has a reason not to."""

    def name(self) -> str:
        return "action_start_prescreen"

    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        step = clinic.prescreen.start(heard.conversation_id, heard.message_id)
        opens = step.taken is Taken.KEPT
        return Outcome(step.replies, (FollowupAction(FORM),) if opens else ())


class PrescreenStep(FormStepAction):
    """The form's own service and step."""

    step = "prescreen_step"

    def form_service(self, clinic: Services) -> FormService:
        return clinic.prescreen


class ValidatePrescreenForm(PrescreenStep, ValidateStep):
    def name(self) -> str:
        return "validate_prescreen_form"


class ActionAskPrescreenFormPrescreenStep(PrescreenStep, AskStep):
    def name(self) -> str:
        return "action_ask_prescreen_form_prescreen_step"


class ActionSubmitPrescreen(PrescreenStep, SubmitForm):
    def name(self) -> str:
        return "action_submit_prescreen"
