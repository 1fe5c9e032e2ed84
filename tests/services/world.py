"""Every service over a SQLite database of its own, with a set clock, counting ids and a told engine."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import select

from clinic.bootstrap import Outside, Services, build_services
from clinic.config import ROOT
from clinic.criteria.profile import load_profile
from clinic.criteria.responses import load_responses
from clinic.db.engine import open_engine
from clinic.db.tables import metadata
from clinic.db.unit_of_work import SqlUnitOfWork
from clinic.language.watch import red_flag_watch
from clinic.services.errors import StorageFailed
from clinic.services.ports import UnitOfWork
from clinic.services.ports.conversations import Conversation, Message
from clinic.services.ports.handoffs import Handoff
from clinic.services.ports.staff import StaffUser
from tests.fakes import MONDAY_MORNING, CountingIds, FakeEngine, FakeFanout, FakeMailer, FixedClock

PROFILE = load_profile(ROOT / "clinic.yml", on=MONDAY_MORNING.date())
CATALOGUE = load_responses(ROOT / "data" / "responses", PROFILE.placeholders())
PASSWORD = "a long enough password"


class PlainPasswords:
    """Implements `Passwords` without Argon2's cost."""

    def hash(self, password: str) -> str:
        return f"plain:{password}"

    def matches(self, password: str, hashed: str | None) -> bool:
        return hashed == f"plain:{password}"


@dataclass
class Door:
    """Implements `UnitOfWorkFactory` over a database that a test can take away."""

    database: Database
    is_broken: bool = False

    def __call__(self, *, reads_only: bool = False) -> UnitOfWork:
        if self.is_broken:
            raise StorageFailed
        return SqlUnitOfWork(self.database, reads_only=reads_only)


@dataclass
class World:
    services: Services
    uow: Door
    clock: FixedClock
    engine: FakeEngine
    fanout: FakeFanout
    folder: tempfile.TemporaryDirectory[str]
    conversation_id: str

    def end(self) -> None:
        self.uow.database.dispose()
        self.folder.cleanup()

    def break_storage(self) -> None:
        self.uow.is_broken = True

    def conversation(self) -> Conversation:
        return self.services.conversations.get(self.conversation_id)

    def patient_messages(self) -> list[Message]:
        messages = self.services.conversations.messages(self.conversation_id)
        return [message for message in messages if message.sender == "patient"]

    def newest_response(self) -> str | None:
        return self.services.conversations.messages(self.conversation_id)[-1].response

    def open_handoff(self) -> Handoff:
        with self.uow(reads_only=True) as uow:
            handoff = uow.handoffs.open_for(self.conversation_id)
        assert handoff is not None
        return handoff

    def open_handoff_id(self) -> str:
        with self.uow(reads_only=True) as uow:
            handoff = uow.handoffs.open_for(self.conversation_id)
        return handoff.id if handoff else self.open_a_handoff().id

    def open_a_handoff(self) -> Handoff:
        self.services.handoff.open(self.conversation_id, "asked")
        return self.open_handoff()

    def close_conversation(self) -> None:
        handoff = self.open_a_handoff()
        self.services.handoff.take_over(handoff.id, self.receptionist)
        self.services.handoff.resolve(handoff.id, self.receptionist)

    @property
    def receptionist(self) -> StaffUser:
        return self._person("reception")

    @property
    def clinician(self) -> StaffUser:
        return self._person("clinician")

    @property
    def admin(self) -> StaffUser:
        return self._person("admin")

    def rows_of(self, conversation_id: str) -> dict[str, int]:
        """How many rows of each table still name the conversation."""
        found: dict[str, int] = {}
        with self.uow.database.connect() as connection:
            for table in metadata.sorted_tables:
                if "conversation_id" in table.columns:
                    where = table.c.conversation_id == conversation_id
                    rows = len(connection.execute(select(table).where(where)).all())
                    found |= {table.name: rows} if rows else {}
        return found

    def _person(self, role: str) -> StaffUser:
        known = [user for user in self.services.staff.everybody() if user.role == role]
        if known:
            return known[0]
        email = f"{role}@clinic.example"
        return self.services.staff.add(
            email=email, name=role.title(), role=role, password=PASSWORD, actor="system"
        )


def make_world() -> World:
    folder = tempfile.TemporaryDirectory()
    database = open_engine(f"sqlite:///{Path(folder.name) / 'clinic.db'}")
    metadata.create_all(database)
    door, clock, engine, fanout = Door(database), FixedClock(), FakeEngine(), FakeFanout()
    outside = Outside(
        uows=door,
        engine=engine,
        fanout=fanout,
        profile=PROFILE,
        catalogue=CATALOGUE,
        watch=red_flag_watch(),
        mailer=FakeMailer(),
        clock=clock,
        ids=CountingIds(),
        passwords=PlainPasswords(),
        pause=clock.pause,
    )
    services = build_services(outside)
    started = services.conversations.start("website").conversation
    return World(services, door, clock, engine, fanout, folder, started.id)
