"""Opens the database and hands out units of work: one that reads, one that commits once."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from testing_app.persistence.turns import Turns

GLANCE, READ, WRITE = "glance", "read", "write"

SERVER_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    GLANCE: {"isolation_level": "AUTOCOMMIT", "postgresql_readonly": True},
    READ: {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    WRITE: {},
}
"""How PostgreSQL begins each unit of work; the driver says it with its BEGIN, not in a message of its own."""


class Database:
    """An engine and its two kinds of session.

    `info` travels in every session (`session.info`): what the stages need from outside, such as the key
    of the audit chain, without a global.
    """

    def __init__(self, url: str, *, info: dict[str, Any] | None = None, pool_size: int = 10) -> None:
        self.url = dialect_url(url)
        if self.embedded:
            _make_private(sa.make_url(self.url).database)
        self._turns = Turns(sa.make_url(self.url).database if self.embedded else None)
        self.engine = sa.create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=30,
            pool_pre_ping=not self.embedded,
        )
        if self.embedded:
            event.listen(self.engine, "connect", _prepare_sqlite)
        event.listen(self.engine, "begin", _begin)
        self._sessions = {
            unit: sessionmaker(
                self.engine.execution_options(unit=unit, **({} if self.embedded else SERVER_OPTIONS[unit])),
                expire_on_commit=False,
                info=dict(info or {}),
            )
            for unit in SERVER_OPTIONS
        }

    @property
    def embedded(self) -> bool:
        """Whether this is a SQLite file rather than a server."""
        return sa.make_url(self.url).get_backend_name() == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One unit of work that commits at its end, or leaves nothing behind."""
        with self._turns.turn(), self._sessions[WRITE]() as session, session.begin():
            yield session

    @contextmanager
    def rebuilding(self) -> Iterator[Session]:
        """One unit of work that may build tables anew; SQLite looks at references only at its end."""
        writing = self.engine.execution_options(unit=WRITE)
        with (
            self._turns.turn(),
            writing.connect() as connection,
            _unchecked_references(connection),
            self._sessions[WRITE](bind=connection) as session,
            session.begin(),
        ):
            yield session
            _refuse_loose_ends(connection)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One unit of work that sees a steady picture and changes nothing."""
        with self._sessions[READ]() as session:
            yield session

    @contextmanager
    def glance(self) -> Iterator[Session]:
        """One query on its own, which sees one picture anyway: no transaction is begun for it."""
        with self._sessions[GLANCE]() as session:
            yield session

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def dialect_url(url: str) -> str:
    """The address with the driver we ship: `postgresql://` means psycopg 3."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _make_private(file: str | None) -> None:
    """Make a new database file for its owner alone (SQLite gives its journals the same mode)."""
    if file and file != ":memory:" and Path(file).parent.is_dir():
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    # The driver must not open transactions of its own: `_begin` does, with the right kind of lock.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _unchecked_references(connection: sa.Connection) -> Iterator[None]:
    """Set before a transaction begins: within one, SQLite would not listen."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _refuse_loose_ends(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        loose = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if loose is not None:
            raise RuntimeError(f"a row of {loose[0]} refers to nothing in {loose[2]}")


def _begin(connection: sa.Connection) -> None:
    unit = connection.get_execution_options().get("unit", WRITE)
    if connection.dialect.name == "sqlite" and unit != GLANCE:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if unit == WRITE else "BEGIN")
