"""Column types and shorthands that every table shares."""

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, DateTime, Dialect, ForeignKey, MetaData, String
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)
ID_LENGTH = 32  # uuid4 in hex


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time. SQLite keeps no time zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times in the database are aware UTC")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


def id_column() -> Column[str]:
    """The primary key: uuid4 in hex, made by the `Ids` port."""
    return Column("id", String(ID_LENGTH), primary_key=True)


def reference(table: str, *, name: str = "", nullable: bool = False, index: bool = True) -> Column[str]:
    """A foreign key to `table`, named `<singular>_id` by default; rows go with their parent."""
    return Column(
        name or f"{table.removesuffix('s')}_id",
        String(ID_LENGTH),
        ForeignKey(f"{table}.id", ondelete="CASCADE"),
        nullable=nullable,
        index=index,
    )


def moment(name: str, *, nullable: bool = True) -> Column[datetime]:
    return Column(name, UtcDateTime, nullable=nullable)


def json_column(name: str, default: Any) -> Column[Any]:
    return Column(name, JSON, nullable=False, default=default)


def one_of(column: str, *values: str) -> CheckConstraint:
    """The last line against a status that nobody defined."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
