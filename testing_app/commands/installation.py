"""What every command that touches an installation needs: its settings, its database, a plain refusal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from testing_app.app import open_database
from testing_app.persistence import migrate
from testing_app.persistence.database import Database
from testing_app.settings import Settings, settings_from

COULD_NOT = 2


class CommandRefused(Exception):
    """The command cannot be done; the message says what happened, where, and what to do."""


@dataclass(frozen=True)
class Installation:
    """The settings and the open database of one installation."""

    settings: Settings
    database: Database


@contextmanager
def open_installation(*, migrated: bool = True) -> Iterator[Installation]:
    """The installation of this environment; refused when its database is not at this version's tables."""
    try:
        settings = settings_from()
    except ValueError as problem:
        raise CommandRefused(f"The settings cannot be used: {problem}.") from problem
    database = open_database(settings, pool_size=4)
    try:
        if migrated:
            refuse_unless_migrated(database)
        yield Installation(settings, database)
    finally:
        database.close()


def refuse_unless_migrated(database: Database) -> None:
    """Refuse to work on tables of another version."""
    found, needed = migrate.revision_of(database), migrate.newest_revision()
    if found != needed:
        raise CommandRefused(
            f"The database is at migration {found or 'none'}, this version needs {needed}."
            " Make a backup if it holds anything, then run: lahtotaso migrate"
        )


def say(sentence: str) -> None:
    """Write one line to standard output."""
    sys.stdout.write(sentence + "\n")


def refuse(problem: Exception) -> int:
    """Write why the command could not be done, and its exit status."""
    sys.stderr.write(f"lahtotaso: {problem}\n")
    return COULD_NOT
