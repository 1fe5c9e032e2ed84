"""From a row to a frozen record and back: every repository's two moves."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, update


def record[T](kind: type[T], row: Row[Any] | None, **more: object) -> T | None:
    """The record of `row`, or None without a row. Lists become tuples, as records are frozen."""
    return None if row is None else made(kind, row, **more)


def made[T](kind: type[T], row: Row[Any], **more: object) -> T:
    values = row._mapping
    names = [field.name for field in fields(kind) if field.name in values]  # type: ignore[arg-type]  # dataclasses only
    return kind(**{name: _frozen(values[name]) for name in names}, **more)


def records[T](kind: type[T], rows: Iterable[Row[Any]]) -> tuple[T, ...]:
    return tuple(made(kind, row) for row in rows)


def put(connection: Connection, table: Table, item: object) -> None:
    """Insert a record; fields that are no column (children) are left to the repository."""
    names = [column.name for column in table.columns if hasattr(item, column.name)]
    connection.execute(insert(table).values({name: _plain(getattr(item, name)) for name in names}))


def change(connection: Connection, table: Table, row_id: str, values: Mapping[str, object]) -> None:
    plain = {name: _plain(value) for name, value in values.items()}
    connection.execute(update(table).where(table.c.id == row_id).values(plain))


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
