"""Whether the health answers let somebody book, decided from the record each time, on the server."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from clinic.criteria.health_questions import HealthQuestions
from clinic.criteria.loading import CriteriaInvalid
from clinic.logic.screening import Outcome, Refusal, assess, booking_refusal, has_expired, worst
from clinic.services.ports import Clock, UnitOfWork
from clinic.services.prescreen.sheet import Sheet, history_of
from clinic.services.prescreen.sitting import known_now
from clinic.services.prescreen.starting import worst_result


@dataclass(frozen=True)
class Permission:
    """`refusal` is None when a consultation may be booked on these answers."""

    refusal: Refusal | None
    prescreen_id: str | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Permissions:
    clock: Clock
    content: Callable[[], HealthQuestions]

    def permission(
        self,
        uow: UnitOfWork,
        conversation_id: str,
        appointment_type: str,
        *,
        patient_id: str | None = None,
    ) -> Permission:
        """Ask inside the transaction that reserves or confirms. Whatever is missing or unreadable refuses."""
        try:
            content = self.content()
        except CriteriaInvalid:
            return Permission(Refusal.UNAVAILABLE)
        conversation = uow.conversations.get(conversation_id)
        if conversation is None or conversation.booking_block is not None:
            return Permission(Refusal.BLOCKED)
        prescreens = uow.prescreens.of(conversation_id)
        if not prescreens or prescreens[-1].status == "withdrawn":
            return Permission(Refusal.NOT_ANSWERED)
        answers = uow.prescreens.answers(prescreens[-1].id)
        sheet = Sheet(conversation, prescreens[-1], answers, content)
        return self._decided(uow, sheet, appointment_type, patient_id)

    def _decided(
        self, uow: UnitOfWork, sheet: Sheet, appointment_type: str, patient_id: str | None
    ) -> Permission:
        prescreen, known = sheet.prescreen, known_now(uow, sheet)
        others = earlier_of_contact(uow, self.clock, sheet, patient_id)
        facts = replace(known, earlier=worse(known.earlier, others)).facts(goes_on=prescreen.goes_on)
        decision = assess(sheet.content.rules, history_of(sheet.answers), facts)
        if prescreen.status != "completed" or prescreen.completed_at is None:
            return Permission(Refusal.INCOMPLETE, prescreen.id, decision.outcome)
        is_expired = has_expired(
            prescreen.completed_at,
            self.clock.now(),
            sheet.content.valid_days,
            prescreen.rules_version,
            sheet.content.rules_version,
        )
        refusal = booking_refusal(decision, appointment_type, is_expired=is_expired)
        return Permission(refusal, prescreen.id, decision.outcome)


def earlier_of_contact(uow: UnitOfWork, clock: Clock, sheet: Sheet, patient_id: str | None) -> Outcome | None:
    """R-09 over every other conversation in which the same phone or e-mail was left."""
    if patient_id is None:
        return None
    since = clock.now() - timedelta(days=sheet.content.repeat_days)
    of_contact = uow.prescreens.of_contact(patient_id, since)
    return worst_result([p for p in of_contact if p.conversation_id != sheet.conversation.id])


def worse(one: Outcome | None, other: Outcome | None) -> Outcome | None:
    known = [outcome for outcome in (one, other) if outcome is not None]
    return worst(*known) if known else None
