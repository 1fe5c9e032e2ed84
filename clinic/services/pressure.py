"""Pressure, bypass and orders to the program (R-16): an honest no and a person; nothing typed has power.

What was pressed is noted with the health answers: the class stays at least B until a clinician lowers it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from clinic.criteria.health_phrases import HealthPhrases, PhraseKind
from clinic.language.signals import Signals
from clinic.services.dialogue import Reply
from clinic.services.disclosure import points
from clinic.services.hearing import Heard
from clinic.services.inbound import Turn
from clinic.services.ports import UnitOfWorkFactory
from clinic.services.prescreen import Prescreens

QUESTIONS_FORM: Final = "prescreen_form"
KNOWN_AT_QUESTIONS: Final[tuple[PhraseKind, ...]] = (
    "pressure",
    "coaching",
    "withdraw",
    "leave",
    "change",
    "change_answer",
    "rather_not_say",
)


@dataclass(frozen=True)
class Pressure:
    uows: UnitOfWorkFactory
    prescreens: Prescreens
    phrases: HealthPhrases
    forms: Mapping[str, Callable[[str], tuple[Reply, ...]]]  # form → asks its open question again

    def refuse(self, turn: Turn, heard: Heard) -> tuple[Reply, ...]:
        """The answer to sure words, without asking the engine; none where there are no such words."""
        if heard.signals.pressure is None or self._is_for_questions(turn, heard.signals):
            return ()
        with self.uows() as uow:
            self.prescreens.note_pressure(uow, turn.conversation.id)
            uow.commit()
        form = turn.conversation.open_form
        # The open questions ask again; a booking, whose class has just changed, says why it ends.
        again = self.forms[form](turn.conversation.id) if form else ()
        return (*points(heard.own), Reply(_response(heard.signals)), *again)

    def _is_for_questions(self, turn: Turn, signals: Signals) -> bool:
        """The open health questions know most of these phrases, and wishes to put something right."""
        if turn.conversation.open_form != QUESTIONS_FORM or signals.command is not None:
            return False
        return any(self.phrases.match(kind, turn.message.text) for kind in KNOWN_AT_QUESTIONS)


def _response(signals: Signals) -> str:
    if signals.command is not None:
        return "utter_pressure_command"
    if signals.took_back is not None:
        return "utter_pressure_took_back"
    if signals.coaching is not None:
        return "utter_prescreen_no_coaching"
    return "utter_pressure_bypass"
