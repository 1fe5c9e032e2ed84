"""A problem after treatment that is no emergency by its words: an incident, a person, the safety net."""

from dataclasses import dataclass

from clinic.services.dialogue import Reply
from clinic.services.errors import ConversationUnknown
from clinic.services.handoff import Handoffs
from clinic.services.ports import Clock, Ids, UnitOfWorkFactory
from clinic.services.ports.conversations import Incident

KIND = "reaction"


@dataclass(frozen=True)
class Reactions:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    handoffs: Handoffs

    def report(self, conversation_id: str, message_id: str) -> tuple[Reply, ...]:
        """Open the incident once per message, block booking, alert staff. Raises ConversationUnknown.

        Advice comes before any question, and nothing is called normal (clinical.md H04).
        """
        with self.uows() as uow:
            conversation = uow.conversations.get(conversation_id)
            if conversation is None:
                raise ConversationUnknown
            if not any(incident.message_id == message_id for incident in uow.watch.incidents()):
                incident = Incident(
                    self.ids.new_id(), conversation_id, message_id, KIND, "L3", self.clock.now()
                )
                uow.watch.add_incident(incident)
            uow.conversations.change(conversation_id, booking_block="reaction", open_form=None)
            self.handoffs.open_within(uow, conversation, "reaction", "urgent")
            uow.commit()
        return (Reply("utter_reaction_report"), Reply("utter_safety_person_alerted"))
