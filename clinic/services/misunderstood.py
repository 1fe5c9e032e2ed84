"""What the assistant did not understand: listed, marked with the right label, drafted as training lines."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clinic.logic.permissions import Permission
from clinic.logic.personal_words import may_name_somebody
from clinic.logic.training_lines import Draft, MarkedLine, draft
from clinic.services import audit
from clinic.services.contact import is_contact_attempt
from clinic.services.dialogue import JsonValue
from clinic.services.disclosure import speaks_of_own_health
from clinic.services.errors import Refused
from clinic.services.ports import Clock, Ids, UnitOfWork, UnitOfWorkFactory
from clinic.services.ports.misunderstood import PERSON, Mark, MarkState, Missed
from clinic.services.ports.staff import StaffUser
from clinic.services.staff import require

PAGE_SIZE: Final = 25


class LabelUnknown(Refused):
    """Nobody trains on that label."""


class MessageUnknown(Refused):
    """There is no such message in the list; its conversation may have been erased."""


class MarkedMeanwhile(Refused):
    """The mark is not the one that was seen: a colleague was quicker. Nothing changed."""


class Caution(StrEnum):
    """Why a message must be rewritten before anybody trains on it."""

    HEALTH = "health"
    CONTACT = "contact"
    NAME = "name"


@dataclass(frozen=True)
class Entry:
    missed: Missed
    suggested: str | None  # the label of the button that the patient pressed when asked back
    cautions: tuple[Caution, ...]


@dataclass(frozen=True)
class Listing:
    state: MarkState
    page: int
    pages: int
    counts: Mapping[MarkState, int]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Misunderstood:
    uows: UnitOfWorkFactory
    clock: Clock
    ids: Ids
    labels: Collection[str]
    known_lines: Callable[[], Mapping[str, frozenset[str]]]  # read anew: training lines change meanwhile

    def listing(self, staff: StaffUser, state: MarkState = MarkState.OPEN, page: int = 1) -> Listing:
        """One page, the nearest that there is. Raises NotPermitted."""
        require(staff, Permission.VIEW_TRANSCRIPTS)
        with self.uows(reads_only=True) as uow:
            counts = uow.misunderstood.counts()
            pages = max(1, -(-counts[state] // PAGE_SIZE))
            shown = min(max(1, page), pages)
            found = uow.misunderstood.listed(state, limit=PAGE_SIZE, offset=(shown - 1) * PAGE_SIZE)
        return Listing(state, shown, pages, counts, tuple(map(self._entry, found)))

    def entry(self, staff: StaffUser, message_id: str) -> Entry:
        """Raises NotPermitted, MessageUnknown."""
        require(staff, Permission.VIEW_TRANSCRIPTS)
        with self.uows(reads_only=True) as uow:
            return self._entry(_missed(uow, message_id))

    def mark(self, staff: StaffUser, message_id: str, label: str | None, *, seen: str) -> None:
        """Give the right label, None for "not for training"; `seen` is the id of the mark it replaces, or "".

        The same choice sent twice is kept once. Raises NotPermitted, LabelUnknown, MessageUnknown,
        MarkedMeanwhile.
        """
        require(staff, Permission.MARK_LABELS)
        if label is not None and label not in self.labels:
            raise LabelUnknown
        with self.uows() as uow:
            missed = _missed(uow, message_id)
            if _says(missed.mark, staff, label):
                return
            self._swap(uow, message_id, seen, self._mark(missed, staff, label))
            self._audit(uow, staff.id, "mark_message", "message", message_id, label=label or "left out")
            uow.commit()

    def take_back(self, staff: StaffUser, message_id: str, *, seen: str) -> None:
        """The message is open again. Raises NotPermitted, MessageUnknown, MarkedMeanwhile."""
        require(staff, Permission.MARK_LABELS)
        with self.uows() as uow:
            if _missed(uow, message_id).mark is None:
                return
            self._swap(uow, message_id, seen, None)
            self._audit(uow, staff.id, "take_back_mark", "message", message_id)
            uow.commit()

    def export(self, staff: StaffUser, *, again: bool = False) -> Draft:
        """The lines marked since the last export, or all of them `again`. Raises NotPermitted."""
        require(staff, Permission.EXPORT_LINES)
        return self.draft(staff.id, again=again)

    def draft(self, actor: str, *, again: bool = False) -> Draft:
        """The same for the command line, whose operator holds the database in any case."""
        known = self.known_lines()
        with self.uows() as uow:
            claimed = uow.misunderstood.claim_for_export(self.clock.now(), again=again)
            marked = [MarkedLine(line.label, line.text, bool(cautions(line.text))) for line in claimed]
            drafted = draft(marked, known)
            if marked:
                self._audit(
                    uow,
                    actor,
                    "export_lines",
                    "training lines",
                    self.ids.new_id(),
                    lines=drafted.count,
                    again=again,
                )
                uow.commit()
        return drafted

    def _entry(self, missed: Missed) -> Entry:
        intent = missed.pressed.intent if missed.pressed else ""
        suggested = intent if intent in self.labels and intent != PERSON else None
        return Entry(missed, suggested, cautions(missed.message.text))

    def _mark(self, missed: Missed, staff: StaffUser, label: str | None) -> Mark:
        message = missed.message
        return Mark(self.ids.new_id(), message.conversation_id, message.id, label, staff.id, self.clock.now())

    def _swap(self, uow: UnitOfWork, message_id: str, seen: str, to: Mark | None) -> None:
        if not uow.misunderstood.swap(message_id, seen=seen, to=to):
            raise MarkedMeanwhile

    def _audit(
        self, uow: UnitOfWork, actor: str, action: str, subject: str, subject_id: str, **detail: JsonValue
    ) -> None:
        audit.record(
            uow,
            self.clock,
            self.ids,
            actor=actor,
            action=action,
            subject=subject,
            subject_id=subject_id,
            **detail,
        )


def cautions(text: str) -> tuple[Caution, ...]:
    """What a training line must not keep of these words."""
    checks = (
        (Caution.HEALTH, speaks_of_own_health),
        (Caution.CONTACT, is_contact_attempt),
        (Caution.NAME, may_name_somebody),
    )
    return tuple(caution for caution, holds in checks if holds(text))


def _says(mark: Mark | None, staff: StaffUser, label: str | None) -> bool:
    return mark is not None and (mark.staff_user_id, mark.label) == (staff.id, label)


def _missed(uow: UnitOfWork, message_id: str) -> Missed:
    found = uow.misunderstood.get(message_id)
    if found is None:
        raise MessageUnknown
    return found
