"""One transaction over every store. Leaving the block without `commit` rolls back."""

from types import TracebackType
from typing import Protocol, Self

from clinic.services.ports.blocks import BlockStore
from clinic.services.ports.bookings import BookingStore
from clinic.services.ports.calendars import CalendarStore
from clinic.services.ports.cases import CaseStore
from clinic.services.ports.conversations import ConversationStore, MessageStore, WatchStore
from clinic.services.ports.handoffs import HandoffStore
from clinic.services.ports.identity import IdentityStore
from clinic.services.ports.jobs import JobStore
from clinic.services.ports.letters import LetterStore
from clinic.services.ports.misunderstood import MisunderstoodStore
from clinic.services.ports.prescreens import PrescreenStore
from clinic.services.ports.reactions import ReactionStore
from clinic.services.ports.staff import AuditStore, StaffStore
from clinic.services.ports.waitlist import WaitlistStore


class UnitOfWork(Protocol):
    @property
    def conversations(self) -> ConversationStore: ...

    @property
    def messages(self) -> MessageStore: ...

    @property
    def watch(self) -> WatchStore: ...

    @property
    def staff(self) -> StaffStore: ...

    @property
    def audit(self) -> AuditStore: ...

    @property
    def jobs(self) -> JobStore: ...

    @property
    def letters(self) -> LetterStore: ...

    @property
    def handoffs(self) -> HandoffStore: ...

    @property
    def cases(self) -> CaseStore: ...

    @property
    def blocks(self) -> BlockStore: ...

    @property
    def bookings(self) -> BookingStore: ...

    @property
    def identity(self) -> IdentityStore: ...

    @property
    def waitlist(self) -> WaitlistStore: ...

    @property
    def calendars(self) -> CalendarStore: ...

    @property
    def misunderstood(self) -> MisunderstoodStore: ...

    @property
    def prescreens(self) -> PrescreenStore: ...

    @property
    def reactions(self) -> ReactionStore: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None: ...


class UnitOfWorkFactory(Protocol):
    def __call__(self, *, reads_only: bool = False) -> UnitOfWork:
        """A transaction. One that only reads waits for no writer and cannot be committed."""
        ...
