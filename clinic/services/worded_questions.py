"""Questions that words tell and no label does: harm to a baby, great harm, the first talk, another language.

Each has reviewed texts of its own. The label is only where such a question is filed, for what follows on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from clinic.language.questions import parts_that_ask
from clinic.services.dialogue import Reply
from clinic.services.disclosure import FALLBACK
from clinic.services.follow_ups import ASKED_BACK, FollowUp
from clinic.services.hearing import Heard
from clinic.services.inbound import Turn
from clinic.services.ports import EngineReply

# Of these the engine is sure, and they are about something else than our treatment.
NOT_OURS: Final = frozenset({"medical_question_other", "out_of_scope", "emergency", "crisis"})

SIDE_EFFECTS: Final = "utter_faq/side_effects"
RISKS: Final = frozenset({"faq/safety", "faq/contraindications", "faq/regulation_evidence", "faq/procedure"})


@dataclass(frozen=True)
class WordedQuestion:
    """A signal, the text that answers it, and the labels whose own answer would miss it."""

    signal: str
    response: str
    filed_under: str
    instead_of: frozenset[str]
    is_known_beforehand: bool = False
    """The engine might take it for a wish to book: a message that asks nothing else goes in by its label."""


QUESTIONS: Final = (
    WordedQuestion(
        "asks_of_baby",
        "utter_baby_question",
        "faq/contraindications",
        frozenset(
            {
                "faq/safety",
                "faq/side_effects",
                "faq/women",
                "faq/men",
                "faq/hormones_dht",
                "faq/ingredients",
                "faq/age",
            }
        ),
    ),
    WordedQuestion("asks_of_danger", SIDE_EFFECTS, "faq/side_effects", RISKS),
    WordedQuestion("asks_of_harm", SIDE_EFFECTS, "faq/side_effects", RISKS),
    WordedQuestion(
        "asks_of_consultation",
        "utter_consultation",
        "faq/procedure",
        frozenset({"faq/what_is", "faq/preparation", "faq/candidacy", "faq/mechanism"}),
        is_known_beforehand=True,
    ),
    WordedQuestion(
        "asks_language",
        "utter_english_only",
        "bot_challenge",
        frozenset({"faq/location_hours_contact"}),
    ),
)


def known_beforehand(turn: Turn, heard: Heard) -> FollowUp | None:
    """The label under which a message goes to the engine; None where the engine must read it."""
    if turn.conversation.open_form is not None or heard.own or parts_that_ask(turn.message.text) > 1:
        return None
    asked = next((question for question in _asked(heard) if question.is_known_beforehand), None)
    return FollowUp(asked.filed_under) if asked else None


def answered(turn: Turn, heard: Heard, by_engine: EngineReply) -> EngineReply:
    """The engine's answer with what answers these questions: for what misses them, or before the rest."""
    if by_engine.understood.label in NOT_OURS:
        return by_engine
    for question in _asked(heard):
        by_engine = _with(question, by_engine, is_in_form=turn.conversation.open_form is not None)
    return by_engine


def _asked(heard: Heard) -> Iterator[WordedQuestion]:
    return (question for question in QUESTIONS if getattr(heard.signals, question.signal) is not None)


def _with(question: WordedQuestion, by_engine: EngineReply, *, is_in_form: bool) -> EngineReply:
    missing = {question.filed_under, *question.instead_of}
    superseded = {f"utter_{label}" for label in missing} | ASKED_BACK
    rest = tuple(reply for reply in by_engine.replies if reply.response not in superseded)
    also = tuple(also for also in by_engine.understood.also if also.label not in missing)
    label = by_engine.understood.label
    if not is_in_form and label in {FALLBACK, *missing}:
        label = question.filed_under
    understood = replace(by_engine.understood, label=label, also=also)
    return replace(by_engine, replies=(Reply(question.response), *rest), understood=understood)
