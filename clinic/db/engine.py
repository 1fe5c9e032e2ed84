"""The one way to open the clinic database, SQLite or PostgreSQL alike."""

from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url

BUSY_SECONDS = 30.0  # how long a writer waits for another on SQLite before it gives up


def open_engine(url: str) -> Engine:
    """An engine for `url`. Connects on first use, never here."""
    address = make_url(url)
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")  # the driver we bring
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_size=10, max_overflow=20, pool_pre_ping=True)
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event starts the transaction, not the driver
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")  # an answered patient survives a power cut
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_immediate(connection: Any) -> None:
    # Two readers that both go on to write would deadlock; taking the write lock at once makes them queue.
    only_reads = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
