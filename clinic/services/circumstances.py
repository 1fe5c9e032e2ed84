"""What a message holds besides its question, in the order of its weight, around what the engine answers.

Some of it is answered without the engine; the rest stands before or after the engine's replies.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

from clinic.criteria.health_phrases import HealthPhrases
from clinic.services import distress
from clinic.services.dialogue import Reply
from clinic.services.disclosure import ASKS_IF_OWN, FALLBACK, NOTED_BY_ENGINE, POLICY, Disclosures, points
from clinic.services.hearing import Heard, concepts
from clinic.services.inbound import Turn
from clinic.services.other_people import (
    NO_HEALTH_DETAIL,
    QUESTIONS_FORM,
    REPORTING,
    SAID_ALREADY,
    OtherPeople,
    not_kept,
)
from clinic.services.own_matters import OwnMatters
from clinic.services.ports import EngineReply, UnitOfWork
from clinic.services.pressure import Pressure
from clinic.services.typed_answers import TypedAnswers
from clinic.services.urgent_calls import UrgentCalls

TOPIC: Final = "faq/"
DISTRESS: Final = Reply(distress.HEARD)
UNDER_18: Final = Reply("utter_disclosure_under_18")
APPROVED_ELSEWHERE: Final = Reply("utter_pressure_approval")
SELF_INJECTION: Final = Reply("utter_self_injection")
WHO: Final = Reply("utter_bot_challenge")
ENGLISH_ONLY: Final = Reply("utter_english_only")
DRUG_ADVICE: Final = Reply("utter_medical_question_other")
# The engine had no answer of its own: what the signal calls for says it all.
NO_ANSWER: Final = frozenset(
    {FALLBACK, "out_of_scope", "affirm", "deny", "unsure", "greet", "thanks", "goodbye"}
)
COURTESIES: Final = frozenset({"greet", "thanks", "goodbye"})
# What somebody under 18, or a parent, may still want of us.
ALSO_FOR_MINORS: Final = frozenset({"report_reaction", "talk_to_human", "complaint", "privacy"})
ALSO_AFTER_INJECTING: Final = frozenset({"report_reaction", "talk_to_human"})
# Labels under which a condition named in general asks who is booked. Elsewhere it is a topic's own word.
ASKS_WHO_IS_BOOKED: Final = frozenset(
    {"faq/contraindications", "faq/candidacy", "faq/combination", NOTED_BY_ENGINE}
)
SAYS_DO_NOT_STOP: Final = frozenset({"faq/combination"})  # and names the clinician
# Conditions that the policy list names: asked about under no label at all, the list is the answer.
LISTED: Final = frozenset(
    {
        "pregnancy",
        "possible_pregnancy",
        "breastfeeding",
        "diabetes",
        "cancer",
        "stroke_paralysis",
        "clotting_disorder",
    }
)


@dataclass(frozen=True)
class Circumstances:
    disclosures: Disclosures
    typed: TypedAnswers
    people: OtherPeople
    pressure: Pressure
    matters: OwnMatters
    calls: UrgentCalls

    @classmethod
    def of(
        cls,
        disclosures: Disclosures,
        matters: OwnMatters,
        phrases: HealthPhrases,
        asking: Mapping[str, Callable[[str], tuple[Reply, ...]]],
    ) -> Self:
        """Over the same world as the disclosures; `asking` puts the open question of a form again."""
        uows, clock, ids = disclosures.uows, disclosures.clock, disclosures.ids
        return cls(
            disclosures,
            TypedAnswers(uows, clock, disclosures),
            OtherPeople(uows, clock, ids, matters.prescreens, matters.handoffs),
            Pressure(uows, matters.prescreens, phrases, asking),
            matters,
            UrgentCalls(matters.handoffs, asking),
        )

    def settle(self, turn: Turn, heard: Heard) -> Turn:
        """Whatever must stand before anybody answers: a minor gets to no form, whoever fails meanwhile."""
        return turn if heard.signals.minor is None else self.people.stop_minor(turn)

    def before(self, turn: Turn, heard: Heard) -> tuple[Reply, ...]:
        """The whole answer where the engine must not be asked; none where it must."""
        called = self.calls.answer(turn, heard)
        if called:
            return (*called, DISTRESS) if heard.signals.distress is not None else called
        is_asked = turn.message.button_id is not None or turn.conversation.open_form == REPORTING
        if is_asked or heard.signals.minor is not None:
            return ()
        told = (
            self.typed.take(turn, heard)
            or self.people.stop(turn, heard)
            or self.pressure.refuse(turn, heard)
            or self.matters.answer(turn, heard)
        )
        return (DISTRESS, *told) if told and heard.signals.distress is not None else told

    def around(self, uow: UnitOfWork, turn: Turn, heard: Heard, answered: EngineReply) -> tuple[Reply, ...]:
        """The engine's replies with what has to be said before and after them."""
        label = answered.understood.label
        first = self.first(turn, heard, label)
        if ENGLISH_ONLY in first and label not in NO_ANSWER and _has_heard(uow, turn, ENGLISH_ONLY.response):
            first = tuple(reply for reply in first if reply != ENGLISH_ONLY)
        if UNDER_18 in first:
            return _once((*first, *(answered.replies if label in ALSO_FOR_MINORS else ())))
        if turn.conversation.open_form is not None:  # the form reads findings back itself
            return _once((*first, *_not_kept_yet(heard, answered.replies), *answered.replies))
        if first and _is_all_said(heard, label) and not heard.own:
            return first
        listed = replace(answered, replies=_with_policy(heard, answered))
        body = self.disclosures.around(heard, listed)
        more = (*_not_kept_yet(heard, body), *self._ask_if_own(uow, turn, heard, label))
        return _once((*first, *body, *more))

    def despite_failure(self, turn: Turn, heard: Heard, answered: EngineReply) -> tuple[Reply, ...]:
        """What can be said although the engine failed: it needs no engine."""
        first = self.first(turn, heard, answered.understood.label)
        return _once((*first, *points(heard.own), *answered.replies))

    def first(self, turn: Turn, heard: Heard, label: str) -> tuple[Reply, ...]:
        """What is said before any answer."""
        signals = heard.signals
        is_stopped = signals.minor is not None and turn.conversation.open_form != QUESTIONS_FORM
        said = (
            (DISTRESS, signals.distress is not None),
            (UNDER_18, is_stopped),
            (ENGLISH_ONLY, _is_unread(turn, heard, label)),
            (WHO, signals.asks_who is not None),
            (APPROVED_ELSEWHERE, _claims_approval(turn, heard, label)),
            (SELF_INJECTION, signals.self_injection is not None),
            (DRUG_ADVICE, signals.drug_advice is not None and label not in SAYS_DO_NOT_STOP),
        )
        return tuple(reply for reply, applies in said if applies)

    def _ask_if_own(self, uow: UnitOfWork, turn: Turn, heard: Heard, label: str) -> tuple[Reply, ...]:
        """Softly, once in a conversation: "can diabetics have it?" may be about the writer."""
        asked = _asked_in_general(heard)
        if not asked or heard.own or heard.meant_as("family") or heard.signals.third_person is not None:
            return ()
        if label not in ASKS_WHO_IS_BOOKED and not (label == FALLBACK and asked & LISTED):
            return ()
        if _has_heard(uow, turn, ASKS_IF_OWN):
            return ()
        return (self.disclosures.ask_if_own(turn.message),)


