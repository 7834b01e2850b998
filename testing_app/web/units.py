"""The units of work as views use them: a reading, a disclosure that leaves its audit entry, a change."""

from contextlib import AbstractContextManager

from flask import current_app
from sqlalchemy.orm import Session as Session  # named for the desks, which know no SQLAlchemy

from testing_app.persistence.database import Database


def database() -> Database:
    """The database of the running application."""
    found: Database = current_app.extensions["database"]
    return found


def reading() -> AbstractContextManager[Session]:
    """Shows what needs no audit entry; changes nothing."""
    return database().reading()


def disclosure() -> AbstractContextManager[Session]:
    """Shows personal data on a GET: commits nothing but the audit entry that says so."""
    return database().transaction()


def transaction() -> AbstractContextManager[Session]:
    """Changes something: the view's one visible commit."""
    return database().transaction()
