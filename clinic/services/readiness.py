"""Can we answer a patient now? Asks the database and the engine; nothing is assumed."""

from dataclasses import dataclass

from clinic.services.errors import StorageFailed
from clinic.services.ports import Engine, UnitOfWorkFactory


@dataclass(frozen=True)
class Readiness:
    uows: UnitOfWorkFactory
    engine: Engine

    def look(self) -> dict[str, bool]:
        """Each part by name: True when it works."""
        return {"database": self._database(), "engine": self.engine.is_ready()}

    def _database(self) -> bool:
        try:
            with self.uows(reads_only=True) as uow:
                uow.conversations.recent(1)
        except StorageFailed:
            return False
        return True