def _has_heard(uow: UnitOfWork, turn: Turn, response: str) -> bool:
    said = uow.messages.after(turn.conversation.id, 0)
    return any(message.response == response for message in said)


def _is_unread(turn: Turn, heard: Heard, label: str) -> bool:
    """A form reads names and medicines of any language, and a courtesy is understood."""
    return heard.is_in_other_language and turn.conversation.open_form is None and label not in COURTESIES


def _is_all_said(heard: Heard, label: str) -> bool:
    """Nothing of the engine's is needed after it; of injecting at home no step is told under any topic."""
    if heard.signals.self_injection is not None:
        return label not in ALSO_AFTER_INJECTING
    return label in NO_ANSWER


def _claims_approval(turn: Turn, heard: Heard, label: str) -> bool:
    """Whoever asks whether a request was approved yet claims nothing."""
    is_claim = heard.signals.claims_approval is not None and "?" not in turn.message.text
    return is_claim and not label.startswith(TOPIC) and label != "check_booking"


def _asked_in_general(heard: Heard) -> frozenset[str]:
    return concepts(heard.meant_as("hypothetical")) - NO_HEALTH_DETAIL


def _with_policy(heard: Heard, answered: EngineReply) -> tuple[Reply, ...]:
    """Who is booked, where a condition of nobody or of another person is all that the engine understood."""
    label = answered.understood.label
    others = concepts(heard.meant_as("family")) - NO_HEALTH_DETAIL
    named = others | _asked_in_general(heard)
    if heard.own or not named:
        return answered.replies
    if label == NOTED_BY_ENGINE or (label == FALLBACK and named & LISTED):
        return (POLICY,)
    return answered.replies


def _not_kept_yet(heard: Heard, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    said = any(reply.response in SAID_ALREADY for reply in replies)
    return () if said else not_kept(heard)


def _once(replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """The same text twice in one answer says nothing more."""
    kept: dict[str, Reply] = {}
    for reply in replies:
        kept.setdefault(reply.response, reply)
    return tuple(kept.values())
