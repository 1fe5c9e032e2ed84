"""A migrated database on each engine, and transactions on it."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from clinic.db.engine import open_engine
from clinic.db.unit_of_work import SqlUnitOfWork

Begin = Callable[[], SqlUnitOfWork]


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def begin(database: Engine) -> Begin:
    return lambda: SqlUnitOfWork(database)
