"""Stand-in services for the actions: they answer by label, and remember how they were called."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from clinic.bootstrap import Services
from clinic.services.booking.desk import NextForm
from clinic.services.dialogue import Choice, Reply, Step, Taken, Understood

PATIENTS_WORDS = "I take aspirin"
YES = Choice("Yes", "answer_question", {"question": "Q1", "value": "yes"})
NO = Choice("No", "answer_question", {"question": "Q1", "value": "no"})
STEPS = {
    "affirm": Step(Taken.KEPT),
    "deny": Step(Taken.LEFT, (Reply("utter_prescreen_left"),)),
    "answer_question": Step(Taken.FINISHED),
}


class Broken(Exception):
    """What a stand-in raises when it is told to fail; its text must never be seen."""


@dataclass
class StandInForm:
    """A form's service: a yes is kept, a no leaves, a pressed answer finishes, the rest is no answer."""

    name: str
    heard: list[tuple[str, str, str]] = field(default_factory=list)

    def start(self, conversation_id: str, message_id: str) -> Step:
        return Step(Taken.KEPT, (Reply("utter_prescreen_resumed"),))

    def begin(self, conversation_id: str, message_id: str) -> NextForm:
        return NextForm("booking_form")

    def check(self, conversation_id: str, message_id: str) -> tuple[Reply, ...]:
        return (Reply("utter_booking_nothing_booked"),)

    cancel = reschedule = check

    def take_message(self, conversation_id: str, message_id: str, understood: Understood) -> Step:
        self.heard.append((conversation_id, message_id, understood.label))
        return STEPS.get(understood.label, Step(Taken.NOT_AN_ANSWER))

    def ask(self, conversation_id: str) -> tuple[Reply, ...]:
        return (Reply("utter_health_question", {"question": f"{self.name}: one\n\ntwo?"}, (YES, NO)),)

    def submit(self, conversation_id: str) -> tuple[Reply, ...]:
        return (Reply("utter_outcome_clear"),)


@dataclass
class StandInTopic:
    """A service with one use case that says one reply, or fails."""

    reply: Reply
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    is_broken: bool = False

    def __call__(self, *arguments: Any) -> tuple[Reply, ...]:
        self.calls.append(arguments)
        if self.is_broken:
            raise Broken(PATIENTS_WORDS)
        return (self.reply,)


@dataclass
class _Reaction:
    """A form like the others, and the report that opens it."""

    form: StandInForm
    report: StandInTopic

    def __getattr__(self, name: str) -> Any:
        return getattr(self.form, name)


@dataclass
class StandInClinic:
    """Everything the actions call, by the names of `Services`."""

    prescreen: StandInForm = field(default_factory=lambda: StandInForm("prescreen"))
    booking: StandInForm = field(default_factory=lambda: StandInForm("booking"))
    reaction: StandInForm = field(default_factory=lambda: StandInForm("reaction"))
    clarify: StandInTopic = field(default_factory=lambda: StandInTopic(Reply("utter_clarify")))
    take_choice: StandInTopic = field(default_factory=lambda: StandInTopic(Reply("utter_nothing_pending")))
    open_handoff: StandInTopic = field(default_factory=lambda: StandInTopic(Reply("utter_handoff_waiting")))
    report: StandInTopic = field(default_factory=lambda: StandInTopic(Reply("utter_safety_l3")))

    def services(self) -> Services:
        topics = SimpleNamespace(
            prescreen=self.prescreen,
            booking=self.booking,
            clarification=SimpleNamespace(ask=self.clarify),
            choices=SimpleNamespace(take=self.take_choice),
            disclosure=SimpleNamespace(offer=lambda: Reply("utter_disclosure_note_offer", {}, (YES, NO))),
            handoff=SimpleNamespace(open=self.open_handoff),
            reaction=_Reaction(self.reaction, self.report),
        )
        return cast(Services, topics)
