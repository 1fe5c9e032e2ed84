"""Brings the clinic database to the newest step. Steps are numbered files under migrations/versions."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from clinic.db.engine import open_engine
from clinic.db.tables import metadata

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(url: str, to: str = "head") -> None:
    """Run every step that the database at `url` lacks; safe to repeat."""
    _with_alembic(url, lambda config: command.upgrade(config, to))


def downgrade(url: str, to: str) -> None:
    _with_alembic(url, lambda config: command.downgrade(config, to))


def is_at_head(url: str) -> bool:
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    return current == head()


def head() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def differences(url: str) -> list[object]:
    """What the tables say and the migrated database lacks; empty when they agree."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return list(compare_metadata(MigrationContext.configure(connection), metadata))
    finally:
        engine.dispose()


def write_step(url: str, number: int, what: str) -> None:
    """Draft the next step from the tables, named `NNNN_<what>`; read it before you commit it."""
    revision = f"{number:04d}"
    _with_alembic(
        url,
        lambda config: command.revision(config, message=what, rev_id=revision, autogenerate=True),
    )


def _with_alembic(url: str, run: Callable[[Config], object]) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            run(config)
    finally:
        engine.dispose()
