"""One transaction over every repository. A new topic adds its line here and in the port of the same name."""

from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from clinic.db.bookings import Bookings
from clinic.db.cases import Cases
from clinic.db.conversations import Conversations
from clinic.db.handoffs import Handoffs
from clinic.db.jobs import Jobs
from clinic.db.messages import Messages
from clinic.db.prescreens import Prescreens
from clinic.db.staff import Audit, Staff
from clinic.db.watch import Watch
from clinic.services.errors import StorageFailed


class SqlUnitOfWork:
    """Implements `UnitOfWork`: begins on entry, rolls back on exit unless `commit` was called.

    A database that is away or refuses to write raises StorageFailed.
    """

    def __init__(self, engine: Engine, *, reads_only: bool = False) -> None:
        self._engine = engine.execution_options(reads_only=reads_only)

    def __enter__(self) -> Self:
        try:
            self._connection = self._engine.connect()
            self._transaction = self._connection.begin()
        except DBAPIError as error:
            raise StorageFailed from error
        self._open_stores(self._connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._transaction.is_active:
                self._transaction.rollback()
        finally:
            self._connection.close()
        if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError):
            raise StorageFailed from error

    def commit(self) -> None:
        try:
            self._transaction.commit()
        except DBAPIError as error:
            raise StorageFailed from error

    def _open_stores(self, connection: Connection) -> None:
        self.conversations = Conversations(connection)
        self.messages = Messages(connection)
        self.watch = Watch(connection)
        self.staff = Staff(connection)
        self.audit = Audit(connection)
        self.jobs = Jobs(connection)
        self.handoffs = Handoffs(connection)
        self.cases = Cases(connection)
        self.bookings = Bookings(connection)
        self.prescreens = Prescreens(connection)
