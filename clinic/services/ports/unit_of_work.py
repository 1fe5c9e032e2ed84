"""One transaction over every store. Leaving the block without `commit` rolls back."""

from types import TracebackType
from typing import Protocol, Self

from clinic.services.ports.bookings import BookingStore
from clinic.services.ports.cases import CaseStore
from clinic.services.ports.conversations import ConversationStore, MessageStore, WatchStore
from clinic.services.ports.handoffs import HandoffStore
from clinic.services.ports.jobs import JobStore
from clinic.services.ports.prescreens import PrescreenStore
from clinic.services.ports.staff import AuditStore, StaffStore


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
    def handoffs(self) -> HandoffStore: ...

    @property
    def cases(self) -> CaseStore: ...

    @property
    def bookings(self) -> BookingStore: ...

    @property
    def prescreens(self) -> PrescreenStore: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None: ...


class UnitOfWorkFactory(Protocol):
    def __call__(self, *, reads_only: bool = False) -> UnitOfWork:
        """A transaction. One that only reads waits for no writer and cannot be committed."""
        ...
