"""Tells the clinic by e-mail that somebody waits: at once where it is urgent, else when a promise is broken.

Staff need not look at the console to learn of an emergency (H20). Each notice is a job in the transaction
that asks for the person, and goes only if nobody has come meanwhile.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from clinic.criteria.staff_notices import NoticeKind, NoticeText
from clinic.logic.ownership import HandoffStatus
from clinic.services.dialogue import Json
from clinic.services.jobs import NotYet
from clinic.services.ports import Clock, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.handoffs import Handoff
from clinic.services.ports.jobs import Job
from clinic.services.ports.letters import Mail, MailDelayed, Mailer, MailRefused

log = logging.getLogger(__name__)

NOTICE: Final = "tell_staff"  # the kind of the job
AT_ONCE: Final = frozenset({"urgent", "emergency", "crisis"})  # levels of a handoff
REVIEW: Final = "review"
"""A wait for a clinician's decision has a longer promise, and an escalation of its own."""


def queue(uow: UnitOfWork, clock: Clock, ids: Ids, handoff: Handoff, reason: str) -> None:
    """Queue what the clinic must hear of this handoff, in the caller's transaction; each notice once.

    Args:
        reason: why a person is asked for now; the handoff may stand for an older one.
    """
    for name, kind, run_at in _due(handoff, reason, clock.now()):
        key = f"staff:{handoff.id}:{name}"
        payload: Json = {"key": key, "handoff_id": handoff.id, "kind": kind.value, "at": run_at.isoformat()}
        uow.jobs.add(Job(ids.new_id(), NOTICE, key, payload, run_at))


def _due(handoff: Handoff, reason: str, now: datetime) -> Iterator[tuple[str, NoticeKind, datetime]]:
    if handoff.level in AT_ONCE:
        yield handoff.level, NoticeKind.URGENT, now
    if reason != REVIEW:
        yield NoticeKind.LATE, NoticeKind.LATE, handoff.promised_at or now


@dataclass(frozen=True)
class StaffNotices:
    uows: UnitOfWorkFactory
    mailer: Mailer
    texts: Mapping[NoticeKind, NoticeText]
    to: str
    queue_url: str
    message_id: Callable[[str], str]

    def send(self, payload: Json) -> None:
        """Write to the clinic if the person is still waited for. Raises NotYet: to be tried again."""
        if not self._is_waited_for(str(payload["handoff_id"])):
            return
        key, text = str(payload["key"]), self.texts[NoticeKind(str(payload["kind"]))]
        mail = Mail(
            key=key,
            message_id=self.message_id(key),
            to=self.to,
            subject=text.subject,
            text=text.filled(self.queue_url),
            written_at=datetime.fromisoformat(str(payload["at"])),
        )
        try:
            self.mailer.send(mail)
        except MailDelayed as delay:
            raise NotYet(str(delay)) from None
        except MailRefused:
            log.error("the clinic's own address takes no mail: nobody heard that somebody waits")

    def _is_waited_for(self, handoff_id: str) -> bool:
        with self.uows(reads_only=True) as uow:
            handoff = uow.handoffs.get(handoff_id)
        return handoff is not None and handoff.status == HandoffStatus.WAITING
