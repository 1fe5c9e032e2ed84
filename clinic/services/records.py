"""Everything that is known of one conversation, for the console, the command line and the export."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from clinic.logic.permissions import Permission
from clinic.services import audit
from clinic.services.dialogue import Json, JsonValue
from clinic.services.distress import told_in_distress
from clinic.services.errors import ConversationUnknown, Refused
from clinic.services.ports import Clock, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.bookings import Booking, Patient
from clinic.services.ports.cases import Case, Decision
from clinic.services.ports.conversations import Conversation, Incident, Message, SeenFinding, SeenRedFlag
from clinic.services.ports.handoffs import Handoff
from clinic.services.ports.letters import SentLetter
from clinic.services.ports.prescreens import Consent, Prescreen, PrescreenAnswer
from clinic.services.ports.staff import AccessLogEntry, Note, StaffUser
from clinic.services.reaction import ReportFile, reports_of
from clinic.services.staff import LONGEST, require

SECRETS = ("token_hash", "token", "manage_token_hash")  # never leave, not even hashed
LONGEST_NOTE: Final = 4_000  # characters
LONGEST_SEARCH: Final = 100


class NoteRefused(Refused):
    """The note is empty or too long."""


@dataclass(frozen=True)
class Screen:
    """One time the health questions were asked, with every answer ever given."""

    prescreen: Prescreen
    answers: tuple[PrescreenAnswer, ...]


@dataclass(frozen=True)
class Record:
    conversation: Conversation
    patient: Patient | None  # the name and contact that were left for a booking
    messages: tuple[Message, ...]
    red_flags: tuple[SeenRedFlag, ...]
    findings: tuple[SeenFinding, ...]
    incidents: tuple[Incident, ...]
    reactions: tuple[ReportFile, ...]
    consents: tuple[Consent, ...]
    screens: tuple[Screen, ...]
    cases: tuple[Case, ...]
    decisions: tuple[Decision, ...]
    handoffs: tuple[Handoff, ...]
    bookings: tuple[Booking, ...]
    letters: tuple[SentLetter, ...]
    notes: tuple[Note, ...]

    @property
    def distress(self) -> tuple[Message, ...]:
        """What the patient told of their distress, for the clinician."""
        return told_in_distress(self.messages)


@dataclass(frozen=True)
class Records:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids

    def of(self, conversation_id: str) -> Record:
        """Raises ConversationUnknown."""
        with self.uows(reads_only=True) as uow:
            return _record(uow, conversation_id)

    def open(self, conversation_id: str, staff: StaffUser, page: str) -> Record:
        """The same for a person; that they read it is recorded. Raises NotPermitted, ConversationUnknown."""
        require(staff, Permission.VIEW_TRANSCRIPTS)
        with self.uows() as uow:
            found = _record(uow, conversation_id)
            uow.audit.add_access(
                AccessLogEntry(self.ids.new_id(), self.clock.now(), staff.id, conversation_id, page)
            )
            uow.commit()
        return found

    def refresh(self, conversation_id: str, staff: StaffUser) -> Record:
        """What a page shows next that this person opened while signed in. Raises as `open`."""
        require(staff, Permission.VIEW_TRANSCRIPTS)
        since = self.clock.now() - LONGEST
        with self.uows(reads_only=True) as uow:
            seen = [entry for entry in uow.audit.accesses(conversation_id) if entry.at > since]
        if any(entry.staff_user_id == staff.id for entry in seen):
            return self.of(conversation_id)
        return self.open(conversation_id, staff, "transcript")

    def recent(
        self,
        staff: StaffUser,
        limit: int = 100,
        *,
        owner: str = "",
        only_alerts: bool = False,
        words: str = "",
    ) -> tuple[Conversation, ...]:
        """The newest that fit; `words` may be a patient's, a name or a reference. Raises NotPermitted."""
        require(staff, Permission.VIEW_TRANSCRIPTS)
        with self.uows(reads_only=True) as uow:
            return uow.conversations.recent(
                limit, owner=owner, only_alerts=only_alerts, words=words.strip()[:LONGEST_SEARCH]
            )

    def add_note(self, conversation_id: str, staff: StaffUser, text: str) -> None:
        """A note that patients never see. Raises NotPermitted, ConversationUnknown, NoteRefused."""
        require(staff, Permission.REPLY_TO_PATIENTS)
        words = text.strip()
        if not words or len(words) > LONGEST_NOTE:
            raise NoteRefused
        with self.uows() as uow:
            if uow.conversations.get(conversation_id) is None:
                raise ConversationUnknown
            note = Note(self.ids.new_id(), conversation_id, staff.id, words, self.clock.now())
            uow.staff.add_note(note)
            audit.record(
                uow,
                self.clock,
                self.ids,
                actor=staff.id,
                action="add_note",
                subject="conversation",
                subject_id=conversation_id,
            )
            uow.commit()


def as_json(record: Record) -> Json:
    """The record as plain JSON: times in ISO 8601, no secrets."""
    plain = _plain(asdict(record))
    assert isinstance(plain, dict)
    return plain


def _record(uow: UnitOfWork, conversation_id: str) -> Record:
    conversation = uow.conversations.get(conversation_id)
    if conversation is None:
        raise ConversationUnknown
    screens = uow.prescreens.of(conversation_id)
    mine = [incident for incident in uow.watch.incidents() if incident.conversation_id == conversation_id]
    return Record(
        conversation=conversation,
        patient=uow.bookings.patient(conversation_id),
        messages=uow.messages.after(conversation_id, 0),
        red_flags=uow.watch.red_flags(conversation_id),
        findings=uow.watch.findings(conversation_id),
        incidents=tuple(mine),
        reactions=reports_of(uow, conversation_id),
        consents=uow.prescreens.consents(conversation_id),
        screens=tuple(Screen(screen, uow.prescreens.answers(screen.id)) for screen in screens),
        cases=uow.cases.of(conversation_id),
        decisions=uow.cases.decisions(conversation_id),
        handoffs=uow.handoffs.of(conversation_id),
        bookings=uow.bookings.of(conversation_id),
        letters=uow.letters.of(conversation_id),
        notes=uow.staff.notes(conversation_id),
    )


def _plain(value: object) -> JsonValue:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items() if key not in SECRETS}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"a record holds a {type(value).__name__}, which has no plain form")
