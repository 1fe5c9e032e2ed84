"""One patient at the questions within one transaction: every change is written, and the sheet follows it."""

from dataclasses import replace

from clinic.criteria.health_questions import HealthQuestions
from clinic.services import audit
from clinic.services.ports import Clock, Ids, UnitOfWork
from clinic.services.ports.conversations import Conversation
from clinic.services.ports.prescreens import Consent, Prescreen, PrescreenAnswer
from clinic.services.prescreen.known import Heard, Known
from clinic.services.prescreen.pending import Pending
from clinic.services.prescreen.sheet import Sheet

OWN = ("present", "uncertain", "historical")  # how a finding may concern the patient; doubt counts
FORM = "prescreen_form"
QUOTED = 120  # characters of a message that are read back


class Sitting:
    """`sheet` is always what stands in the database after the last call."""

    def __init__(self, uow: UnitOfWork, clock: Clock, ids: Ids, sheet: Sheet) -> None:
        self.uow = uow
        self.sheet = sheet
        self._clock = clock
        self._ids = ids

    @classmethod
    def load(
        cls,
        uow: UnitOfWork,
        clock: Clock,
        ids: Ids,
        conversation: Conversation,
        prescreen: Prescreen,
        content: HealthQuestions,
    ) -> "Sitting":
        """With all that was heard in the conversation meanwhile written down."""
        answers = uow.prescreens.answers(prescreen.id)
        sitting = cls(uow, clock, ids, Sheet(conversation, prescreen, answers, content))
        sitting.know(known_now(uow, sitting.sheet))
        return sitting

    def change(self, **values: object) -> None:
        self.uow.prescreens.change(self.sheet.prescreen.id, **values)
        changed = replace(self.sheet.prescreen, **values)  # type: ignore[arg-type]  # names checked by replace
        self.sheet = replace(self.sheet, prescreen=changed)

    def change_conversation(self, **values: object) -> None:
        self.uow.conversations.change(self.sheet.conversation.id, **values)
        changed = replace(self.sheet.conversation, **values)  # type: ignore[arg-type]  # names checked by replace
        self.sheet = replace(self.sheet, conversation=changed)

    def know(self, known: Known) -> None:
        if known != self.sheet.known:
            self.change(facts=known.stored())

    def hear(self, pointing: tuple[tuple[str, str], ...], message_id: str) -> None:
        """Remember what words point at; before consent nothing is remembered here."""
        if self.sheet.has_consent:
            heard = (Heard(question, value, message_id) for question, value in pointing)
            self.know(self.sheet.known.hearing(*heard))

    def note_read(self, message_id: str, *, has_findings: bool) -> None:
        """What this message holds is dealt with here; its findings need not be heard from elsewhere again."""
        if has_findings and self.sheet.has_consent:
            self.know(replace(self.sheet.known, read=(*self.sheet.known.read, message_id)))

    def wait_for(self, pending: Pending | None) -> None:
        self.change(pending=pending.stored() if pending else {})

    def keep(self, question_id: str, value: str, words: str, given_by: str, message_id: str) -> None:
        """Store one answer beside all earlier ones. The first answer of all is the consent."""
        question = self.sheet.content.question(question_id)
        answer = PrescreenAnswer(
            id=self._ids.new_id(),
            prescreen_id=self.sheet.prescreen.id,
            sequence=len(self.sheet.answers) + 1,
            question_id=question_id,
            value=value,
            words=words if question.keeps_words else "",
            given_by=given_by,
            rules_version=self.sheet.prescreen.rules_version,
            message_id=message_id,
            answered_at=self._clock.now(),
        )
        if question_id == self.sheet.content.questions[0].id:
            self._consent()
        self.uow.prescreens.add_answer(answer)
        self.sheet = replace(self.sheet, answers=(*self.sheet.answers, answer))
        self.change(bad_answers=0)

    def note_decision(self) -> None:
        """The class so far stands in the record, so that a break or a restart loses nothing."""
        decision = self.sheet.decision
        self.change(outcome=decision.outcome.value, flags=tuple(flag.value for flag in decision.flags))

    def quote(self, message_id: str) -> str:
        """The patient's own words, cut to a line."""
        message = self.uow.messages.get(message_id)
        words = " ".join(message.text.split()) if message else ""
        return words if len(words) <= QUOTED else f"{words[: QUOTED - 1]}…"

    def audit(self, action: str) -> None:
        audit.record(
            self.uow,
            self._clock,
            self._ids,
            actor="patient",
            action=action,
            subject="prescreen",
            subject_id=self.sheet.prescreen.id,
        )

    def _consent(self) -> None:
        consent = self.sheet.content.consent
        self.uow.prescreens.add_consent(
            Consent(
                self._ids.new_id(),
                self.sheet.conversation.id,
                consent.purpose,
                consent.text_version,
                self._clock.now(),
            )
        )
        self.audit("give_consent")


def known_now(uow: UnitOfWork, sheet: Sheet) -> Known:
    """What is known with all that was heard in the conversation meanwhile, and its red flags."""
    known = sheet.known
    if sheet.conversation.booking_block == "red_flag":
        known = replace(known, red_flag=True)
    return known.hearing(*_heard(uow, sheet)) if sheet.has_consent else known


def _heard(uow: UnitOfWork, sheet: Sheet) -> list[Heard]:
    """Findings of messages that were not read at the questions; those that were have been dealt with."""
    return [
        Heard(question, value, seen.message_id)
        for seen in uow.watch.findings(sheet.conversation.id)
        if seen.assertion in OWN and seen.message_id not in sheet.known.read
        for question, value in sheet.content.pointed_at(seen.concept, seen.assertion)
    ]
