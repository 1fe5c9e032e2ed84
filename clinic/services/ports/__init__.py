"""What the use cases need from outside: time, ids, the database (one protocol a topic), the engine, delivery.

Read `unit_of_work` first: it names every store. A store's records are frozen dataclasses beside its protocol.
"""

from clinic.services.ports.outside import Clock, Engine, EngineFailed, EngineReply, EngineTurn, Fanout, Ids
from clinic.services.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory

__all__ = [
    "Clock",
    "Engine",
    "EngineFailed",
    "EngineReply",
    "EngineTurn",
    "Fanout",
    "Ids",
    "UnitOfWork",
    "UnitOfWorkFactory",
]
