"""What all actions share: read who wrote what, call one service, turn its replies into response names.

A failure leaves here without the patient's words: the log gets the place and the kind of error, Rasa gets the
action's name, and web answers with its fixed text.
"""

import asyncio
import logging
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from clinic.bootstrap import Services, services
from clinic.services.dialogue import Choice, Reply, Understood

log = logging.getLogger(__name__)

Event = dict[str, Any]


class ActionFailed(Exception):
    """An action could not do its work; only its name and the kind of error are told."""


@dataclass(frozen=True)
class Heard:
    """The message that an action answers."""

    conversation_id: str
    message_id: str
    understood: Understood
    asked_step: str | None  # the slot that a form is asking for, if one is

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> Self:
        message = tracker.latest_message
        return cls(
            conversation_id=tracker.sender_id,
            message_id=message["metadata"]["message_id"],
            understood=_understood(message),
            asked_step=tracker.get_slot("requested_slot"),
        )


@dataclass(frozen=True)
class Outcome:
    """What an action says, and what it changes in Rasa's tracker."""

    replies: tuple[Reply, ...] = ()
    events: tuple[Event, ...] = ()


class ServiceAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk carries no types
    """An action that is one service call. The services are built at the first call, not at import."""

    def __init__(self, provide: Callable[[], Services] = services) -> None:
        self._provide = provide

    @abstractmethod
    def answer(self, clinic: Services, heard: Heard) -> Outcome:
        """Call the service."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Event]:
        try:
            # In a thread of its own: one patient's wait for the database is not every patient's.
            outcome = await asyncio.to_thread(self._answer, tracker)
        except Exception as problem:  # noqa: BLE001  # the edge: whatever it was, no word of it goes on
            kind = type(problem).__name__
            log.error("%s failed with %s\n%s", self.name(), kind, _places(problem))
            raise ActionFailed(f"{self.name()}: {kind}") from None
        for reply in outcome.replies:
            _utter(dispatcher, reply)
        return list(outcome.events)

    def _answer(self, tracker: Tracker) -> Outcome:
        return self.answer(self._provide(), Heard.from_tracker(tracker))


def _understood(message: Mapping[str, Any]) -> Understood:
    intent = message["intent"]
    return Understood(
        label=intent.get("full_retrieval_intent_name") or intent["name"],
        confidence=intent["confidence"],
        ranking=tuple((rank["name"], rank["confidence"]) for rank in message.get("intent_ranking", [])),
    )


def _utter(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    buttons = [
        {"title": choice.title, "intent": choice.intent, "data": dict(choice.data)}
        for choice in reply.choices
    ]
    # The values stay together, so that none can be mistaken for one of Rasa's own fields.
    dispatcher.utter_message(response=reply.response, buttons=buttons, values=dict(reply.values))


def _button(choice: Choice) -> dict[str, Any]:
    return {"title": choice.title, "intent": choice.intent, "data": dict(choice.data)}


def _places(problem: Exception) -> str:
    """Where it went wrong, without the error's own text, which may quote the patient."""
    return "".join(traceback.format_tb(problem.__traceback__))
