"""One transaction over every repository. A new topic adds its line here and in the port of the same name."""

from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from clinic.db.blocks import Blocks
from clinic.db.bookings import Bookings
from clinic.db.calendars import Calendars
from clinic.db.cases import Cases
from clinic.db.conversations import Conversations
from clinic.db.engine import open_engine
from clinic.db.handoffs import Handoffs
from clinic.db.identity import Identity
from clinic.db.jobs import Jobs
from clinic.db.letters import Letters
from clinic.db.messages import Messages
from clinic.db.misunderstood import Misunderstood
from clinic.db.prescreens import Prescreens
from clinic.db.reactions import Reactions
from clinic.db.staff import Audit, Staff
from clinic.db.waitlist import Waitlist
from clinic.db.watch import Watch
from clinic.services.errors import StorageFailed
from clinic.services.ports import UnitOfWorkFactory


def transactions(url: str) -> UnitOfWorkFactory:
    """Transactions on the database at `url`. Connects on first use, never here."""
    database = open_engine(url)

    def begin(*, reads_only: bool = False) -> SqlUnitOfWork:
        return SqlUnitOfWork(database, reads_only=reads_only)

    return begin


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
        self.letters = Letters(connection)
        self.handoffs = Handoffs(connection)
        self.cases = Cases(connection)
        self.blocks = Blocks(connection)
        self.bookings = Bookings(connection)
        self.identity = Identity(connection)
        self.waitlist = Waitlist(connection)
        self.calendars = Calendars(connection)
        self.prescreens = Prescreens(connection)
        self.misunderstood = Misunderstood(connection)
        self.reactions = Reactions(connection)
