"""Writes every table as lines of JSON in one consistent reading, and puts such lines back into any database.

The manifest names each column with its kind, so that a backup of older tables needs no older models.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import IO, Any
from uuid import UUID

import sqlalchemy as sa

from testing_app.persistence.base import Moment, json_column

ROWS_AT_A_TIME = 500
Progress = Callable[[int], object]

KINDS: tuple[tuple[type[sa.types.TypeEngine[Any]], str], ...] = (
    (sa.Uuid, "uuid"),
    (sa.JSON, "json"),
    (sa.LargeBinary, "bytes"),
    (sa.Boolean, "boolean"),
    (sa.DateTime, "moment"),
    (sa.Date, "date"),
    (sa.Time, "time"),
    (sa.Integer, "integer"),
    (sa.Float, "float"),
    (sa.String, "text"),
)
TYPES: Mapping[str, Callable[[], sa.types.TypeEngine[Any]]] = {
    "uuid": sa.Uuid,
    "json": json_column,
    "bytes": sa.LargeBinary,
    "boolean": sa.Boolean,
    "moment": Moment,
    "date": sa.Date,
    "time": sa.Time,
    "integer": sa.BigInteger,
    "float": sa.Float,
    "text": sa.Text,
}
TO_JSON: Mapping[str, Callable[[Any], Any]] = {
    "uuid": str,
    "bytes": lambda value: base64.b64encode(value).decode("ascii"),
    "moment": datetime.isoformat,
    "date": date.isoformat,
    "time": time.isoformat,
}
FROM_JSON: Mapping[str, Callable[[Any], Any]] = {
    "uuid": UUID,
    "bytes": base64.b64decode,
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}
Columns = Mapping[str, str]


def columns_there(connection: sa.Connection, table: sa.Table) -> dict[str, str]:
    """Each column with its kind, in the order of the table; {} for a table a migration has yet to make.

    A database is backed up before it is migrated: columns that are still to come are left out.
    """
    inspector = sa.inspect(connection)
    if not inspector.has_table(table.name):
        return {}
    there = {column["name"] for column in inspector.get_columns(table.name)}
    return {column.name: _kind_of(column) for column in table.columns if column.name in there}


def lines_of(
    connection: sa.Connection, table: sa.Table, columns: Columns, *, progress: Progress
) -> Iterator[bytes]:
    """Every row as one line of JSON, by primary key, read a few hundred at a time."""
    light = _light_table(table.name, columns)
    keys = [light.c[column.name] for column in table.primary_key]
    rows = connection.execution_options(stream_results=True, yield_per=ROWS_AT_A_TIME).execute(
        sa.select(light).order_by(*keys)
    )
    for row in rows:
        values = [_encoded(value, kind) for value, kind in zip(row, columns.values(), strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        progress(1)


def insert_lines(
    connection: sa.Connection, name: str, columns: Columns, lines: IO[bytes], *, progress: Progress
) -> int:
    """Put the rows back as they were; how many."""
    insert = _light_table(name, columns).insert()
    total = 0
    for rows in _batches(_rows(columns, lines)):
        connection.execute(insert, rows)
        total += len(rows)
        progress(len(rows))
    return total


def rows_in(connection: sa.Connection, names: Iterable[str]) -> int:
    """How many rows the tables hold together; tables that do not exist hold none."""
    there = set(sa.inspect(connection).get_table_names())
    count = sa.select(sa.func.count())
    return sum(connection.scalar(count.select_from(sa.table(name))) or 0 for name in names if name in there)


def defer_references(connection: sa.Connection) -> None:
    """Let rows come in any order within this transaction; `check_references` checks at its end."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        return
    _alter_references(connection, "DEFERRABLE INITIALLY DEFERRED")


def check_references(connection: sa.Connection) -> None:
    """Check every reference now; an IntegrityError when one leads nowhere."""
    if connection.dialect.name == "sqlite":
        wrong = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if wrong:
            raise ValueError(f"{len(wrong)} rows refer to rows that are not there")
        return
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    _alter_references(connection, "NOT DEFERRABLE")


def set_counters(connection: sa.Connection, names: Iterable[str]) -> None:
    """Let PostgreSQL's counters go on after the highest identifier (SQLite's do by themselves)."""
    if connection.dialect.name == "sqlite":
        return
    owned = sa.text(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND column_default LIKE 'nextval(%'"
    )
    for name, column in connection.execute(owned).all():
        if name in set(names):
            light = sa.table(name, sa.column(column, sa.BigInteger))
            highest = connection.scalar(sa.select(sa.func.max(light.c[column])))
            if highest is not None:
                counter = sa.func.pg_get_serial_sequence(name, column)
                connection.execute(sa.select(sa.func.setval(counter, highest)))


def _alter_references(connection: sa.Connection, how: str) -> None:
    inspector = sa.inspect(connection)
    quote = connection.dialect.identifier_preparer.quote
    for name in inspector.get_table_names():
        for reference in inspector.get_foreign_keys(name):
            constraint = quote(str(reference["name"]))
            connection.exec_driver_sql(f"ALTER TABLE {quote(name)} ALTER CONSTRAINT {constraint} {how}")


def _kind_of(column: sa.Column[Any]) -> str:
    kept = column.type.impl if isinstance(column.type, sa.types.TypeDecorator) else column.type
    for type_, kind in KINDS:
        if isinstance(kept, type_):
            return kind
    raise TypeError(f"A backup does not know how to keep {column} of type {column.type!r}.")


def _light_table(name: str, columns: Columns) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, TYPES[kind]()) for column, kind in columns.items()))


def _encoded(value: Any, kind: str) -> Any:
    return value if value is None or kind not in TO_JSON else TO_JSON[kind](value)


def _rows(columns: Columns, lines: IO[bytes]) -> Iterator[dict[str, Any]]:
    for line in lines:
        values = json.loads(line)
        yield {
            name: value if value is None or kind not in FROM_JSON else FROM_JSON[kind](value)
            for (name, kind), value in zip(columns.items(), values, strict=True)
        }


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS_AT_A_TIME:
            yield batch
            batch = []
    if batch:
        yield batch
