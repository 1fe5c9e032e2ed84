"""Cases that nobody decided by the promised time: staff and patient are told, once for each promise."""

import logging
from dataclasses import dataclass

from clinic.logic.ownership import Owner
from clinic.services import audit
from clinic.services.dialogue import Reply
from clinic.services.handoff import REVIEW, Handoffs
from clinic.services.ports import UnitOfWorkFactory
from clinic.services.ports.cases import Case

log = logging.getLogger(__name__)

LEVEL = "urgent"  # where the wait for a decision then stands in everybody's queue


@dataclass(frozen=True)
class Escalations:
    uows: UnitOfWorkFactory
    handoffs: Handoffs

    def run(self) -> int:
        """How many cases were escalated."""
        with self.uows(reads_only=True) as uow:
            late = uow.cases.overdue(self.handoffs.clock.now())
        escalated = sum(self._escalate(case) for case in late)
        if escalated:
            log.warning("escalated %d cases that nobody had decided in time", escalated)
        return escalated

    def _escalate(self, case: Case) -> bool:
        clock, told = self.handoffs.clock, None
        with self.uows() as uow:
            conversation = uow.conversations.get(case.conversation_id)
            if conversation is None or not uow.cases.escalate(case.id, clock.now()):
                return False  # decided, erased, or escalated by another worker
            self.handoffs.open_within(uow, conversation, REVIEW, LEVEL)
            if conversation.owner != Owner.STAFF:
                reply = Reply("utter_handoff_nobody_free")
                told = self.handoffs.delivery.reply(uow, conversation.id, reply, sender="system")
            audit.record(
                uow,
                clock,
                self.handoffs.ids,
                actor="system",
                action="escalate_case",
                subject="case",
                subject_id=case.id,
            )
            uow.commit()
        if told is not None:
            self.handoffs.delivery.announce(case.conversation_id, told)
        return True
