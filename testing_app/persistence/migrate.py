"""Brings a database to the newest numbered migration, and tells how far it is."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from testing_app.persistence.database import Database

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(database: Database, *, to: str = "head") -> None:
    """Run every migration up to `to` in one transaction."""
    with database.rebuilding() as session:
        command.upgrade(_config(session.connection()), to)


def downgrade(database: Database, *, to: str = "base") -> None:
    """Take migrations back down to `to`."""
    with database.rebuilding() as session:
        command.downgrade(_config(session.connection()), to)


def rebuild_within(connection: sa.Connection, *, to: str) -> None:
    """Take down whatever tables there are and bring them up to `to`, in the caller's transaction."""
    if connection.dialect.name == "sqlite":
        _drop_tables(connection)
    elif MigrationContext.configure(connection).get_current_revision() is not None:
        command.downgrade(_config(connection), "base")
    command.upgrade(_config(connection), to)


def _drop_tables(connection: sa.Connection) -> None:
    """Children first: a downgrade would build tables anew under rows that refer to them."""
    present = sa.MetaData()
    present.reflect(connection)
    present.drop_all(connection)


def upgrade_within(connection: sa.Connection, *, to: str = "head") -> None:
    """Run every migration up to `to`, in the caller's transaction."""
    command.upgrade(_config(connection), to)


def is_known(revision: str) -> bool:
    """Whether this version of the product has that migration."""
    return revision in {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}


def revision_of(database: Database) -> str | None:
    """The migration the database stands at, or None when it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_ready(database: Database) -> bool:
    """Whether the database answers and stands at this version's tables."""
    try:
        return revision_of(database) == newest_revision()
    except sa.exc.SQLAlchemyError:
        return False


@cache
def newest_revision() -> str:
    """The migration this version of the product needs."""
    head = ScriptDirectory(str(SCRIPTS)).get_current_head()
    assert head is not None
    return head


def differences(database: Database, metadata: sa.MetaData) -> list[object]:
    """What the tables in the database lack or have beyond the models; empty when they are equal."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def write_revision(database: Database, metadata: sa.MetaData, *, number: str, message: str) -> None:
    """Write a new migration file from the difference between models and database (for developers)."""
    with database.engine.begin() as connection:
        config = _config(connection)
        config.attributes["metadata"] = metadata
        command.revision(config, message=message, rev_id=number, autogenerate=True)


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
