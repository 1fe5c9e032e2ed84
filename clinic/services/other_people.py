"""Minors, other people and their carers (clinical.md 3.6): no health questions, nothing kept, no booking."""

from dataclasses import dataclass, replace
from typing import Final

from clinic.logic.screening import Ending
from clinic.services import audit
from clinic.services.dialogue import Reply
from clinic.services.handoff import Handoffs
from clinic.services.hearing import Heard, concepts
from clinic.services.inbound import Turn
from clinic.services.ports import Clock, Ids, UnitOfWorkFactory
from clinic.services.prescreen import Prescreens

QUESTIONS_FORM: Final = "prescreen_form"
REPORTING: Final = "reaction_form"
NOT_KEPT: Final = "utter_disclosure_third_person"
SAID_ALREADY: Final = (NOT_KEPT, "utter_third_person_booking", "utter_prescreen_someone_else")
# A father's bald head or a friend's fear of needles is no health record of anybody.
NO_HEALTH_DETAIL: Final = frozenset(
    {"advanced_baldness", "sudden_or_patchy_loss", "needle_phobia", "recent_scalp_procedure", "minor_age"}
)


@dataclass(frozen=True)
class OtherPeople:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    prescreens: Prescreens
    handoffs: Handoffs

    def stop(self, turn: Turn, heard: Heard) -> tuple[Reply, ...]:
        """What ends here without asking the engine; none where the message may go on to it."""
        if heard.signals.carer is not None:
            self._end_forms(turn)
            told = self.handoffs.open(turn.conversation.id, "talk_to_human")
            return (Reply("utter_third_person_carer"), *told)
        if heard.signals.books_for_other is not None:
            return (*self._end_forms(turn), *not_kept(heard))
        return ()

    def stop_minor(self, turn: Turn) -> Turn:
        """Class A: questions, booking and what was answered so far end; only a parent goes on, by phone.

        The turn as it stands after that. Open health questions end themselves, by the same words.
        """
        conversation = turn.conversation
        if conversation.open_form == QUESTIONS_FORM:
            return turn
        self.prescreens.end(conversation.id, Ending.MINOR)
        is_reporting = conversation.open_form == REPORTING  # a harm is told to the end
        form = conversation.open_form if is_reporting else None
        with self.uows() as uow:
            uow.conversations.change(conversation.id, booking_block="minor", open_form=form)
            uow.bookings.let_go(conversation.id, self.clock.now())
            audit.record(
                uow,
                self.clock,
                self.ids,
                actor="system",
                action="block_minor",
                subject="conversation",
                subject_id=conversation.id,
            )
            uow.commit()
        return replace(turn, conversation=replace(conversation, booking_block="minor", open_form=form))

    def _end_forms(self, turn: Turn) -> tuple[Reply, ...]:
        if turn.conversation.open_form == QUESTIONS_FORM:
            return self.prescreens.end(turn.conversation.id, Ending.SOMEONE_ELSE)
        if turn.conversation.open_form is not None:
            with self.uows() as uow:
                uow.conversations.change(turn.conversation.id, open_form=None)
                uow.bookings.let_go(turn.conversation.id, self.clock.now())
                uow.commit()
        return (Reply("utter_third_person_booking"),)


def not_kept(heard: Heard) -> tuple[Reply, ...]:
    """Somebody else's health was told: say that it is not kept."""
    told = concepts(heard.meant_as("family")) - NO_HEALTH_DETAIL
    return (Reply(NOT_KEPT),) if told else ()
