"""Rasa's message processor, taught two things: which form is open, and to tell when an action failed.

Our database is the record of a conversation; Rasa's tracker is a cache that may be stale, lost or new. Web
says with every turn which form is open, and the tracker is put right before anything is predicted.
"""

from __future__ import annotations

from typing import Any, Final

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_DEFAULT_FALLBACK_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from pipeline.action_endpoint import ActionEndpoint
from pipeline.turn_output import TurnOutput

# Not actions that failed, but turns that no rule could finish: web treats them alike.
ENDLESS_TURN: Final = "turn_without_end"
NO_RULE: Final = "no_rule"


class TurnProcessor(MessageProcessor):
    """Wraps a processor that Rasa has already loaded; the model is shared, not loaded twice."""

    def __init__(self, loaded: MessageProcessor) -> None:
        vars(self).update(vars(loaded))
        self.on_circuit_break = _report_endless_turn
        self.action_endpoint = loaded.action_endpoint and ActionEndpoint.like(loaded.action_endpoint)

    async def close(self) -> None:
        if self.action_endpoint:
            await self.action_endpoint.close()

    async def fetch_tracker_and_update_session(
        self,
        sender_id: str,
        output_channel: OutputChannel | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> DialogueStateTracker:
        tracker = await super().fetch_tracker_and_update_session(sender_id, output_channel, metadata)
        if isinstance(output_channel, TurnOutput):
            tracker.update_with_events(
                reconciling_events(tracker, output_channel.form, self.domain), self.domain
            )
        return tracker

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        # Rasa swallows what an action raises and goes on as if it had run; see `_WatchedAction`.
        watched = _WatchedAction(action) if isinstance(output_channel, TurnOutput) else action
        return await super()._run_action(watched, tracker, output_channel, nlg, prediction)


def reconciling_events(tracker: DialogueStateTracker, form: str | None, domain: Domain) -> list[Event]:
    """Return what must happen to the tracker so that exactly this form is open and asking; often nothing."""
    if form is None:
        return [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)] if tracker.active_loop else []
    step = domain.required_slots_for_form(form)[0]
    is_asking = tracker.active_loop_name == form and tracker.get_slot(REQUESTED_SLOT) == step
    # A form that refused the last message and was not asked again would not be given this one either.
    if is_asking and not tracker.is_active_loop_rejected:
        return []
    return [ActiveLoop(form), SlotSet(REQUESTED_SLOT, step)]


class _WatchedAction(Action):
    """Runs an action and notes on the turn's output when it raises, before Rasa swallows that."""

    def __init__(self, action: Action) -> None:
        self._action = action

    def name(self) -> str:
        return self._action.name()

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        try:
            events = await self._action.run(output_channel, nlg, tracker, domain)
        except ActionExecutionRejection:
            raise  # no failure: a form that lets another rule answer
        except Exception:
            _note_failure(output_channel, self.name())
            raise
        if self.name() == ACTION_DEFAULT_FALLBACK_NAME:
            _note_failure(output_channel, NO_RULE)
        return events

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> ActionExecuted:
        return self._action.event_for_successful_execution(prediction)


def _report_endless_turn(
    tracker: DialogueStateTracker, output_channel: OutputChannel, nlg: NaturalLanguageGenerator
) -> None:
    _note_failure(output_channel, ENDLESS_TURN)


def _note_failure(output_channel: OutputChannel, name: str) -> None:
    if isinstance(output_channel, TurnOutput):
        output_channel.failed_actions.append(name)
